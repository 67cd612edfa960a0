"""What only SQLite needs: its connections, how they are set, and that readers cannot write."""

import asyncio
import contextvars
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import ledger_of_tests as ledger
import pytest
from ledger_of_tests import LedgerAccount

from tawasul.core import db
from tawasul.core.db.sqlite import Connection


@pytest.fixture(autouse=True)
async def file(tmp_path: Path) -> AsyncIterator[Path]:
    ledger.connect(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    await ledger.set_up()
    yield tmp_path / "ledger.sqlite"
    await db.close_pool()


@pytest.mark.parametrize(
    ("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("timeout", 10_000)]
)
async def test_readers_and_the_writer_are_set_alike(name: str, value: object):
    pragma = "busy_timeout" if name == "timeout" else name
    for connection in (db.engine().pool().writer, *db.engine().pool().readers):
        assert await connection.execute(f"PRAGMA {pragma}") == [{name: value}]


async def test_a_reader_cannot_write():
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await db.engine().pool().reader().execute("DELETE FROM ledger_account")


async def test_a_long_read_does_not_hold_up_the_other_readers():
    long = asyncio.create_task(db.fetch(ledger.counting_to(2_000_000)))
    await asyncio.sleep(0.01)
    for _ in range(20):
        assert await LedgerAccount.count() == len(ledger.ACCOUNTS)
    assert not long.done()
    assert await long == [{"n": 2_000_000}]


async def test_closing_breaks_off_a_long_read():
    long = asyncio.create_task(db.fetch(ledger.counting_to(2_000_000_000)))
    await asyncio.sleep(0.05)
    async with asyncio.timeout(5):
        await db.close_pool()
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        await long


async def test_a_reader_sees_what_another_process_stored(file: Path):
    other = sqlite3.connect(file)
    other.execute("UPDATE ledger_account SET balance = 5 WHERE id = 1")
    other.commit()
    other.close()
    assert (await LedgerAccount.select().where(LedgerAccount.id == 1).first())["balance"] == 5


async def test_a_writer_waits_for_another_process_and_is_not_refused(file: Path):
    other = sqlite3.connect(file)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(ledger.add_one(1), context=contextvars.Context())
    await asyncio.sleep(0.1)
    other.execute("ROLLBACK")
    other.close()
    await waiting
    assert (await LedgerAccount.select().where(LedgerAccount.id == 1).first())["balance"] == ledger.START + 1


async def test_nothing_is_stored_by_itself_once_the_transaction_has_ended():
    with pytest.raises(sqlite3.OperationalError, match="has ended"):
        await goes_on_after_its_end()
    assert await LedgerAccount.count() == len(ledger.ACCOUNTS)
    assert await ledger.is_all_given_back()


async def goes_on_after_its_end() -> None:
    async with db.transaction():
        await db.engine().pool().writer.execute("ROLLBACK")
        await LedgerAccount.insert(LedgerAccount(name="fifth"))


async def test_what_need_not_be_durable_is_done_in_the_callers_own_thread(tmp_path: Path):
    options = {"database": str(tmp_path / "made-up.sqlite")}
    for durable, threads in ((False, set()), (True, {"sqlite_0"})):
        connection = Connection(options, query_only=False, durable=durable)
        before = set(threading.enumerate())
        assert await connection.execute("SELECT 1 AS one") == [{"one": 1}]
        assert {thread.name for thread in set(threading.enumerate()) - before} == threads
        await connection.close()
