"""Time tells people of a case, once each step, from the sweep to the letter."""

import asyncio
import json
from datetime import timedelta

from cases import assignment, escalation, reply, watch
from cases.reply import ReplyDraft
from sla import calendars, ladder, sweep
from sla.tables import Clock, ClockStep, PolicyVersion
from tawasul.core import clock
from tawasul.notify.render import render
from tawasul.notify.tables import Letter
from tawasul.outbox.tables import OutboxMessage


async def swept(instant):
    """What the ticker does at an instant; gives the steps told, of citizens' clocks alone."""
    with clock.moved(instant):
        await sweep.run(watch.apply)
    rows = await OutboxMessage.select(OutboxMessage.args).where(OutboxMessage.job == watch.ESCALATE)
    return [step for row in rows for step in json.loads(row["args"])]


async def told(template):
    """Whom letters of a kind go to."""
    return [row["staff_id"] for row in await Letter.select().where(Letter.template == template).order_by(Letter.id)]


async def test_the_breach_is_told_to_the_head_and_the_national_unit(flow):
    case_id = await flow.assigned()
    [step] = await swept((await flow.promise(case_id)).due_at + timedelta(seconds=1))
    await escalation.escalate(step)
    assert await told("breach") == [flow.huda.id, flow.nadia.id]
    assert (await flow.history(case_id))[-1].data == {"step": "breach", "step_id": step, "people": 2}


async def test_three_days_before_the_holder_is_reminded(flow):
    case_id = await flow.assigned()
    await assignment.take(case_id, by=flow.basim, rev=await flow.rev(case_id))
    await swept((await flow.promise(case_id)).due_at - timedelta(days=2))
    row = await ClockStep.select().where(ClockStep.step == "t3").first()
    await escalation.escalate(row["id"])
    assert await told("reminder") == [flow.basim.id]


async def test_steps_passed_over_are_written_and_not_told(flow):
    case_id = await flow.assigned()
    steps = await swept((await flow.promise(case_id)).due_at + timedelta(seconds=1))
    assert len(steps) == 1
    assert await ClockStep.count().where(ClockStep.suppressed.eq(True)) >= 3


async def test_a_second_run_writes_neither_letters_nor_history(flow):
    case_id = await flow.assigned()
    [step] = await swept((await flow.promise(case_id)).due_at + timedelta(seconds=1))
    await escalation.escalate(step)
    before = await Letter.count(), await flow.acts(case_id)
    await escalation.escalate(step)
    assert (await Letter.count(), await flow.acts(case_id)) == before


async def test_two_workers_at_once_tell_it_once(flow):
    case_id = await flow.assigned()
    [step] = await swept((await flow.promise(case_id)).due_at + timedelta(seconds=1))
    await asyncio.gather(*(escalation.escalate(step) for _ in range(3)))
    assert (await flow.acts(case_id)).count("escalated") == 1
    assert len(await told("breach")) == 2


async def test_a_case_that_was_answered_meanwhile_is_told_to_nobody(flow):
    case_id = await flow.assigned()
    [step] = await swept((await flow.promise(case_id)).due_at + timedelta(seconds=1))
    await reply.send_reply(case_id, ReplyDraft("done", "Done."), by=flow.basim, rev=await flow.rev(case_id))
    await escalation.escalate(step)
    assert await told("breach") == []


async def test_a_case_without_an_agency_concerns_the_national_unit(flow):
    case_id = await flow.waiting()
    [step] = await swept((await flow.promise(case_id)).due_at + timedelta(seconds=1))
    await escalation.escalate(step)
    assert await told("breach") == [flow.nadia.id]


async def test_a_step_that_does_not_exist_is_no_fault(flow):
    await escalation.escalate(10_000)


async def test_the_sweep_changes_no_case(flow):
    case_id = await flow.assigned()
    before = await flow.case(case_id)
    await swept((await flow.promise(case_id)).due_at + timedelta(days=3))
    assert await flow.case(case_id) == before


async def test_letters_leave_in_working_hours(flow):
    case_id = await flow.assigned()
    due = (await flow.promise(case_id)).due_at
    await swept(due + timedelta(seconds=1))
    row = await OutboxMessage.select().where(OutboxMessage.job == watch.ESCALATE).first()
    calendar = await calendars.national()
    assert not calendar.is_open(due + timedelta(seconds=1))
    assert row["available_at"] == calendar.opening_of(calendar.nth(calendar.day_of(due), 1))


