"""Traps 31 to 35: time acts by itself, once, whatever dies, and however many clocks there are."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from cases import watch
from sla import calendars, clocks, soundness, sweep
from sla.rebuild import differences
from sla.store import _CLAIM, _SKIP, events_of
from sla.sweep import StepReached
from sla.tables import Clock, ClockStep, Holiday
from tawasul.core import clock
from tawasul.core.db import count_statements, dialect, fetch, transaction
from tawasul.core.errors import DomainError
from tawasul.outbox.tables import OutboxMessage
from tests.sla import circulars
from tests.sla.traps.stage import BASIM, DUE, TICK, Told, answer, ask, at, do, promise, promised, reply, start, tick

T3 = at("2026-10-19T07:00")


async def nothing(steps: Sequence[StepReached]) -> None:
    """Nothing follows."""


async def test_31_time_alone_makes_a_reminder_leave(database):
    await start()
    assert await tick(T3, watch.apply) == 1
    jobs = await OutboxMessage.select(OutboxMessage.job, OutboxMessage.args)
    step = (await ClockStep.select().first())["id"]
    assert jobs == [{"job": "cases.jobs.escalate", "args": f"[{step}]"}]


async def test_31_what_follows_from_a_step_and_breaks_is_seen(database):
    async def of_another_version(steps: Sequence[StepReached], missing: object) -> None:
        """Asks for more than the sweep gives."""

    await start()
    assert await tick(T3, of_another_version) == 1
    assert (await soundness.look(T3)).pushed_back == 1


async def test_32_a_step_is_told_once_however_often_the_ticker_comes(database):
    await start()
    told = Told()
    for minutes in range(5):
        await tick(DUE + TICK + timedelta(minutes=minutes), told)
    assert told.names == ["breach"]
    for day in (25, 27, 29):
        await tick(at(f"2026-10-{day}T07:00"), told)
    assert told.names == ["breach", "plus1", "plus3", "plus5"], "every level comes, not only the first"


async def test_32_a_later_deadline_is_reminded_of_anew(database):
    await start()
    told = Told()
    await tick(T3, told)
    await ask(T3)
    moved = await answer(at("2026-10-21T06:59"))
    assert moved.due_at == at("2026-10-26T14:15")
    await tick(at("2026-10-21T07:00"), told)
    assert told.names == ["t3", "t3"]
    assert [row["epoch"] for row in await ClockStep.select().where(ClockStep.step == "t3")] == [1, 2]


async def test_32_a_step_that_no_ticker_saw_before_a_pause_is_written_when_its_date_has_moved(database):
    await start()
    told = Told()
    await ask(T3 + timedelta(hours=1))
    assert await ClockStep.count() == 0
    await answer(at("2026-10-21T08:30"))
    (row,) = await ClockStep.select()
    assert (row["step"], row["scheduled_at"], row["suppressed"]) == ("t3", T3, True)
    assert row["detected_at"] == at("2026-10-21T08:30")
    await tick(at("2026-10-21T08:31"), told)
    assert told.names == ["t3"], "under the later date it is told"
    assert [row["epoch"] for row in await ClockStep.select().where(ClockStep.step == "t3")] == [1, 2]
    kept = await Clock.select().first()
    assert differences(kept, await events_of(kept["id"])) == {}


async def test_32_a_step_that_no_ticker_saw_before_a_pause_is_told_where_the_date_stands(database):
    await start()
    told = Told()
    await ask(T3 + timedelta(minutes=5))
    await answer(T3 + timedelta(minutes=20))
    assert await ClockStep.count() == 0
    await tick(T3 + timedelta(minutes=21), told)
    assert told.names == ["t3"]


async def test_33_what_a_dying_ticker_had_taken_is_taken_by_the_next(database):
    await start()

    async def die(steps: Sequence[StepReached]) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await tick(DUE, die)
    told = Told()
    await tick(DUE, told)
    assert told.names == ["t0"]


async def test_33_one_bad_row_stops_no_other_and_is_counted_and_its_error_kept(database):
    async def fail_for_two(steps: Sequence[StepReached]) -> None:
        if any(step.case_id == 2 for step in steps):
            raise DomainError("no_policy")
        await told(steps)

    for case_id in (1, 2, 3):
        await start(case_id)
    told = Told()
    assert await tick(DUE, fail_for_two) == 3
    assert told.names == ["t0", "t0"]
    assert (await soundness.look(DUE)).pushed_back == 1
    events = await fetch("SELECT data FROM clock_event WHERE type = 'pushed_back'")
    assert "DomainError: no_policy" in str(events[0]["data"])


async def closed(status: str, when: datetime, *days: int) -> None:
    """Closures in October are declared or cancelled, and the clocks moved on."""
    for day in days:
        await Holiday.delete().where(Holiday.date == date(2026, 10, day))
        names = {"name_en": "Storm", "name_ar": "عاصفة"}
        await Holiday.insert(Holiday(calendar="BH", date=date(2026, 10, day), status=status, **names))
    await circulars.apply(await do(when, calendars.revise, "BH", actor=BASIM), when)


async def test_32_a_deadline_that_moves_away_and_back_tells_nothing_again(database):
    await start()
    told = Told()
    await tick(T3, told)
    await tick(at("2026-10-21T07:00"), told)
    await closed("confirmed", at("2026-10-21T08:00"), 12)
    await closed("confirmed", at("2026-10-21T08:10"), 13)
    assert (await promise()).due_at > DUE
    await closed("cancelled", at("2026-10-21T09:00"), 12, 13)
    assert (await promise()).due_at == DUE
    await tick(at("2026-10-21T09:01"), told)
    assert told.names == ["t3", "t1"]
    await tick(DUE + TICK, told)
    assert [step.step for step in told.steps] == ["t3", "t1", "t0", "breach"]


@pytest.mark.parametrize(
    "poison",
    [
        "UPDATE clock SET rev = rev - 1",
        "UPDATE clock SET next_step = 't9'",
        "UPDATE clock SET attempts = 40, rev = rev - 1",
        "UPDATE clock SET state = 'paused', pauses = 1",
    ],
)
async def test_33_a_row_that_is_itself_bad_stops_no_other(database, poison):
    for case_id in (1, 2, 3):
        await start(case_id)
    await fetch(f"{poison} WHERE case_id = 2")
    told = Told()
    assert await tick(T3, told) == 3
    assert sorted(step.case_id for step in told.steps) == [1, 3]
    assert (await Clock.select().where(Clock.case_id == 2).first())["next_event_at"] > T3


async def test_33_a_row_behind_its_events_is_told_after_its_push_back(database):
    await start()
    await fetch("UPDATE clock SET rev = rev - 1")
    told = Told()
    await tick(T3, told)
    await tick(T3 + timedelta(minutes=1), told)
    assert told.names == ["t3"]
    row = await Clock.select().first()
    assert differences(row, await events_of(row["id"])) == {}


async def test_33_a_row_that_cannot_even_be_pushed_back_only_waits(database, monkeypatch):
    async def fail(*_, **__):
        raise ZeroDivisionError

    await start(1)
    await start(2)
    await fetch("UPDATE clock SET next_step = 't9' WHERE case_id = 1")
    monkeypatch.setattr(sweep, "last_seq", fail)
    told = Told()
    assert await tick(T3, told) == 2
    assert [step.case_id for step in told.steps] == [2]
    row = await Clock.select().where(Clock.case_id == 1).first()
    assert (row["attempts"], row["next_event_at"]) == (1, T3 + timedelta(minutes=1))


async def test_33_a_row_that_can_be_written_by_no_means_ends_the_sweep_and_not_the_others(database, monkeypatch):
    async def fail(*_, **__):
        raise ZeroDivisionError

    await start(1)
    await start(2)
    await fetch("UPDATE clock SET next_step = 't9' WHERE case_id = 1")
    monkeypatch.setattr(sweep, "_push_back", fail)
    monkeypatch.setattr(sweep, "_let_wait", fail)
    told = Told()
    assert await tick(T3, told) == 1
    assert [step.case_id for step in told.steps] == [2]


async def test_33_a_loop_that_does_not_run_is_noticed(database):
    await start()
    assert not (await soundness.look(T3 + timedelta(minutes=5))).sweeps_late
    assert (await soundness.look(T3 + timedelta(minutes=5, seconds=1))).sweeps_late


async def test_34_fifty_clocks_cost_as_many_statements_as_one(database):
    costs = []
    for case_ids in ((1,), range(2, 52)):
        for case_id in case_ids:
            await start(case_id)
        with count_statements() as counted:
            await tick(T3, nothing)
        costs.append(len(counted))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("statement", [_CLAIM, sweep.LOOK], ids=["claim", "look"])
async def test_34_the_one_due_clock_is_found_without_reading_those_that_are_not(database, statement):
    await start()
    columns = ", ".join(f'"{name}"' for name in (await Clock.select().first()) if name not in ("id", "case_id"))
    many = "WITH RECURSIVE others (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM others WHERE n < 5000)"
    await fetch(f"INSERT INTO clock (case_id, {columns}) {many} SELECT n, {columns} FROM clock, others")
    await fetch("UPDATE clock SET next_event_at = {} WHERE case_id > 1", T3 + TICK)
    await fetch("ANALYZE clock")
    values = [T3, 300][: statement.count("{}")]
    if dialect() == "sqlite":
        plan = str(await fetch(f"EXPLAIN QUERY PLAN {statement}", *values))
        assert "SEARCH clock USING" in plan
        assert "clock_due (next_event_at<?)" in plan
        assert "TEMP B-TREE" not in plan, "they come in order"
        return
    plan = str(await fetch(f"EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) {statement}", *values))
    assert "using clock_due" in plan
    assert "(actual rows=1" in plan
    assert "Removed by" not in plan
    assert "Sort" not in plan


async def test_34_another_policy_makes_no_storm_because_it_concerns_no_running_clock(database):
    begun = await start()
    await promised("final_reply", 3)
    await tick(T3, nothing)
    assert (await promise()).due_at == begun.due_at
    new = await start(2, when=at("2026-10-20T09:00"))
    assert new.due_at == at("2026-10-25T14:15")


async def test_35_due_clocks_are_found_by_an_index_that_holds_open_ones_alone(database):
    await start()
    await start(2)
    await reply(T3, case_id=2)
    where = "SELECT {} FROM {} WHERE {} = 'clock_due'"
    places = ("sql", "sqlite_master", "name") if dialect() == "sqlite" else ("indexdef", "pg_indexes", "indexname")
    statement = str((await fetch(where.format(*places)))[0][places[0]])
    assert "next_event_at" in statement.partition("WHERE")[2]
    assert await Clock.count().where(Clock.next_event_at.is_not_null()) == 1
    async with transaction():
        explain = "EXPLAIN QUERY PLAN " if dialect() == "sqlite" else "EXPLAIN "
        if dialect() == "postgres":
            await fetch("SET LOCAL enable_seqscan = off")
        plan = await fetch(explain + _CLAIM + (_SKIP if dialect() == "postgres" else ""), DUE, 300)
    assert "clock_due" in str(plan)


async def test_35_an_idle_look_is_one_statement_and_takes_no_lock(database):
    await start()
    with clock.moved(T3 - TICK), count_statements() as counted:
        assert await sweep.run(nothing) == 0
    assert len(counted) == 1
    await do(T3 - TICK, clocks.stop, 1, actor=BASIM)


@pytest.mark.postgres
async def test_35_an_idle_look_uses_the_index_also_by_a_plan_that_does_not_know_the_instant(database):
    await start()
    columns = ", ".join(f'"{name}"' for name in (await Clock.select().first()) if name not in ("id", "case_id"))
    copies = f"INSERT INTO clock (case_id, {columns}) SELECT n, {columns} FROM clock, generate_series(2, 20000) n"
    await fetch(copies)
    await fetch("ANALYZE clock")
    async with transaction():
        await fetch("SET LOCAL plan_cache_mode = force_generic_plan")
        await fetch(f"PREPARE look (timestamptz) AS {sweep.LOOK.replace('{}', '$1')}")
        plan = await fetch("EXPLAIN EXECUTE look ('2026-10-01T00:00:00Z')")
        await fetch("DEALLOCATE look")
    assert "clock_due" in str(plan)
