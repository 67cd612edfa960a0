"""Cancels, rivals and sudden deaths: afterwards the database works, balances, and the processes end."""

import asyncio
import random
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import ledger_of_tests as ledger
import pytest
from ledger_of_tests import LedgerAccount

from tawasul.core import db

PROGRAM = Path(ledger.__file__)
ROOT = Path(__file__).parents[4]


async def balance_of_the_first() -> int:
    return (await LedgerAccount.select().where(LedgerAccount.id == 1).first())["balance"]


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_after_hundreds_of_cancels_everything_is_given_back_and_balances(ledger_url: str, seed: int):
    results = await ledger.cancelled_at_random(seed)
    assert {type(result) for result in results} == {type(None), asyncio.CancelledError}
    async with asyncio.timeout(5):
        assert await ledger.faults() == []
        await ledger.move("afterwards", 1, 1, 2)
        assert await ledger.faults() == []
    assert await ledger.is_all_given_back()


async def test_more_tasks_than_connections_take_turns_when_they_are_cancelled(blank_database_url: str):
    ledger.connect(blank_database_url, largest_pool=2)
    await ledger.set_up()
    await ledger.cancelled_at_random(4, 200)
    async with asyncio.timeout(5):
        assert await ledger.faults() == []
    assert await ledger.is_all_given_back()
    await db.close_pool()


async def test_five_tasks_that_read_then_write_lose_nothing(ledger_url: str):
    await asyncio.gather(*(ledger.add_one(20) for _ in range(5)))
    assert await balance_of_the_first() == ledger.START + 100


async def test_five_processes_that_read_then_write_lose_nothing(ledger_url: str):
    rivals = [await child(ledger_url, "add_one", "20") for _ in range(5)]
    assert [await ends(rival) for rival in rivals] == [0] * 5
    assert await balance_of_the_first() == ledger.START + 100


async def test_killed_while_it_writes_a_process_leaves_whole_moves_only(ledger_url: str, pytestconfig: pytest.Config):
    chance = random.Random(5)
    for life in range(30 if pytestconfig.getoption("--soak") else 5):
        pair = [await child(ledger_url, "until_killed", f"{life} {name}") for name in "ab"]
        await asyncio.sleep(0.05 + chance.random() * 0.4)
        for process in pair:
            process.kill()
            await process.communicate()
        async with asyncio.timeout(5):
            assert await ledger.faults() == []
            await ledger.move(f"after {life}", 1, 1, 2)
    assert await ledger.LedgerMove.count() > 20


async def test_killed_it_holds_up_nobody_who_works_on_meanwhile(ledger_url: str):
    chance = random.Random(6)
    victim = await child(ledger_url, "until_killed", "victim")
    work = [asyncio.create_task(ledger.random_move(chance, f"mine {n}")) for n in range(50)]
    await asyncio.sleep(0.05)
    victim.kill()
    await victim.communicate()
    async with asyncio.timeout(10):
        await asyncio.gather(*work)
    assert await ledger.faults() == []


@pytest.mark.parametrize(
    ("act", "word"),
    [("cancelled", "7"), ("moves", "3"), ("left_open", "")],
    ids=["after cancels", "without closing its pool", "with a transaction left open"],
)
async def test_a_process_ends(ledger_url: str, act: str, word: str):
    assert await ends(await child(ledger_url, act, word)) == 0
    assert await ledger.faults() == []


async def test_many_processes_open_a_new_database_at_once(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    openers = [await child(url, "add_one", "0", wait=False) for _ in range(6)]
    assert [await ends(opener) for opener in openers] == [0] * 6
    with sqlite3.connect(tmp_path / "new.sqlite") as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    file.close()


async def child(url: str, act: str, word: str, *, wait: bool = True) -> Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable, PROGRAM, url, act, word, stdout=PIPE, stderr=PIPE, env={"PYTHONPATH": str(ROOT)}
    )
    if wait:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n", (await process.communicate())[1].decode()
    return process


async def ends(process: Process) -> int | None:
    """How the process ends; one that does not is killed, and the test fails."""
    try:
        async with asyncio.timeout(15):
            _, errors = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.communicate()
        raise
    assert errors == b"", errors.decode()
    return process.returncode