async def test_whoever_would_get_many_letters_at_once_gets_one_that_lists_the_cases(flow):
    cases = [await flow.assigned(text=f"No power in block {number}") for number in range(6)]
    noise = await flow.waiting(text="Something else")
    steps = await swept((await flow.promise(cases[0])).due_at + timedelta(seconds=1))
    await escalation.escalate(*steps)
    await escalation.escalate(*steps)
    assert await told("breach") == []
    digests = await Letter.select().where(Letter.template == "digest").order_by(Letter.staff_id)
    assert [row["staff_id"] for row in digests] == [flow.huda.id, flow.nadia.id]
    listed = [json.loads(row["params"])["count"] for row in digests]
    assert listed == [6, 7]
    for case_id in (*cases, noise):
        assert (await flow.acts(case_id)).count("escalated") == 1
    letter = render("digest", "en", json.loads(digests[0]["params"]))
    assert letter.subject == "6 cases need you"
    assert letter.text.count("Late: case ") == 6


async def test_a_head_with_many_cases_is_told_them_by_one_letter_whatever_else_is_due(flow, monkeypatch):
    monkeypatch.setattr(watch, "TOGETHER", 8)
    for number in range(7):  # by turns with those that no agency has
        await flow.assigned(text=f"No power in block {number}")
        last = await flow.waiting(text=f"Something else {number}")
    instant = (await flow.promise(last)).due_at + timedelta(seconds=1)
    await swept(instant)
    for row in await OutboxMessage.select().where(OutboxMessage.job == watch.ESCALATE):
        await escalation.escalate(*json.loads(row["args"]))
    letters = await Letter.select().where(Letter.staff_id == flow.huda.id)
    assert [row["template"] for row in letters] == ["digest"]


async def test_what_a_long_catch_up_finds_since_is_told_by_the_same_letter(flow):
    cases = [await flow.assigned(text=f"No power in block {number}") for number in range(7)]
    later = (await flow.promise(cases[0])).due_at + timedelta(days=3)
    with clock.moved(later):
        await sweep.run(watch.apply, batch=2)
        jobs = (
            await OutboxMessage.select().where(OutboxMessage.job == watch.ESCALATE).order_by(OutboxMessage.created_at)
        )
        assert len(jobs) > 3
        for row in jobs:
            assert row["available_at"] <= clock.now()
            await escalation.escalate(*json.loads(row["args"]))
    letters = await Letter.select().where(Letter.staff_id == flow.huda.id)
    assert [(row["template"], json.loads(row["params"])["count"]) for row in letters] == [("digest", 7)]


async def test_what_may_not_be_told_yet_waits_for_its_own_hour(flow):
    first = await flow.assigned()
    due = (await flow.promise(first)).due_at
    [step] = await swept(due - timedelta(hours=5))
    await swept(due + timedelta(hours=5))
    with clock.moved(due + timedelta(hours=5)):
        assert await watch.others_with([step]) == []


def test_steps_are_cut_into_jobs_by_agency():
    many = [("EWA", n) for n in range(130)]
    jobs = watch.together([*many[:50], ("MOH", 1_000), (None, 2_000), *many[50:], ("MOH", 1_001)])
    assert [len(job) for job in jobs] == [65, 68]
    assert jobs[1][65:] == [1_000, 1_001, 2_000]
    assert watch.together([]) == []


async def test_a_promise_in_hours_is_told_from_filing_to_its_letters(flow):
    hours = {PolicyVersion.unit: "business_seconds", PolicyVersion.target: 10 * 3600}
    await PolicyVersion.update({**hours, PolicyVersion.ladder: json.dumps(ladder.HOURS)}).where(
        PolicyVersion.clock == "final_reply"
    )
    case_id = await flow.assigned()
    await assignment.take(case_id, by=flow.basim, rev=await flow.rev(case_id))
    heard = []
    for share in ("p50", "p75", "p90", "breach"):
        row = await Clock.select().where(Clock.case_id == case_id, Clock.kind == "final_reply").first()
        assert row["next_step"] == share
        await swept(row["next_event_at"])
        step = await ClockStep.select().where(ClockStep.step == share).first()
        with clock.moved(row["next_event_at"]):
            await escalation.escalate(step["id"])
        heard.append((await told("due_soon"), await told("breach")))
    basim, dana = flow.basim.id, flow.dana.id
    assert heard == [
        ([basim], []),
        ([basim, dana], []),
        ([basim, dana, basim, dana], []),
        ([basim, dana, basim, dana], [flow.huda.id, flow.nadia.id]),
    ]
