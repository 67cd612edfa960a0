"""A verdict changes when two persons say so, and what it was stays to be read."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from cases import calendars, corrections, decisions, figures_recount, moved_dates, proposals, reopening, reply
from cases.calendars import Circular
from cases.reply import ReplyDraft
from sla import turned
from sla.calendar_change import CalendarChange
from sla.store import events_of
from sla.views import clocks_of
from tawasul.core import clock
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound


async def answered(flow, day: datetime) -> int:
    """A case of the Sunday that Basim answers on a day."""
    case_id = await flow.assigned()
    with clock.moved(day):
        draft = ReplyDraft("done", "The cable is mended.")
        await reply.send_reply(case_id, draft, by=flow.basim, rev=await flow.rev(case_id))
    return case_id


@pytest.fixture
def late_day(sunday: datetime) -> datetime:
    return sunday + timedelta(days=21)  # the Sunday after the Thursday on which it was due


async def disputed(flow, case_id: int) -> int:
    return await corrections.propose(case_id, by=flow.huda, reason="The offices were closed.", was=False)


async def test_a_second_person_turns_a_verdict_and_both_stay(flow, late_day):
    case_id = await answered(flow, late_day)
    number = await disputed(flow, case_id)
    await corrections.approve(number, by=flow.adel, rev=1)
    promise = await flow.promise(case_id)
    assert (promise.on_time, promise.corrected, promise.state) == (True, True, "met")
    stopped, corrected = (await events_of(promise.id))[-2:]
    assert stopped.data["on_time"] is False
    assert (corrected.data["was"], corrected.data["becomes"]) == (False, True)
    assert (await flow.acts(case_id))[-2:] == ["correction_proposed", "correction_approved"]


async def test_in_time_may_have_been_late(flow, sunday):
    case_id = await answered(flow, sunday)
    number = await corrections.propose(case_id, by=flow.nadia, reason="It was sent by hand.", was=True)
    await corrections.approve(number, by=flow.adel, rev=1)
    assert (await flow.promise(case_id)).on_time is False


async def test_nobody_decides_on_her_own_dispute(flow, late_day):
    case_id = await answered(flow, late_day)
    number = await corrections.propose(case_id, by=flow.nadia, reason="Closed.", was=False)
    with pytest.raises(Forbidden, match="own_proposal"):
        await corrections.approve(number, by=flow.nadia, rev=1)
    assert (await flow.promise(case_id)).on_time is False


@pytest.mark.parametrize("name", ["basim", "dana", "root"])
async def test_officers_dispute_nothing_and_decide_nothing(flow, late_day, name):
    case_id = await answered(flow, late_day)
    number = await disputed(flow, case_id)
    with pytest.raises(Forbidden, match="not_for_you"):
        await corrections.propose(case_id, by=flow.people[name], reason="Closed.", was=False)
    with pytest.raises(Forbidden, match="not_for_you"):
        await corrections.approve(number, by=flow.people[name], rev=1)


async def test_the_head_of_another_agency_does_not_reach_it(flow, late_day):
    case_id = await answered(flow, late_day)
    stranger = replace(flow.huda, agency="MOH")
    with pytest.raises(NotFound, match="no_such_case"):
        await corrections.propose(case_id, by=stranger, reason="Closed.", was=False)


async def test_a_verdict_is_disputed_once_at_a_time(flow, late_day):
    case_id = await answered(flow, late_day)
    number = await disputed(flow, case_id)
    with pytest.raises(Conflict, match="disputed_already"):
        await disputed(flow, case_id)
    await decisions.refuse(number, by=flow.adel, rev=1, remark="The office was open.")
    assert await disputed(flow, case_id) > number


async def test_what_has_no_verdict_cannot_be_disputed(flow):
    with pytest.raises(Conflict, match="no_verdict_yet"):
        await corrections.propose(await flow.assigned(), by=flow.huda, reason="Closed.", was=False)


async def test_a_reason_is_needed(flow, late_day):
    with pytest.raises(Invalid) as refused:
        await corrections.propose(await answered(flow, late_day), by=flow.huda, reason=" ", was=False)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("reason", "needs_correction_reason")]


async def test_a_verdict_that_changed_meanwhile_is_not_turned_back(flow, late_day):
    case_id = await answered(flow, late_day)
    with pytest.raises(Conflict, match="change_moved"):
        await corrections.propose(case_id, by=flow.huda, reason="Closed.", was=True)


async def test_a_day_off_after_the_fact_puts_the_verdict_before_two_persons(flow, late_day):
    case_id = await answered(flow, late_day)
    other = await answered(flow, late_day + timedelta(days=1))  # late by the new calendar too
    change = CalendarChange("days", date(2026, 12, 10), date(2026, 12, 10), "Storm", "عاصفة")
    with clock.moved(late_day + timedelta(days=2)):
        circular = Circular("BH", change, "Circular 15/2026", after_the_fact=True)
        run = await calendars.tried(circular, by=flow.root)
        assert run.effect.corrections == 1
        number = await calendars.propose(circular, by=flow.root, base=run.base)
        await calendars.approve(number, by=flow.nadia, rev=1)
        for _ in range(2):
            await moved_dates.apply(number)
        found = await proposals.proposals("correction")
        assert [one.change["case_id"] for one in found] == [case_id]
        assert (await flow.acts(case_id))[-1] == "correction_proposed"
        assert (await flow.promise(case_id)).on_time is False
        await corrections.approve(found[0].id, by=flow.nadia, rev=1)
    assert [(await flow.promise(each)).on_time for each in (case_id, other)] == [True, False]


async def test_a_turned_verdict_of_a_case_that_was_reopened_is_put_forward_and_corrected(flow, late_day):
    case_id = await answered(flow, late_day)
    first = await flow.promise(case_id)
    with clock.moved(late_day + timedelta(days=1)):
        await reopening.reopen(case_id, "It is dark again in the street.")
        second = await flow.promise(case_id)
    change = CalendarChange("days", date(2026, 12, 10), date(2026, 12, 10), "Storm", "عاصفة")
    with clock.moved(late_day + timedelta(days=2)):
        circular = Circular("BH", change, "Circular 15/2026", after_the_fact=True)
        run = await calendars.tried(circular, by=flow.root)
        number = await calendars.propose(circular, by=flow.root, base=run.base)
        await calendars.approve(number, by=flow.nadia, rev=1)
        for _ in range(2):
            await moved_dates.apply(number)
        found = await proposals.proposals("correction")
        assert [one.code for one in found] == [str(first.id)]
        assert len(found) == run.effect.corrections
        await corrections.approve(found[0].id, by=flow.adel, rev=1)
        verdicts = {one.id: (one.state, one.corrected) for one in await clocks_of([case_id], "final_reply")}
        assert verdicts == {first.id: ("met", True), second.id: ("running", False)}
        assert await figures_recount.differences() == []


async def test_no_turned_verdict_is_cut_off(flow, late_day, monkeypatch):
    monkeypatch.setattr(turned, "PORTION", 1)
    for _ in range(3):
        await answered(flow, late_day)
    change = CalendarChange("days", date(2026, 12, 10), date(2026, 12, 10), "Storm", "عاصفة")
    with clock.moved(late_day + timedelta(days=2)):
        circular = Circular("BH", change, "Circular 15/2026", after_the_fact=True)
        assert (await calendars.tried(circular, by=flow.root)).effect.corrections == 3


async def test_the_verdict_of_an_earlier_cycle_can_be_disputed(flow, late_day):
    case_id = await answered(flow, late_day)
    first = await flow.promise(case_id)
    with clock.moved(late_day + timedelta(days=1)):
        await reopening.reopen(case_id, "It is dark again in the street.")
        for cycle in (None, 2, 3):
            with pytest.raises(Conflict, match="no_verdict_yet"):
                await corrections.propose(case_id, by=flow.huda, reason="Closed.", was=False, cycle=cycle)
        number = await corrections.propose(case_id, by=flow.huda, reason="Closed.", was=False, cycle=1)
        await corrections.approve(number, by=flow.adel, rev=1)
    verdicts = {one.id: one.on_time for one in await clocks_of([case_id], "final_reply")}
    assert verdicts == {first.id: True, (await flow.promise(case_id)).id: None}
