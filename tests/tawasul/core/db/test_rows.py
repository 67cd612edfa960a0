"""Small things done to rows, the same on both databases."""

import asyncio
import contextvars

import ledger_of_tests as ledger
import pytest
from ledger_of_tests import LedgerAccount, LedgerMove

from tawasul.core import db

pytestmark = pytest.mark.usefixtures("ledger_url")


async def test_swap_changes_a_row_that_still_holds_the_old_values():
    assert await db.swap(LedgerAccount, 1, old={"balance": 100, "note": None}, new={"balance": 90, "note": "paid"})
    row = await LedgerAccount.select().where(LedgerAccount.id == 1).first()
    assert (row["balance"], row["note"]) == (90, "paid")


async def test_swap_leaves_a_row_that_has_moved_on():
    assert not await db.swap(LedgerAccount, 1, old={"balance": 99}, new={"balance": 0})
    assert not await db.swap(LedgerAccount, 1, old={"note": "x"}, new={"balance": 0})
    assert not await db.swap(LedgerAccount, 99, old={}, new={"balance": 0})
    assert await ledger.faults() == []


async def test_of_many_swaps_at_once_one_wins():
    results = await asyncio.gather(
        *(db.swap(LedgerAccount, 1, old={"balance": 100}, new={"balance": 100 + n}) for n in range(1, 11))
    )
    assert sorted(results) == [False] * 9 + [True]


async def test_lock_needs_a_transaction_and_says_when_there_is_no_row():
    with pytest.raises(RuntimeError, match="inside a transaction"):
        await db.lock(LedgerAccount, 1)
    async with db.transaction():
        assert await db.lock(LedgerAccount, 99) is None
        assert (await db.lock(LedgerAccount, 1))["name"] == "account 1"


async def test_a_locked_row_waits_for_the_transaction_that_holds_it():
    async with db.transaction():
        await db.lock(LedgerAccount, 1)
        other = asyncio.create_task(ledger.add_one(1), context=contextvars.Context())
        done, _ = await asyncio.wait({other}, timeout=0.1)
        assert not done
        await LedgerAccount.update({LedgerAccount.balance: 7}).where(LedgerAccount.id == 1)
    await other
    assert (await LedgerAccount.select().where(LedgerAccount.id == 1).first())["balance"] == 8


async def test_more_rows_than_one_statement_takes_are_inserted_in_portions():
    rows = [LedgerMove(key=str(n), account=1, amount=0) for n in range(9_000)]
    with db.count_statements() as counted:
        await db.insert_many(LedgerMove, rows)
    assert len(counted) == 2
    assert await LedgerMove.count() == 9_000


async def test_a_later_portion_that_fails_takes_the_earlier_ones_with_it():
    rows = [LedgerAccount(name=str(n)) for n in range(9_000)]
    with pytest.raises(db.DatabaseError) as caught:
        await db.insert_many(LedgerAccount, [*rows, LedgerAccount(name="account 1")])
    assert db.is_unique_violation(caught.value)
    assert await LedgerAccount.count() == len(ledger.ACCOUNTS)


async def test_inserting_no_rows_does_nothing():
    await db.insert_many(LedgerMove, [])
    assert await LedgerMove.count() == 0


async def test_only_a_value_that_was_there_counts_as_a_unique_violation():
    with pytest.raises(db.DatabaseError) as twice:
        await LedgerAccount.insert(LedgerAccount(name="account 1"))
    with pytest.raises(db.DatabaseError) as empty:
        await db.fetch("INSERT INTO ledger_account (name, balance) VALUES ({}, NULL)", "x")
    assert db.is_unique_violation(twice.value)
    assert not db.is_unique_violation(empty.value)
    assert not db.is_unique_violation(ValueError("UNIQUE constraint failed"))


async def test_raw_statements_take_their_values_apart():
    rows = await db.fetch("SELECT name, balance FROM ledger_account WHERE name = {} AND balance = {}", "account 2", 100)
    assert rows == [{"name": "account 2", "balance": 100}]
    assert await db.fetch("SELECT name FROM ledger_account WHERE name = {}", "'; DROP TABLE ledger_account") == []


async def test_raw_writes_outside_a_transaction_are_stored_and_answer():
    rows = await db.fetch("UPDATE ledger_account SET balance = 1 WHERE id = {} RETURNING id, balance", 3)
    assert rows == [{"id": 3, "balance": 1}]
    rows = await db.fetch(
        "WITH poor AS (SELECT id FROM ledger_account WHERE balance = {}) "
        "DELETE FROM ledger_account WHERE id IN (SELECT id FROM poor) RETURNING id",
        1,
    )
    assert rows == [{"id": 3}]
    assert await LedgerAccount.count() == 3


async def test_a_read_with_a_common_table_expression_does_not_wait_for_a_writer():
    async def read() -> list[dict[str, object]]:
        return await db.fetch("WITH rich AS (SELECT id FROM ledger_account) SELECT count(*) AS n FROM rich")

    async with db.transaction():
        await LedgerAccount.update({LedgerAccount.balance: 7}).where(LedgerAccount.id == 1)
        async with asyncio.timeout(2):
            assert await asyncio.create_task(read(), context=contextvars.Context()) == [{"n": 4}]


async def test_the_dialect_is_that_of_the_database(database_kind: str):
    assert db.dialect() == database_kind


async def test_statements_are_counted_in_the_block_also_those_of_other_tasks():
    await LedgerAccount.select()
    with db.count_statements() as counted:
        await asyncio.gather(LedgerAccount.select(), db.fetch("SELECT 1 AS n"))
        async with db.transaction():
            await LedgerMove.insert(LedgerMove(key="k", account=1, amount=0))
    await LedgerAccount.select()
    assert len(counted.statements) == 3
    assert any("INSERT" in statement for statement in counted.statements)
