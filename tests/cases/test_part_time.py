"""The time of a part: it stands with its case, and who was asked is reminded, then those above; once each step."""

import asyncio
import json
from datetime import date, timedelta

import pytest

from cases import barring, clock_audit, escalation, figures_recount, part_lists, parts, stays, watch
from cases.passing_tables import Part
from cases.questions import answer as answers
from cases.stays import StayDraft
from sla import sweep
from sla.tables import ClockAudit
from sla.views import clocks_of
from tawasul.accounts import views
from tawasul.accounts.tables import Staff
from tawasul.core import clock
from tawasul.notify.render import render
from tawasul.notify.tables import Letter
from tawasul.outbox.tables import OutboxMessage
from tests.cases.test_parts import asks_for


@pytest.fixture
async def moh(flow):
    """Those above Tariq in his ministry: a supervisor and a head."""
    for name, role in (("maha", "supervisor"), ("hessa", "head")):
        said = {"username": name, "name_en": name, "name_ar": name, "email": f"{name}@example.org", "role": role}
        await Staff.insert(Staff(**said, agency="MOH", password_hash="none", created_at=clock.now()))
    found = {row["username"]: views.view(row) for row in await Staff.select(*views.COLUMNS)}
    flow.people |= {name: found[name] for name in ("maha", "hessa")}
    return flow


async def part_of(case_id):
    return (await clocks_of([case_id], "part"))[0]


async def swept(instant):
    """What ticker and worker do at an instant; a second look and a second job change nothing."""
    with clock.moved(instant):
        await sweep.run(watch.apply)
        await sweep.run(watch.apply)
        rows = await OutboxMessage.select(OutboxMessage.args).where(OutboxMessage.job == watch.ESCALATE)
        steps = [step for row in rows for step in json.loads(row["args"])]
        await escalation.escalate(*steps)
        await escalation.escalate(*steps)


async def test_a_part_stands_while_the_citizen_is_asked(flow):
    case_id = await flow.assigned()
    number = await asks_for(flow, case_id)
    before = (await part_of(case_id)).due_at
    await flow.asks(case_id)
    assert (await part_of(case_id)).state == "paused"
    assert (await part_lists.one(number, flow.tariq)).part.paused
    assert [row.paused for row in await part_lists.to_do(flow.tariq)] == [True]
    with clock.moved(clock.now() + timedelta(days=2)):
        await answers(case_id, "The red door.")
    after = await part_of(case_id)
    assert (after.state, (await flow.promise(case_id)).state) == ("running", "running")
    assert after.due_at > before


async def test_a_part_stands_until_the_end_of_a_stay(flow):
    case_id = await flow.assigned()
    await asks_for(flow, case_id)
    draft = StayDraft("before_court", "Case 7 of 2026", date(2026, 11, 26))
    await stays.stay(case_id, draft, by=flow.dana, rev=await flow.rev(case_id))
    part = await part_of(case_id)
    assert part.pause_ends_at == (await flow.promise(case_id)).pause_ends_at
    await flow.time_passes(part.pause_ends_at)
    assert (await part_of(case_id)).state == "running"


async def test_a_part_is_answered_while_the_case_waits(flow):
    case_id = await flow.assigned()
    number = await asks_for(flow, case_id)
    await flow.asks(case_id)
    await parts.answer(number, "It is dug up on Tuesday.", by=flow.tariq)
    await answers(case_id, "The red door.")
    assert (await part_of(case_id)).state == "met"


async def test_steps_of_a_part_reach_its_officer_then_those_above(moh):
    case_id = await moh.assigned()
    number = await asks_for(moh, case_id)
    await parts.take(number, by=moh.tariq)
    await moh.asks(case_id)  # so that the case itself is reminded of later
    await answers(case_id, "The red door.")
    due = (await part_of(case_id)).due_at
    for days in (5, 1):
        await swept(due - timedelta(days=days, hours=-1))
    assert await moh.letters("part_due") == [moh.tariq.id, moh.maha.id]
    await swept(due - timedelta(hours=1))
    assert await moh.letters("part_due") == [moh.tariq.id, moh.maha.id, moh.tariq.id, moh.maha.id]
    await swept(due + timedelta(seconds=1))
    assert await moh.letters("part_late") == [moh.hessa.id]
    assert (await moh.acts(case_id)).count("part_escalated") == 4


async def test_a_part_that_nobody_took_on_is_told_to_the_head(moh):
    case_id = await moh.assigned()
    await asks_for(moh, case_id)
    await swept((await part_of(case_id)).due_at - timedelta(days=5, hours=-1))
    assert await moh.letters("part_due") == [moh.hessa.id]


