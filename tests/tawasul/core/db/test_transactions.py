# ruff: noqa: PT012 - what fails together stands together
"""Together or not at all, by one task, whatever is cancelled or caught."""

import asyncio
import contextvars

import ledger_of_tests as ledger
import pytest
from ledger_of_tests import LedgerAccount, LedgerMove
from piccolo.engine.exceptions import TransactionError

from tawasul.core import db

pytestmark = pytest.mark.usefixtures("ledger_url")


async def moves() -> int:
    return await LedgerMove.count()


def a_move(key: str = "k") -> LedgerMove:
    return LedgerMove(key=key, account=1, amount=1)


async def test_what_a_transaction_wrote_is_there_after_it():
    async with db.transaction():
        await LedgerMove.insert(a_move())
    assert await moves() == 1


async def test_nothing_stays_when_the_transaction_fails():
    with pytest.raises(ZeroDivisionError):
        async with db.transaction():
            await LedgerMove.insert(a_move())
            raise ZeroDivisionError
    assert await moves() == 0


async def test_a_transaction_reads_what_it_wrote_and_others_do_not():
    async with db.transaction():
        await LedgerMove.insert(a_move())
        assert await moves() == 1
        outside = asyncio.create_task(moves(), context=contextvars.Context())
        assert await outside == 0


async def test_a_transaction_inside_another_is_refused_and_the_outer_one_goes_on():
    async with db.transaction():
        with pytest.raises(TransactionError):
            db.transaction()
        await LedgerMove.insert(a_move())
    assert await moves() == 1


async def test_acts_that_need_a_transaction_refuse_to_run_alone():
    with pytest.raises(RuntimeError, match="inside a transaction"):
        db.require_transaction()
    async with db.transaction():
        db.require_transaction()
        assert db.in_transaction()
    assert not db.in_transaction()


async def test_a_caught_failure_in_a_savepoint_is_undone_alone():
    async with db.transaction():
        await LedgerMove.insert(a_move("before"))
        with pytest.raises(db.DatabaseError):
            async with db.savepoint():
                await LedgerMove.insert(a_move("inside"))
                await LedgerAccount.insert(LedgerAccount(name="account 1"))
        await LedgerMove.insert(a_move("after"))
    assert await LedgerMove.select(LedgerMove.key).order_by(LedgerMove.id).output(as_list=True) == ["before", "after"]


async def test_savepoints_in_savepoints_undo_the_inner_one_only():
    async with db.transaction(), db.savepoint():
        await LedgerMove.insert(a_move("outer"))
        with pytest.raises(ZeroDivisionError):
            async with db.savepoint():
                await LedgerMove.insert(a_move("inner"))
                raise ZeroDivisionError
    assert await moves() == 1


async def test_a_savepoint_cut_short_by_a_time_limit_is_undone():
    async with db.transaction():
        await LedgerMove.insert(a_move("stays"))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05), db.savepoint():
                await LedgerMove.insert(a_move("goes"))
                await asyncio.Event().wait()
    assert await moves() == 1


async def test_a_savepoint_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="inside a transaction"):
        async with db.savepoint():
            pass


async def test_a_failure_caught_without_a_savepoint_is_never_half_stored(database_kind: str):
    async def careless() -> None:
        async with db.transaction():
            await LedgerMove.insert(a_move())
            with pytest.raises(db.DatabaseError):
                await LedgerAccount.insert(LedgerAccount(name="account 1"))

    if database_kind == "postgres":
        with pytest.raises(db.DatabaseError, match="without a savepoint"):
            await careless()
        assert await moves() == 0
    else:
        await careless()
        assert await moves() == 1


async def test_gathering_statements_inside_a_transaction_is_refused_by_name():
    with pytest.raises(RuntimeError, match="another task's transaction"):
        async with db.transaction():
            await asyncio.gather(moves(), moves())
    assert await ledger.is_all_given_back()


