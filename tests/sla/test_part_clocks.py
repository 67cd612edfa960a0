"""Clocks of parts stand and run with the citizen's, end inside it, and are what their events make of them."""

from datetime import date, timedelta

import pytest

from sla import clocks, part_clocks, pauses, sweep
from sla.policy import Subject
from sla.rebuild import differences
from sla.store import events_of
from sla.tables import Clock, ClockStep, PolicyVersion
from sla.views import clocks_of
from tawasul.core import clock
from tawasul.core.actor import CITIZEN
from tests.sla.circulars import DUE, OPERATOR, apply, assign, at, declare, do, promise, start

ASKED = at("2026-10-06T09:00")  # a Tuesday; the citizen is promised a reply by Thursday 22 October


@pytest.fixture(autouse=True)
async def every_clock_is_what_its_events_make(database):
    yield
    for row in await Clock.select():
        assert differences(row, await events_of(row["id"])) == {}


async def part(agency: str = "MOH", when=ASKED) -> int:
    return await do(when, part_clocks.open_part, 1, Subject("complaint", agency), actor=OPERATOR)


async def ask(when, **options):
    return await do(when, pauses.pause, 1, **{"reason": pauses.WAITING, "actor": OPERATOR, **options})


async def answer(when):
    return await do(when, pauses.resume, 1, actor=CITIZEN)


async def parts():
    return await clocks_of([1], "part")


async def tick(when):
    """What the ticker hands on at an instant."""
    told = []

    async def keep(steps) -> None:
        told.extend(steps)

    with clock.moved(when):
        await sweep.run(keep)
    return told


@pytest.fixture
async def asked(database):
    """A case of one agency with a part for another; when the part was due."""
    await start()
    await assign()
    await part()
    return (await parts())[0].due_at


async def test_a_part_stands_while_the_citizen_is_asked_and_keeps_what_remained(asked):
    await ask(at("2026-10-07T07:00"))
    [stands] = await parts()
    assert (stands.state, stands.pause_ends_at) == ("paused", (await promise()).pause_ends_at)
    await answer(at("2026-10-11T07:00"))
    [runs] = await parts()
    assert runs.state == "running"
    assert (await promise()).due_at == at("2026-10-26T14:15")  # two working days on
    assert (asked, runs.due_at) == (at("2026-10-20T14:15"), at("2026-10-22T14:00"))


async def test_a_part_stands_by_law_to_the_end_of_the_stay(asked):
    ends = at("2026-10-12T00:00")
    await ask(at("2026-10-07T07:00"), reason=pauses.STAY, ends_at=ends)
    assert [one.pause_ends_at for one in await parts()] == [ends]
    told = await tick(ends)
    assert sorted((step.kind, step.step) for step in told) == [
        ("agency", "pause_ended"),
        ("final_reply", "pause_ended"),
        ("part", "pause_ended"),
    ]
    assert [one.state for one in await parts()] == ["running"]


async def test_a_part_that_is_asked_while_the_case_waits_waits_too(database):
    await start()
    await assign()
    await ask(ASKED)
    await part(when=at("2026-10-07T09:00"))
    assert [one.state for one in await parts()] == ["paused"]
    await answer(at("2026-10-08T07:00"))
    assert [one.state for one in await parts()] == ["running"]


async def test_a_late_part_goes_on_being_late(asked):
    late = asked + timedelta(seconds=1)
    assert late < DUE
    await ask(late)
    assert [(one.state, one.due_at) for one in await parts()] == [("running", asked)]


async def test_a_part_that_is_answered_while_the_case_waits_is_met_and_stays_so(asked):
    [open_part] = await parts()
    await ask(at("2026-10-07T07:00"))
    await do(at("2026-10-07T09:00"), part_clocks.close_part, open_part.id, actor=OPERATOR, met=True)
    await answer(at("2026-10-11T07:00"))
    [ended] = await parts()
    assert (ended.state, ended.met_at, ended.due_at) == ("met", at("2026-10-07T09:00"), asked)


async def test_two_parts_stand_and_run_together_whoever_has_the_case(asked):
    await part("MOW")
    await do(ASKED, clocks.close_segment, 1, at=ASKED, actor=OPERATOR, met=False)
    await assign(when=ASKED, agency="MMA")
    await ask(at("2026-10-07T07:00"))
    assert [one.state for one in await parts()] == ["paused", "paused"]
    await answer(at("2026-10-08T07:00"))
    assert [one.state for one in await parts()] == ["running", "running"]


async def test_a_part_ends_with_a_promise_that_was_shortened(asked):
    row = {"clock": "agency", "agency": "EWA", "kind": None, "category": "ewa-bill", "target": 4}
    await PolicyVersion.insert(
        PolicyVersion(**row, unit="working_days", valid_from=date(2026, 1, 1), ladder='["t1", "breach"]')
    )
    shorter = Subject("complaint", "EWA", "ewa-bill")
    await do(ASKED, clocks.shorten_at_first_sort, 1, shorter, actor=OPERATOR)
    [one] = await parts()
    assert one.due_at == (await promise()).due_at < asked


async def test_a_circular_moves_a_part_with_its_days(asked):
    await apply(await declare())
    [one] = await parts()
    assert one.due_at > asked
    assert one.due_at <= (await promise()).due_at


async def test_each_step_of_a_part_is_written_once_and_in_order(asked):
    told = await tick(asked + timedelta(days=30))
    told += await tick(asked + timedelta(days=30))
    steps = await ClockStep.select(ClockStep.step).where(ClockStep.clock.kind == "part").order_by(ClockStep.id)
    assert [row["step"] for row in steps][:5] == ["t3", "t1", "t0", "breach", "weekly:1"]
    assert [step.step for step in told if step.kind == "part" and not step.suppressed] == ["weekly"]


async def test_a_step_that_lies_ahead_again_after_a_pause_is_told_in_a_new_epoch(asked):
    opening = at("2026-10-15T07:00")  # three working days before
    assert [(step.step, step.epoch) for step in await tick(opening) if step.kind == "part"] == [("t3", 1)]
    await ask(opening)
    await answer(at("2026-10-20T06:59"))
    again = [(step.step, step.epoch) for step in await tick(at("2026-10-20T07:00")) if step.kind == "part"]
    assert again == [("t3", 2)]
