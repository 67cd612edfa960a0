"""A step is told only while it holds, and what fails keeps no other from being told."""

from datetime import timedelta

import pytest

from cases import escalation
from cases.escalation import StepsNotTold
from sla import calendars
from sla.tables import ClockStep, Holiday
from tawasul.core import clock
from tawasul.core.actor import system
from tawasul.core.db import transaction
from tawasul.notify.tables import Letter
from tests.cases.test_escalation import swept, told
from tests.sla import circulars


async def revised(day, status, instant):
    """A day is closed, or opened again, and the clocks are moved on."""
    with clock.moved(instant):
        async with transaction():
            await Holiday.delete().where(Holiday.date == day)
            await Holiday.insert(Holiday(calendar="BH", date=day, name_en="Storm", name_ar="عاصفة", status=status))
            number = await calendars.revise("BH", actor=system("tests"))
    await circulars.apply(number, instant)


async def test_a_breach_that_a_closure_undid_before_anybody_was_told_is_told_to_nobody(flow):
    case_id = await flow.assigned()
    due = (await flow.promise(case_id)).due_at
    [step] = await swept(due + timedelta(seconds=1))
    await revised(due.date(), "confirmed", due + timedelta(hours=2))
    moved = await flow.promise(case_id)
    opening = (await calendars.national()).next_open(due + timedelta(hours=2))
    assert opening < moved.due_at
    with clock.moved(opening):
        await escalation.escalate(step)
    assert await told("breach") == []
    assert "escalated" not in await flow.acts(case_id)


async def test_a_breach_that_is_true_again_is_told(flow):
    case_id = await flow.assigned()
    due = (await flow.promise(case_id)).due_at
    [step] = await swept(due + timedelta(seconds=1))
    await revised(due.date(), "confirmed", due + timedelta(hours=2))
    await revised(due.date(), "cancelled", due + timedelta(hours=3))
    assert (await flow.promise(case_id)).due_at == due
    with clock.moved(due + timedelta(days=1)):
        await escalation.escalate(step)
    assert await told("breach") == [flow.huda.id, flow.nadia.id]


async def test_a_reminder_of_a_date_that_moved_is_told_to_nobody(flow):
    case_id = await flow.assigned()
    due = (await flow.promise(case_id)).due_at
    moment = due - timedelta(days=1)
    [step] = await swept(moment)
    assert (await ClockStep.select().where(ClockStep.id == step).first())["step"] == "t1"
    await revised(due.date() - timedelta(days=8), "confirmed", moment)
    with clock.moved(moment + timedelta(minutes=5)):
        await escalation.escalate(step)
    assert await Letter.count().where(Letter.template.is_in(["reminder", "at_risk", "due_today"])) == 0


async def test_a_reminder_of_a_clock_that_stands_is_told_to_nobody(flow):
    case_id = await flow.assigned()
    moment = (await flow.promise(case_id)).due_at - timedelta(hours=5)
    [step] = await swept(moment)
    with clock.moved(moment + timedelta(minutes=1)):
        await flow.asks(case_id)
        await escalation.escalate(step)
    assert await told("due_today") == []


async def test_a_case_that_fails_keeps_no_other_from_being_told_and_is_told_later(flow, monkeypatch):
    cases = [await flow.assigned(text=f"No power in block {number}") for number in range(3)]
    instant = (await flow.promise(cases[0])).due_at + timedelta(seconds=1)
    steps = await swept(instant)
    for place in ("_still", "_people", "_note"):
        with monkeypatch.context() as broken:
            broken.setattr(escalation, place, failing_for(cases[1], getattr(escalation, place)))
            with pytest.raises(StepsNotTold):
                await escalation.escalate(*steps)
        assert [(await flow.acts(each)).count("escalated") for each in cases] == [1, 0, 1]
    await escalation.escalate(*steps)
    assert [(await flow.acts(each)).count("escalated") for each in cases] == [1, 1, 1]
    assert sorted(await told("breach")) == sorted([flow.huda.id, flow.nadia.id] * 3)


def failing_for(case_id, act):
    """`act`, but for one case. It may be told of it by a step, or by a notice."""

    def fails(about, *rest):
        if (about["case"] if isinstance(about, dict) else about.case["id"]) == case_id:
            raise ZeroDivisionError
        return act(about, *rest)

    return fails


async def test_a_person_who_cannot_be_written_to_keeps_nobody_else_from_being_told(flow, monkeypatch):
    case_id = await flow.assigned()
    [step] = await swept((await flow.promise(case_id)).due_at + timedelta(seconds=1))
    tell = escalation._tell

    async def fails(person, notices):
        if person.id == flow.huda.id:
            raise ZeroDivisionError
        await tell(person, notices)

    with monkeypatch.context() as broken:
        broken.setattr(escalation, "_tell", fails)
        with pytest.raises(StepsNotTold):
            await escalation.escalate(step)
    assert await told("breach") == [flow.nadia.id]
    await escalation.escalate(step)
    assert await told("breach") == [flow.nadia.id, flow.huda.id]
