"""A first answer that is promised: entered by two persons, measured from the filing, told once inside the agency."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cases import assignment, barring, clock_audit, closure, escalation, intake, policies, rejection, stays, watch
from cases.filing_form import CaseDraft
from cases.intake import Origin
from cases.policies import PolicyDraft
from cases.promises import promise_of
from cases.stays import StayDraft
from sla import sweep
from sla.tables import Clock, ClockAudit, ClockEvent, ClockStep
from sla.views import ClockView, clocks_of
from tawasul.core import clock
from tawasul.core.actor import system
from tawasul.core.errors import Invalid
from tawasul.notify.render import render
from tawasul.notify.tables import Letter
from tawasul.outbox.tables import OutboxMessage
from tests.cases.conftest import Flow

DRAFT = PolicyDraft("first_response", None, "complaint", None, 3, 0, date(2026, 12, 1), "Decision 4/2026")
FILED = datetime(2026, 12, 1, 6, tzinfo=UTC)  # Tuesday, nine in the morning
DUE = datetime(2026, 12, 6, 11, 15, tzinfo=UTC)  # Sunday, the third working day, at close of business
DAY_BEFORE = datetime(2026, 12, 3, 4, 30, tzinfo=UTC)  # Thursday, after the offices opened
SAME_DAY = datetime(2026, 12, 6, 4, 30, tzinfo=UTC)
LATE = datetime(2026, 12, 6, 12, tzinfo=UTC)


async def proposed(flow: Flow, draft: PolicyDraft = DRAFT) -> int:
    effect = await policies.tried(draft, by=flow.root)
    return await policies.propose(draft, by=flow.root, base=effect.base)


@pytest.fixture
async def promised(flow: Flow) -> AsyncIterator[Flow]:
    """A first answer to complaints within three working days is promised, and its first day has come."""
    await policies.approve(await proposed(flow), by=flow.nadia, rev=1)
    with clock.moved(FILED):
        yield flow


async def first_of(case_id: int) -> ClockView:
    [found] = await clocks_of([case_id], "first_response")
    return found


async def swept(instant: datetime) -> list[int]:
    """What ticker and worker do at an instant, twice; gives every step that was handed on until now."""
    with clock.moved(instant):
        await sweep.run(watch.apply)
        await sweep.run(watch.apply)
        rows = await OutboxMessage.select(OutboxMessage.args).where(OutboxMessage.job == watch.ESCALATE)
        steps = [step for row in rows for step in json.loads(row["args"])]
        await escalation.escalate(*steps)
        await escalation.escalate(*steps)
    return steps


async def taken(flow: Flow) -> int:
    case_id = await flow.assigned()
    await assignment.take(case_id, by=flow.basim, rev=await flow.rev(case_id))
    return case_id


async def test_what_is_filed_from_the_first_day_on_has_the_clock_and_open_cases_do_not(flow):
    before = await flow.assigned()
    await policies.approve(await proposed(flow), by=flow.nadia, rev=1)
    with clock.moved(FILED):
        case_id, other = await flow.assigned(), await flow.assigned(kind="inquiry")
    first = await first_of(case_id)
    assert (first.state, first.target, first.due_at, first.pauses) == ("running", 3, DUE, 0)
    assert await clocks_of([before, other], "first_response") == []


async def test_what_was_received_elsewhere_is_promised_it_from_that_day(promised):
    with clock.moved(LATE):
        for number, received in (("A-1", FILED), ("A-2", FILED - timedelta(days=1))):
            draft = CaseDraft(text=f"No power, says letter {number}", language="en")
            await intake.file_once(draft, number, Origin(system("import"), received))
        rows = await Clock.select().where(Clock.kind == "first_response")
    assert [(row["started_at"], row["due_at"], row["state"]) for row in rows] == [(FILED, DUE, "running")]


async def test_a_running_clock_keeps_the_promise_under_which_it_began(promised):
    case_id = await promised.assigned()
    shorter = replace(DRAFT, target=1, valid_from=date(2026, 12, 2))
    await policies.approve(await proposed(promised, shorter), by=promised.nadia, rev=1)
    with clock.moved(FILED + timedelta(days=1)):
        later = await promised.assigned()
    assert [(await first_of(number)).target for number in (case_id, later)] == [3, 1]


async def test_it_is_counted_by_the_cases_that_came_though_none_had_such_a_clock(flow):
    await flow.assigned()
    await flow.assigned(kind="inquiry")
    effect = await policies.tried(DRAFT, by=flow.root)
    assert (effect.open_now, effect.last_year) == (0, 1)
    assert (await policies.tried(replace(DRAFT, kind=None), by=flow.root)).last_year == 2


async def test_it_hangs_on_the_kind_alone_and_asks_for_no_pause(flow):
    with pytest.raises(Invalid) as refused:
        await policies.tried(replace(DRAFT, agency="EWA", category="ewa-bill"), by=flow.root)
    faults = [(one.field, one.code) for one in refused.value.faults]
    assert faults == [("agency", "not_for_citizens"), ("category", "not_for_citizens")]


async def test_a_version_of_it_is_listed_without_a_pause(promised):
    [row] = [row for row in await policies.all_versions() if row["clock"] == "first_response"]
    assert (row["target"], row["pause_days"], row["ladder"]) == (3, None, ["t1", "t0", "breach"])


async def test_a_stay_by_law_pauses_the_reply_and_not_the_first_answer(promised):
    case_id = await promised.assigned()
    draft = StayDraft("before_court", "Case 7 of 2026", date(2026, 12, 15))
    await stays.stay(case_id, draft, by=promised.dana, rev=await promised.rev(case_id))
    assert (await promised.promise(case_id)).state == "paused"
    assert ((await first_of(case_id)).state, (await first_of(case_id)).due_at) == ("running", DUE)


@pytest.mark.parametrize(("at", "on_time"), [(DUE, True), (DUE + timedelta(microseconds=1), False)])
async def test_an_answer_at_the_deadline_is_in_time_and_one_after_it_is_not(promised, at, on_time):
    case_id = await promised.assigned()
    with clock.moved(at):
        await promised.asks(case_id)
    first = await first_of(case_id)
    assert (first.met_at, first.on_time) == (at, on_time)
    assert (await promise_of(await promised.case(case_id))).first_response == first


async def test_a_rejected_reply_was_a_first_answer_all_the_same(promised):
    case_id = await promised.assigned()
    await promised.replies(case_id)
    before = await first_of(case_id)
    await rejection.reject(case_id, "It says nothing.", by=promised.dana, rev=await promised.rev(case_id))
    assert (await promised.promise(case_id)).state == "running"
    assert await first_of(case_id) == before
    assert before.on_time


async def test_steps_reach_the_officer_and_her_supervisor_once_each_and_nobody_above(promised):
    case_id = await taken(promised)
    noise = await promised.assigned()
    await promised.asks(noise)
    both = [promised.basim.id, promised.dana.id]
    await swept(DAY_BEFORE)
    assert await promised.letters("first_due") == both
    await swept(SAME_DAY)
    assert await promised.letters("first_due") == both * 2
    await swept(LATE)
    assert await promised.letters("first_late") == both
    assert (await promised.acts(case_id)).count("first_escalated") == 3
    assert "first_escalated" not in await promised.acts(noise)


async def test_what_follows_the_breach_is_written_and_told_to_nobody(promised):
    case_id = await taken(promised)
    await swept(LATE)
    await swept(LATE + timedelta(days=25))
    steps = await ClockStep.select().where(ClockStep.clock == (await first_of(case_id)).id).order_by(ClockStep.id)
    assert [row["step"] for row in steps][:4] == ["t1", "t0", "breach", "weekly:1"]
    assert await promised.letters("first_late") == [promised.basim.id, promised.dana.id]
    assert (await promised.acts(case_id)).count("first_escalated") == 1


async def test_two_workers_at_once_tell_a_step_once(promised):
    case_id = await taken(promised)
    with clock.moved(LATE):
        await sweep.run(watch.apply)
        rows = await OutboxMessage.select(OutboxMessage.args).where(OutboxMessage.job == watch.ESCALATE)
        steps = [step for row in rows for step in json.loads(row["args"])]
        await asyncio.gather(*(escalation.escalate(*steps) for _ in range(3)))
    assert await promised.letters("first_late") == [promised.basim.id, promised.dana.id]
    assert (await promised.acts(case_id)).count("first_escalated") == 1


async def test_an_answer_before_the_letters_leaves_nothing_to_tell(promised):
    case_id = await taken(promised)
    with clock.moved(LATE):
        await sweep.run(watch.apply)
    await promised.asks(case_id)
    await swept(LATE)
    assert await promised.letters("first_late") == []


async def test_a_case_that_nobody_holds_is_told_to_the_supervisor(promised):
    await promised.assigned()
    await swept(LATE)
    assert await promised.letters("first_late") == [promised.dana.id]


async def test_of_an_unsorted_case_and_of_one_that_is_about_them_nobody_is_told(promised):
    unsorted, about = await promised.waiting(), await promised.assigned()
    await barring.bar(about, promised.dana.id, by=promised.huda, rev=await promised.rev(about))
    await swept(LATE)
    assert await promised.letters("first_late") == []
    for case_id in (unsorted, about):
        assert "first_escalated" not in await promised.acts(case_id)


async def test_a_letter_names_the_case_and_its_date_and_not_what_it_says(promised):
    await taken(promised)
    await swept(LATE)
    row = await Letter.select().where(Letter.template == "first_late").first()
    for language, words in (("en", "First answer late: case"), ("ar", "تأخر أول تواصل: القضية")):
        letter = render("first_late", language, json.loads(row["params"]))
        assert words in letter.subject
        assert "/desk/cases/" in letter.text
        assert "/desk/cases/" in letter.html
        assert "No power" not in letter.text


async def test_a_list_of_many_holds_first_answers_in_their_own_words(promised):
    for number in range(6):
        await promised.assigned(text=f"No power in block {number}")
    await swept(LATE)
    assert await promised.letters("first_late") == []
    [row] = await Letter.select().where(Letter.template == "digest")
    assert row["staff_id"] == promised.dana.id
    for language, words in (("en", "First answer late: case"), ("ar", "تأخر أول تواصل: القضية")):
        assert render("digest", language, json.loads(row["params"])).text.count(words) == 6


async def test_a_case_that_ends_without_a_reply_ends_the_clock_too(promised):
    soon, late = await promised.waiting(), await promised.waiting()
    await closure.close_as(soon, "void_spam", "", by=promised.nadia, rev=await promised.rev(soon))
    with clock.moved(LATE):
        await closure.close_as(late, "void_spam", "", by=promised.nadia, rev=await promised.rev(late))
    assert [(await first_of(number)).state for number in (soon, late)] == ["void", "missed"]
    await swept(LATE)
    assert await promised.letters("first_late") == []


async def test_the_audit_makes_the_same_clock_of_its_events(promised):
    case_id = await taken(promised)
    await swept(LATE)
    with clock.moved(LATE):
        await promised.replies(case_id)
        found = await ClockAudit.select().where(ClockAudit.id == await clock_audit.run(recount=True)).first()
    assert (found["differing"], found["found"]) == (0, "[]")
    first = await first_of(case_id)
    assert await ClockEvent.count().where(ClockEvent.clock == first.id) >= 3
    assert (first.state, first.on_time) == ("missed", False)