async def test_a_task_made_inside_a_transaction_may_not_use_it_even_after_its_end():
    may_go_on = asyncio.Event()

    async def later() -> None:
        await may_go_on.wait()
        assert not db.in_transaction()
        await LedgerMove.insert(a_move())

    async with db.transaction():
        task = asyncio.create_task(later())
    may_go_on.set()
    with pytest.raises(RuntimeError, match="another task's transaction"):
        await task
    assert await moves() == 0


async def test_a_task_made_inside_a_transaction_may_not_begin_its_own_nor_pass_for_being_inside():
    async def own() -> None:
        with pytest.raises(RuntimeError, match="another task's transaction"):
            db.require_transaction()
        async with db.transaction():
            pass

    async with db.transaction():
        with pytest.raises(RuntimeError, match="another task's transaction"):
            await asyncio.create_task(own())


async def test_cancelled_while_it_waits_for_its_turn_it_leaves_nothing_behind():
    async with db.transaction():
        await db.lock(LedgerAccount, 1)
        waiting = asyncio.create_task(ledger.move("k", 1, 1, 2), context=contextvars.Context())
        await asyncio.sleep(0.05)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await ledger.move("next", 1, 1, 2)
    assert await ledger.faults() == []
    assert await moves() == 2
    assert await ledger.is_all_given_back()


async def test_cancelled_again_while_it_clears_up_it_still_gives_everything_back():
    async def slow() -> None:
        async with db.transaction():
            await LedgerMove.insert(a_move())
            await db.fetch(ledger.counting_to(2_000_000))

    for life in range(3):
        task = asyncio.create_task(slow())
        await asyncio.sleep(0.05)
        for _ in range(5):
            task.cancel()
            await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await ledger.is_all_given_back()
        await ledger.move(f"after {life}", 1, 1, 2)
    assert await ledger.faults() == []


async def test_a_forgotten_generator_gives_its_transaction_back():
    async def lines():
        async with db.transaction():
            await LedgerMove.insert(a_move())
            yield 1

    async def forgets() -> None:
        generator = lines()
        await anext(generator)
        with pytest.raises(ValueError, match="Context"):
            await asyncio.create_task(generator.aclose())

    await asyncio.create_task(forgets(), context=contextvars.Context())
    assert await moves() == 0
    assert await ledger.is_all_given_back()


async def test_closing_the_pool_ends_a_transaction_under_way():
    entered, may_go_on = asyncio.Event(), asyncio.Event()

    async def holds() -> None:
        async with db.transaction():
            await LedgerMove.insert(a_move())
            entered.set()
            await may_go_on.wait()
            await LedgerMove.insert(a_move())

    task = asyncio.create_task(holds())
    await entered.wait()
    await db.close_pool()
    may_go_on.set()
    with pytest.raises(db.DatabaseError):
        await task
    assert await moves() == 0


async def test_last_work_is_done_once_inside_with_all_it_was_asked_for():
    seen: list[list[int]] = []

    async def work(numbers: list[int]) -> None:
        db.require_transaction()
        seen.append(numbers)
        await LedgerMove.insert(a_move())

    async with db.transaction():
        for number in (3, 1, 3):
            db.before_commit(work, number)
        assert seen == []
    assert (seen, await moves()) == ([[1, 3]], 1)


async def test_last_work_that_fails_undoes_the_whole_transaction():
    async def fails(_: list[int]) -> None:
        raise ZeroDivisionError

    async def act() -> None:
        async with db.transaction():
            await LedgerMove.insert(a_move())
            db.before_commit(fails, 1)

    with pytest.raises(ZeroDivisionError):
        await act()
    assert await moves() == 0


async def test_a_failed_transaction_does_no_last_work():
    seen: list[list[int]] = []

    async def work(numbers: list[int]) -> None:
        seen.append(numbers)

    async def act() -> None:
        async with db.transaction():
            db.before_commit(work, 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await act()
    assert seen == []


async def test_last_work_needs_a_transaction():
    with pytest.raises(RuntimeError, match="inside a transaction"):
        db.before_commit(lambda _: asyncio.sleep(0), 1)
