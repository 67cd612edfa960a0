"""What time does to clocks: each step once, with its true time, whatever fails and however late."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from sla import clocks, sweep
from sla.rebuild import differences
from sla.store import _CLAIM, events_of
from sla.sweep import StepReached
from sla.tables import Clock, ClockEvent, ClockStep
from tawasul.core import clock
from tawasul.core.actor import CITIZEN
from tawasul.core.db import (
    DatabaseError,
    count_statements,
    dialect,
    fetch,
    in_transaction,
    is_unique_violation,
    transaction,
)
from tawasul.outbox.messages import append
from tawasul.outbox.tables import OutboxMessage


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+03:00").astimezone(UTC)


RECEIVED, DUE = at("2026-10-04T09:00"), at("2026-10-22T14:00")
TICK = timedelta(microseconds=1)


class Told:
    """Gathers what was told, and fails for some cases."""

    def __init__(self, *poisoned: int) -> None:
        self.steps: list[StepReached] = []
        self.poisoned = poisoned

    async def __call__(self, steps: Sequence[StepReached]) -> None:
        assert in_transaction()
        for step in steps:
            if step.case_id in self.poisoned:
                raise ZeroDivisionError
            self.steps.append(step)
            if not step.suppressed:
                await append("cases.jobs.escalate", step.case_id, step.step)

    @property
    def names(self) -> list[tuple[int, str]]:
        return [(step.case_id, step.step) for step in self.steps if not step.suppressed]


async def silent(steps: Sequence[StepReached]) -> None:
    """Does nothing, so that only the sweep's own statements count."""


async def sent() -> list[tuple[int, str]]:
    """What left with the committed transactions."""
    return sorted(tuple(json.loads(row["args"])) for row in await OutboxMessage.select())


async def start(*case_ids: int) -> None:
    with clock.moved(RECEIVED):
        async with transaction():
            for case_id in case_ids:
                await clocks.start(case_id, "final_reply", case_kind="complaint", at=RECEIVED, actor=CITIZEN)


async def tick(told: sweep.Apply, when: datetime, batch: int = sweep.BATCH) -> int:
    with clock.moved(when):
        return await sweep.run(told, batch=batch)


async def all_rebuilt() -> bool:
    rows = await Clock.select()
    return not any([differences(row, await events_of(row["id"])) for row in rows])


async def test_nothing_happens_before_its_time(database):
    await start(1)
    told = Told()
    assert await tick(told, at("2026-10-19T06:59:59")) == 0
    assert told.steps == []


async def test_the_ladder_is_told_step_by_step(database):
    await start(1)
    told = Told()
    for moment in ("19T07:00", "20T07:00", "21T07:00", "22T07:00", "22T14:00", "22T14:01", "25T07:00", "27T07:00"):
        await tick(told, at(f"2026-10-{moment}"))
    await tick(told, at("2026-10-29T07:00"))
    await tick(told, at("2026-11-05T07:00"))
    await tick(told, at("2026-11-12T07:00"))
    expected = ["t3", "t1", "t0", "breach", "plus1", "plus3", "plus5", "weekly", "weekly"]
    assert told.names == [(1, step) for step in expected]
    assert await all_rebuilt()


async def test_a_reply_at_the_deadline_finds_no_breach_told(database):
    await start(1)
    told = Told()
    await tick(told, DUE)
    assert (1, "breach") not in told.names
    with clock.moved(DUE):
        async with transaction():
            assert (await clocks.stop(1, actor=CITIZEN)).on_time
    assert await tick(told, DUE + timedelta(days=30)) == 0


async def test_sweeping_again_tells_nothing_again(database):
    await start(1)
    told = Told()
    assert await tick(told, DUE + TICK) == 1
    assert await tick(told, DUE + TICK) == 0
    assert len(told.steps) == 4


async def test_after_days_of_downtime_all_steps_are_written_and_only_the_highest_is_told(database):
    await start(1)
    told = Told()
    late = at("2026-10-26T10:00")
    await tick(told, late)
    assert told.names == [(1, "plus1")]
    assert [(step.step, step.scheduled_at) for step in told.steps] == [
        ("t3", at("2026-10-19T07:00")),
        ("t1", at("2026-10-21T07:00")),
        ("t0", at("2026-10-22T07:00")),
        ("breach", DUE),
        ("plus1", at("2026-10-25T07:00")),
    ]
    rows = await ClockStep.select().order_by(ClockStep.id)
    assert {row["detected_at"] for row in rows} == {late}
    assert [row["suppressed"] for row in rows] == [True] * 4 + [False]


