"""Traps 16 to 25: pausing, passing on, sorting anew, ending and beginning again neither lose time nor invent any."""

from datetime import timedelta

import pytest

from sla import clocks
from sla.policy import Subject
from sla.standing import standing
from sla.store import events_of
from sla.tables import Clock, PolicyVersion
from sla.views import clocks_of
from tawasul.core.db import DatabaseError
from tawasul.core.errors import Conflict, DomainError
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

LONG_AFTER = DUE + timedelta(days=200)


async def of_kind(kind: str):
    return await clocks_of([1], kind)


async def test_16_a_paused_promise_neither_breaks_nor_grows_late_and_the_first_message_never_waits(database, bahrain):
    await promised("first_response", 2)
    await start()
    first = await start(kind="first_response")
    await ask(at("2026-10-06T08:00"))
    told = Told()
    await tick(at("2026-10-20T10:00"), told)
    assert told.names == []
    assert (await of_kind("first_response"))[0].due_at == first.due_at
    assert {step.step for step in told.steps if step.kind == "first_response"} >= {"breach"}
    stood = [standing(await promise(), at(f"2026-10-{day}T10:00"), bahrain) for day in ("07", "20")]
    assert [(one.state, one.days) for one in stood] == [("paused", 12)] * 2


async def test_17_a_reply_and_what_follows_from_it_are_kept_together(database):
    await start()
    await assign()

    async def reply_and_hand_in() -> None:
        await clocks.stop(1, actor=BASIM)
        await clocks.close_segment(1, at=RECEIVED, actor=BASIM, met=True)

    await do(at("2026-10-12T10:00"), reply_and_hand_in)
    met = [(one.state, one.met_at) for one in (await promise(), *await of_kind("agency"))]
    assert met == [("met", at("2026-10-12T10:00"))] * 2


async def test_18_a_pause_on_a_pause_is_refused_and_counts_once(database):
    await start()
    await ask(at("2026-10-06T10:00"))
    with pytest.raises(Conflict, match="already_paused"):
        await ask(at("2026-10-07T10:00"))
    assert (await answer(at("2026-10-08T10:00"))).due_at == at("2026-10-26T14:15")  # two days, not three
    assert [event.type for event in await events_of((await promise()).id)] == ["started", "paused", "resumed"]


async def test_19_another_promise_in_the_middle_of_a_pause_keeps_the_time_that_was_waited(database):
    await promised("agency", 10, category="ewa-power-outage")
    await start()
    await ask(at("2026-10-06T07:00"))
    subject = Subject("complaint", "EWA", "ewa-power-outage")
    await do(at("2026-10-07T07:00"), clocks.reclassify, 1, subject, supervisor_reason=None, actor=BASIM)
    running = await answer(at("2026-10-08T07:00"))
    # The tenth working day is Sunday the 18th; two whole days were waited.
    assert (running.target, running.due_at) == (10, at("2026-10-20T14:15"))


async def test_19_a_shorter_promise_in_the_middle_of_a_pause_breaches_nobody_who_is_answered_soon(database):
    await promised("agency", 3, category="ewa-power-outage")
    await start()
    await ask(at("2026-10-18T10:00"))
    subject = Subject("complaint", "EWA", "ewa-power-outage")
    await do(at("2026-10-18T12:00"), clocks.reclassify, 1, subject, supervisor_reason=None, actor=BASIM)
    running = await answer(at("2026-10-18T13:00"))
    # The third working day is long over; the floor is close of business on the next one.
    assert (running.target, running.due_at) == (3, at("2026-10-19T14:15"))


async def test_20_a_policy_in_use_cannot_be_removed_and_ends_no_clock(database):
    await start()
    with pytest.raises(DatabaseError):
        await PolicyVersion.delete().where(PolicyVersion.clock == "final_reply")
    assert await Clock.count() == 1


async def test_20_who_passes_a_case_on_leaves_no_clock_running(database):
    await start()
    await assign(agency="EWA")
    await hand_over(at("2026-10-05T10:00"))
    await assign(at("2026-10-05T10:00"), agency="MOW")
    assert [(one.agency, one.is_open) for one in await of_kind("agency")] == [("EWA", False), ("MOW", True)]
    told = Told()
    await tick(DUE + TICK, told)
    assert {step.agency for step in told.steps if step.kind == "agency"} == {"MOW"}


async def test_21_a_case_opened_again_has_a_promise_of_its_own_and_the_first_verdict_stays(database, bahrain):
    await start()
    met = await reply(at("2026-10-20T10:00"))
    again = await start(when=at("2027-01-17T09:00"))
    first, second = await of_kind("final_reply")
    assert first == met
    assert (second.cycle, second.state, second.met_at, second.due_at) == (2, "running", None, again.due_at)
    assert standing(second, at("2027-01-17T10:00"), bahrain).days == 14
    told = Told()
    await tick(at("2027-01-17T10:00"), told)
    assert told.names == []


async def test_22_no_other_clock_moves_the_promise_to_the_citizen(database):
    await promised("first_response", 2)
    await start()
    await start(kind="first_response")
    await assign(at("2026-10-12T10:00"))
    await reply(at("2026-10-13T10:00"), kind="first_response")
    await hand_over(at("2026-10-20T10:00"))
    kept = await promise()
    assert (kept.state, kept.due_at, kept.started_at) == ("running", DUE, RECEIVED)


async def test_23_after_the_reply_no_clock_runs_whoever_wrote_last(database):
    await start()
    await assign()
    await reply(at("2026-10-20T10:00"))
    await hand_over(at("2026-10-20T10:00"), met=True)
    with pytest.raises(Conflict, match="clock_not_running"):
        await answer(at("2026-10-21T10:00"))  # the citizen says thank you
    assert await tick(LONG_AFTER, Told()) == 0


async def test_24_who_gets_a_case_late_has_a_working_day_and_the_citizens_date_stays(database):
    await start()
    own = await assign(at("2026-10-22T13:30"))
    assert own.due_at == at("2026-10-25T14:15")
    assert (await promise()).due_at == DUE


async def test_24_another_holder_in_the_agency_does_not_start_its_time_anew(database):
    await start()
    own = await assign(at("2026-10-12T10:00"))
    with pytest.raises(Conflict, match="clock_is_running"):
        await assign(at("2026-10-15T10:00"))
    assert [one.due_at for one in await of_kind("agency")] == [own.due_at]


@pytest.mark.parametrize("reason", sorted(clocks.VOID_REASONS))
async def test_25_a_case_that_was_merged_or_closed_is_told_to_nobody(database, reason):
    await start()
    await assign()
    await void(at("2026-10-06T10:00"), reason)
    told = Told()
    assert await tick(LONG_AFTER, told) == 0
    assert told.steps == []


async def test_25_a_case_is_not_closed_for_a_reason_of_ones_own(database):
    await start()
    with pytest.raises(DomainError, match="unknown_reason"):
        await void(at("2026-10-06T10:00"), "too_hard")
