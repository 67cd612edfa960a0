"""Traps 26 to 30, and 36: a verdict is made by instants, once, and nothing that is looked at later changes it."""

from datetime import date, timedelta

import pytest

from sla import calendars, clocks, verdicts
from sla.compliance import Period, fell_due, is_overdue, was_kept
from sla.policy import Subject
from sla.rebuild import differences
from sla.standing import Standing, day_of, standing
from sla.store import events_of
from sla.tables import Clock, ClockStep, Holiday
from tawasul.core.actor import system
from tawasul.core.errors import Conflict
from tests.sla.traps.stage import (
    BASIM,
    DUE,
    RECEIVED,
    TICK,
    Told,
    answer,
    ask,
    assign,
    at,
    do,
    hand_over,
    promise,
    promised,
    reply,
    start,
    tick,
    void,
)

PERIOD = Period(at("2026-10-01T00:00"), at("2026-11-01T00:00"))


async def test_26_a_verdict_does_not_change_whatever_is_done_afterwards(database):
    await promised("agency", 3, category="ewa-power-outage")
    await start()
    met = await reply(at("2026-10-21T10:00"))
    now = at("2026-10-27T10:00")
    holiday = {"calendar": "BH", "date": date(2026, 10, 12), "name_en": "x", "name_ar": "x", "status": "announced"}
    await Holiday.insert(Holiday(**holiday))
    await do(now, calendars.revise, "BH", actor=system("tests"))
    subject = Subject("complaint", "EWA", "ewa-power-outage")
    for act in (clocks.reclassify(1, subject, supervisor_reason="x", actor=BASIM), clocks.stop(1, actor=BASIM)):
        with pytest.raises(Conflict, match="clock_not_running"):
            await do(now, lambda act=act: act)
    await tick(now, Told())
    assert await promise() == met


async def test_27_lateness_ends_with_the_reply(database, bahrain):
    await start()
    late = await reply(DUE + timedelta(days=4))  # Monday afternoon
    shown = [standing(late, DUE + timedelta(days=days), bahrain) for days in (5, 365)]
    assert shown == [Standing("met_late", 1)] * 2


@pytest.mark.parametrize(("moment", "on_time"), [(DUE - TICK, True), (DUE, True), (DUE + TICK, False)])
async def test_28_at_the_deadline_is_on_time_by_every_comparison(database, moment, on_time):
    await start()
    open_one = await promise()
    assert is_overdue(open_one, moment) is not on_time
    told = Told()
    await tick(moment, told)
    assert ("breach" in told.names) is not on_time
    met = await reply(moment)
    assert (met.on_time, was_kept(met), met.state == "met") == (on_time, on_time, on_time)
    assert fell_due(met, PERIOD, DUE)


async def test_29_a_verdict_is_by_the_instants_and_not_by_when_the_ticker_came(database):
    await start()
    await start(2)
    assert (await reply(DUE + TICK)).on_time is False  # late, and no ticker had seen it
    assert (await reply(DUE, case_id=2)).on_time is True
    told = Told()
    await tick(DUE + timedelta(days=30), told)
    assert told.steps == []
    assert [(await promise(number)).on_time for number in (1, 2)] == [False, True]


ENDS = {
    "a reply": reply,
    "a closing": void,
    "a withdrawal": lambda when: void(when, "withdrawn"),
}


@pytest.mark.parametrize("end", ENDS)
async def test_29_the_steps_of_an_outage_are_written_when_the_clock_ends_before_the_ticker_came(database, end):
    await start()
    await ENDS[end](at("2026-10-25T08:00"))
    rows = await ClockStep.select().order_by(ClockStep.id)
    assert [(row["step"], row["scheduled_at"], row["suppressed"]) for row in rows] == [
        ("t3", at("2026-10-19T07:00"), True),
        ("t1", at("2026-10-21T07:00"), True),
        ("t0", at("2026-10-22T07:00"), True),
        ("breach", DUE, True),
        ("plus1", at("2026-10-25T07:00"), True),
    ]
    assert {row["detected_at"] for row in rows} == {at("2026-10-25T08:00")}
    clock_row = await Clock.select().first()
    assert differences(clock_row, await events_of(clock_row["id"])) == {}
    told = Told()
    await tick(DUE + timedelta(days=30), told)
    assert told.steps == []


async def test_29_an_agency_that_hands_over_leaves_the_steps_that_nobody_saw(database):
    await start()
    stretch = await assign()
    await hand_over(stretch.due_at + TICK)
    rows = await ClockStep.select().where(ClockStep.clock == stretch.id).order_by(ClockStep.id)
    assert [(row["step"], row["suppressed"]) for row in rows] == [("t1", True), ("breach", True)]


async def test_29_a_reply_at_the_deadline_leaves_no_breach(database):
    await start()
    await reply(DUE)
    assert [row["step"] for row in await ClockStep.select().order_by(ClockStep.id)] == ["t3", "t1", "t0"]


async def test_29_a_reply_that_is_none_goes_on_after_the_steps_that_its_clock_had_reached(database):
    await start()
    await reply(at("2026-10-22T08:00"))
    await do(at("2026-10-22T09:00"), verdicts.revoke, 1, actor=BASIM, reason="no answer")
    told = Told()
    await tick(DUE + TICK, told)
    assert told.names == ["breach"]
    assert await ClockStep.count() == 4


async def test_30_nothing_but_the_reply_keeps_the_promise(database):
    await promised("first_response", 2)
    await start()
    await start(kind="first_response")
    await assign()
    await ask(at("2026-10-06T10:00"))
    await answer(at("2026-10-06T11:00"))
    await reply(at("2026-10-06T12:00"), kind="first_response")
    await hand_over(at("2026-10-07T10:00"))
    open_one = await promise()
    assert (open_one.met_at, open_one.is_open) == (None, True)
    await void(DUE + timedelta(days=1))
    closed = await promise()
    assert (closed.state, closed.on_time, closed.met_at) == ("missed", False, None)
    assert fell_due(closed, PERIOD, DUE)
    assert not was_kept(closed)


async def test_36_the_bar_of_days_leaves_out_what_was_waited(database, bahrain):
    await start()
    before = await promise()
    asked = await ask(at("2026-10-06T10:00"))
    while_it_stands = day_of(asked, at("2026-10-08T09:00"), bahrain)
    running = await answer(at("2026-10-08T10:00"))
    days = [
        day_of(before, at("2026-10-06T10:00"), bahrain),
        while_it_stands,
        day_of(running, at("2026-10-08T10:00"), bahrain),
    ]
    assert days == [(2, 14)] * 3
    assert day_of(running, RECEIVED + timedelta(days=7), bahrain) == (3, 14)