async def test_a_poisoned_row_is_pushed_back_and_the_others_are_told(database):
    await start(1, 2, 3)
    told = Told(2)
    assert await tick(told, DUE) == 3
    assert await sent() == [(1, "t0"), (3, "t0")]
    row = await Clock.select().where(Clock.case_id == 2).first()
    assert (row["attempts"], row["next_event_at"]) == (1, DUE + timedelta(minutes=1))
    assert await ClockStep.count().where(ClockStep.clock == row["id"]) == 0
    assert await all_rebuilt()


async def test_a_poisoned_row_waits_longer_each_time_and_catches_up_when_it_is_well(database):
    await start(2)
    told = Told(2)
    for minutes in (0, 1, 3):
        assert await tick(told, DUE + timedelta(minutes=minutes)) == 1
    row = await Clock.select().first()
    assert (row["attempts"], row["next_event_at"]) == (3, DUE + timedelta(minutes=7))
    well = Told()
    await tick(well, DUE + timedelta(minutes=7))
    assert well.names == [(2, "breach")]
    assert (await Clock.select().first())["attempts"] == 0
    assert await all_rebuilt()


async def test_what_a_dying_ticker_had_begun_is_not_there(database):
    await start(1)

    async def die(steps: Sequence[StepReached]) -> None:
        raise asyncio.CancelledError

    with clock.moved(DUE), pytest.raises(asyncio.CancelledError):
        await sweep.run(die)
    assert await ClockStep.count() == 0
    told = Told()
    await tick(told, DUE)
    assert told.names == [(1, "t0")]


async def test_two_tickers_tell_each_step_once(database):
    await start(*range(1, 41))
    told = Told()
    with clock.moved(DUE):
        handled = await asyncio.gather(sweep.run(told, batch=5), sweep.run(told, batch=5))
    assert sum(handled) == 40
    assert await sent() == [(case_id, "t0") for case_id in range(1, 41)]
    assert await ClockStep.count() == 120


async def test_answered_and_void_cases_are_left_alone(database):
    await start(1, 2, 3)
    with clock.moved(RECEIVED + timedelta(days=1)):
        async with transaction():
            await clocks.stop(1, actor=CITIZEN)
            await clocks.void(2, reason="withdrawn", actor=CITIZEN)
    told = Told()
    await tick(told, DUE)
    assert told.names == [(3, "t0")]


async def test_a_batch_costs_the_same_number_of_statements_whatever_its_size(database):
    costs = []
    for case_ids in ((1,), range(2, 52)):
        await start(*case_ids)
        with count_statements() as counted:
            await tick(silent, at("2026-10-19T07:00"))
        costs.append(len(counted))
    assert costs[0] == costs[1] <= 12


async def test_lag_is_how_long_the_most_overdue_event_waits(database):
    assert await sweep.lag(DUE) is None
    await start(1)
    assert await sweep.lag(RECEIVED) == timedelta()
    assert await sweep.lag(at("2026-10-19T07:06")) == timedelta(minutes=6)


async def test_every_step_is_among_the_events_of_its_clock(database):
    await start(1)
    await tick(Told(), DUE)
    events = await ClockEvent.select().order_by(ClockEvent.seq)
    assert [event["type"] for event in events] == ["started", *["step_reached"] * 3]
    assert {event["actor"] for event in events[1:]} == {"system:ticker"}


async def test_due_clocks_are_found_by_the_partial_index(database):
    explain = "EXPLAIN QUERY PLAN " if dialect() == "sqlite" else "EXPLAIN "
    async with transaction():
        if dialect() == "postgres":
            await fetch("SET LOCAL enable_seqscan = off")
        plan = await fetch(explain + _CLAIM, DUE, 300)
    assert "clock_due" in str(plan)


async def test_a_step_cannot_be_written_twice_even_by_hand(database):
    await start(1)
    await tick(Told(), at("2026-10-19T07:00"))
    row = await ClockStep.select(ClockStep.all_columns(exclude=[ClockStep.id])).first()
    with pytest.raises(DatabaseError) as refused:
        await ClockStep.insert(ClockStep(**row))
    assert is_unique_violation(refused.value)
