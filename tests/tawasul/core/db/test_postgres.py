"""What only PostgreSQL can do to us."""

import asyncio
import contextvars

import asyncpg
import ledger_of_tests as ledger
import pytest
from ledger_of_tests import LedgerAccount

from tawasul.core import db

pytestmark = pytest.mark.postgres


async def test_a_connection_ended_by_the_server_costs_its_own_transaction_only(ledger_url: str):
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        await adds_a_fifth_and_loses_its_connection()
    assert await ledger.faults() == []
    assert await LedgerAccount.count() == len(ledger.ACCOUNTS)
    assert await ledger.is_all_given_back()


async def test_where_no_server_answers_it_is_said_and_tried_again_next_time(ledger_url: str):
    await db.close_pool()
    ledger.connect("postgres://postgres@127.0.0.1:1/nothing")
    for _ in range(2):
        with pytest.raises(OSError, match="Connect"):
            await db.fetch("SELECT 1 AS n")
    ledger.connect(ledger_url)
    assert await db.fetch("SELECT 1 AS n") == [{"n": 1}]


async def test_more_readers_than_connections_wait_for_each_other(ledger_url: str):
    await db.close_pool()
    ledger.connect(ledger_url, largest_pool=2)
    await asyncio.gather(*(LedgerAccount.count() for _ in range(30)))
    assert (await db.engine().pool_here()).get_size() <= 2
    assert await ledger.is_all_given_back()


async def test_a_cancelled_statement_is_ended_on_the_server_too(ledger_url: str):
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1), db.transaction():
            await db.fetch("SELECT pg_sleep(60)")
    asleep = "SELECT count(*) AS n FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'"
    other = await asyncio.create_task(db.fetch(asleep), context=contextvars.Context())
    assert other == [{"n": 0}]
    assert await ledger.is_all_given_back()


async def adds_a_fifth_and_loses_its_connection() -> None:
    async with db.transaction():
        await LedgerAccount.insert(LedgerAccount(name="fifth"))
        await db.fetch("SELECT pg_terminate_backend(pg_backend_pid())")