async def test_a_letter_says_whose_part_it_is_and_not_what_was_asked(moh):
    case_id = await moh.assigned()
    number = await asks_for(moh, case_id)
    await swept((await part_of(case_id)).due_at + timedelta(seconds=1))
    row = await Letter.select().where(Letter.template == "part_late").first()
    for language, words in (("en", "your part of case"), ("ar", "جزؤكم من القضية")):
        letter = render("part_late", language, json.loads(row["params"]))
        assert words in letter.subject
        assert f"/desk/parts/{number}" in letter.text
        assert "dug up" not in letter.text
    line = next(one for one in await moh.history(case_id) if one.act == "part_escalated")
    assert (line.data["agency"], line.data["part"], line.data["step"]) == ("MOH", number, "breach")


async def test_two_workers_at_once_tell_a_step_of_a_part_once(moh):
    case_id = await moh.assigned()
    await asks_for(moh, case_id)
    with clock.moved((await part_of(case_id)).due_at + timedelta(seconds=1)):
        await sweep.run(watch.apply)
        rows = await OutboxMessage.select(OutboxMessage.args).where(OutboxMessage.job == watch.ESCALATE)
        steps = [step for row in rows for step in json.loads(row["args"])]
        await asyncio.gather(*(escalation.escalate(*steps) for _ in range(3)))
    assert await moh.letters("part_late") == [moh.hessa.id]


async def test_a_part_that_was_answered_or_withdrawn_is_told_to_nobody(moh):
    case_id = await moh.assigned()
    answered, dropped = await asks_for(moh, case_id), await asks_for(moh, case_id, agency="MOW")
    due = (await part_of(case_id)).due_at
    with clock.moved(due + timedelta(seconds=1)):
        await sweep.run(watch.apply)
    await parts.answer(answered, "Tuesday.", by=moh.tariq)
    await parts.withdraw(case_id, dropped, "Not needed.", by=moh.dana)
    await swept(due + timedelta(seconds=2))
    assert await moh.letters("part_late") == []


async def test_whom_the_case_is_about_hears_nothing_of_its_part(moh):
    case_id = await moh.assigned()
    number = await asks_for(moh, case_id)
    await parts.take(number, by=moh.tariq)
    await barring.bar(case_id, moh.tariq.id, by=moh.dana, rev=await moh.rev(case_id))
    assert (await Part.select(Part.holder).first())["holder"] is None
    await swept((await part_of(case_id)).due_at - timedelta(days=5, hours=-1))
    assert await moh.letters("part_due") == [moh.hessa.id]


async def test_nothing_of_a_part_is_told_to_the_citizen(moh):
    case_id = await moh.assigned()
    noise = await moh.assigned()
    before, clocks = len(await moh.letters("breach")), await moh.promise(case_id)
    await asks_for(moh, case_id)
    await swept((await part_of(case_id)).due_at + timedelta(seconds=1))
    rows = await Letter.select(Letter.template, Letter.staff_id).where(Letter.template.like("part%"))
    assert rows
    assert all(row["staff_id"] for row in rows)
    assert len(await moh.letters("breach")) == before
    same = ("due_at", "started_at", "state", "target")
    assert [getattr(await moh.promise(case_id), name) for name in same] == [getattr(clocks, name) for name in same]
    assert "part_escalated" not in await moh.acts(noise)


async def test_audit_and_boards_agree_after_a_part_stood_and_was_late(moh):
    case_id = await moh.assigned()
    late, other = await asks_for(moh, case_id), await asks_for(moh, case_id, agency="MOW")
    await moh.asks(case_id)
    await parts.answer(other, "Done.", by=moh.mona)
    await moh.time_passes(clock.now() + timedelta(days=40))  # nobody answered; every step is reached
    with clock.moved(clock.now() + timedelta(days=40)):
        await parts.answer(late, "At last.", by=moh.tariq)
        await moh.replies(case_id)
        audit_id = await clock_audit.run(recount=True)
        assert await figures_recount.differences() == []
    found = await ClockAudit.select().where(ClockAudit.id == audit_id).first()
    assert (found["clocks"], found["differing"], found["found"]) == (4, 0, "[]")
    assert sorted(one.state for one in await clocks_of([case_id], "part")) == ["met", "missed"]


async def test_the_audit_finds_a_clock_whose_part_is_gone(flow):
    case_id = await flow.assigned()
    number = await asks_for(flow, case_id)
    await asks_for(flow, case_id, agency="MOW")
    clock_id = (await part_of(case_id)).id
    await Part.delete().where(Part.id == number)
    found = await ClockAudit.select().where(ClockAudit.id == await clock_audit.run()).first()
    assert [(one["fault"], one["clock_id"]) for one in json.loads(found["found"])] == [("no_case", clock_id)]
