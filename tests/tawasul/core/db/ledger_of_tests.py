"""Accounts that must always balance, and a process that moves amounts between them until somebody kills it."""

import asyncio
import random
import sys
from typing import Any

from piccolo.columns import Integer, Varchar
from piccolo.table import Table

from tawasul.core import db
from tawasul.core.db.sqlite import PooledSQLiteEngine

ACCOUNTS = (1, 2, 3, 4)
START = 100
# One statement, one moment: others may be writing.
_UNLIKE_ITS_LINES = """
SELECT a.name FROM ledger_account a LEFT JOIN ledger_move m ON m.account = a.id
GROUP BY a.id, a.name, a.balance HAVING a.balance <> {} + coalesce(sum(m.amount), 0)
"""


class LedgerAccount(Table, tablename="ledger_account"):
    name = Varchar(unique=True)
    balance = Integer(default=START)
    note = Varchar(null=True, default=None)


class LedgerMove(Table, tablename="ledger_move"):
    key = Varchar()
    account = Integer()
    amount = Integer()


def connect(url: str, **options: Any) -> None:
    engine = db.connect(url, (), **options)
    for table in (LedgerAccount, LedgerMove):
        table._meta._db = engine


async def set_up() -> None:
    async with db.transaction():
        for table in (LedgerAccount, LedgerMove):
            await table.create_table()
        await db.insert_many(LedgerAccount, [LedgerAccount(name=f"account {n}") for n in ACCOUNTS])


async def move(key: str, amount: int, source: int, target: int) -> None:
    """Read, think, then write: two balances and two lines, all or nothing."""
    async with db.transaction():
        rows = {number: await db.lock(LedgerAccount, number) for number in sorted((source, target))}
        await asyncio.sleep(0)
        for number, change in ((source, -amount), (target, amount)):
            await LedgerMove.insert(LedgerMove(key=key, account=number, amount=change))
            balance = rows[number]["balance"] + change
            await LedgerAccount.update({LedgerAccount.balance: balance}).where(LedgerAccount.id == number)


async def faults() -> list[str]:
    """What does not balance."""
    wrong = await db.fetch(_UNLIKE_ITS_LINES, START)
    odd = await db.fetch("SELECT key FROM ledger_move GROUP BY key HAVING count(*) <> 2 OR sum(amount) <> 0")
    found = [f"{row['name']} does not match its lines" for row in wrong]
    found += [f"move {row['key']} is half there" for row in odd]
    if isinstance(db.engine(), PooledSQLiteEngine):
        found += [line["integrity_check"] for line in await db.fetch("PRAGMA integrity_check")]
        found.remove("ok")
    return found


async def random_move(chance: random.Random, key: str) -> None:
    source, target = chance.sample(ACCOUNTS, 2)
    await move(key, chance.randint(1, 20), source, target)


async def until_killed(name: str) -> None:
    chance = random.Random(name)
    await asyncio.gather(*(_moves_without_end(chance, f"{name} {task}") for task in range(3)))


async def _moves_without_end(chance: random.Random, name: str) -> None:
    number = 0
    while True:
        number += 1
        await random_move(chance, f"{name} {number}")


async def add_one(times: int) -> None:
    """Read the first balance and write it back one higher."""
    for _ in range(times):
        async with db.transaction():
            row = await db.lock(LedgerAccount, 1)
            await asyncio.sleep(0)
            await LedgerAccount.update({LedgerAccount.balance: row["balance"] + 1}).where(LedgerAccount.id == 1)


async def cancelled_at_random(seed: int, tasks: int = 400) -> list[BaseException | None]:
    """Many tasks that read and write, most of them cancelled at some moment, and again while they clear up."""
    chance = random.Random(seed)
    loop = asyncio.get_running_loop()
    started = []
    for number in range(tasks):
        task = loop.create_task(_some_work(chance, f"{seed} {number}"))
        moment = chance.random() * 0.6
        for again in range(chance.randint(0, 3)):
            loop.call_later(moment + again * 0.0005, task.cancel)
        started.append(task)
    return await asyncio.gather(*started, return_exceptions=True)


async def _some_work(chance: random.Random, key: str) -> None:
    await asyncio.sleep(chance.random() * 0.3)
    kind = chance.randint(0, 4)
    if kind == 0:
        await LedgerAccount.select().order_by(LedgerAccount.id)
    elif kind == 1:
        await LedgerAccount.update({LedgerAccount.note: key}).where(LedgerAccount.id == 2)
    elif kind == 2:
        await _with_a_caught_failure(key)
    else:
        await random_move(chance, key)


async def _with_a_caught_failure(key: str) -> None:
    async with db.transaction():
        try:
            async with db.savepoint():
                await LedgerMove.insert(LedgerMove(key=f"{key} undone", account=1, amount=5))
                await LedgerAccount.insert(LedgerAccount(name="account 1"))
        except db.DatabaseError as error:
            if not db.is_unique_violation(error):
                raise


def counting_to(number: int) -> str:
    """A statement that takes as long as one likes."""
    return (
        f"WITH RECURSIVE counter(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < {number}) "
        "SELECT max(n) AS n FROM counter"
    )


async def is_all_given_back() -> bool:
    """Whether no connection is lent and nobody has the turn to write."""
    engine = db.engine()
    if isinstance(engine, PooledSQLiteEngine):
        pool = engine.pool()
        return not pool.turn.locked() and not any(one.load for one in (pool.writer, *pool.readers))
    pool = await engine.pool_here()
    return pool.get_idle_size() == pool.get_size()


async def _main(url: str, act: str, word: str) -> None:
    connect(url)
    await db.open_pool()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    if act == "until_killed":
        await until_killed(word)
    elif act == "add_one":
        await add_one(int(word))
    elif act == "moves":
        for number in range(int(word)):
            await random_move(random.Random(number), f"{word} {number}")
    elif act == "cancelled":
        await cancelled_at_random(int(word), 100)
        await db.close_pool()
    elif act == "left_open":
        forgotten = asyncio.create_task(_never_ends())
        await asyncio.sleep(0.1)
        assert not forgotten.done()
        await db.close_pool()


async def _never_ends() -> None:
    async with db.transaction():
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
