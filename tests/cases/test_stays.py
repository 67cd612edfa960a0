"""A stay by law: only those above set it, with a ground and an end; the clock stands until then and no longer."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases import questions, stays, waits, watch
from cases.stays import StayDraft
from cases.tables import LegalStay, Question
from sla import sweep
from tawasul.core import clock
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound

TODAY = date(2026, 11, 22)
COURT = StayDraft("before_court", "Law of civil procedure, article 12", date(2026, 11, 26))
ENDS = datetime(2026, 11, 26, 21, tzinfo=UTC)  # midnight in Bahrain after that Thursday


async def stayed(flow, case_id, draft=COURT, *, by=None):
    await stays.stay(case_id, draft, by=by or flow.dana, rev=await flow.rev(case_id))


async def test_the_clock_stands_and_the_case_stays_with_its_officer(flow):
    case_id = await flow.assigned()
    await stayed(flow, case_id)
    promise, row = await flow.promise(case_id), await LegalStay.select().first()
    assert (promise.state, promise.pause_ends_at) == ("paused", ENDS)
    assert await flow.stretches(case_id) == [("EWA", "paused")]
    assert (row["reason"], row["ground"], row["ends_at"], row["ended_at"]) == (
        "before_court",
        "Law of civil procedure, article 12",
        ENDS,
        None,
    )
    assert (await flow.case(case_id))["status"] == "assigned"


async def test_the_citizen_is_told_and_history_keeps_the_reason_alone(flow):
    case_id = await flow.assigned()
    await stayed(flow, case_id)
    assert await flow.letters("stayed") == [None]
    last = (await flow.history(case_id))[-1]
    assert (last.act, last.data) == ("stayed", {"reason": "before_court"})


async def test_it_ends_by_itself_on_its_day(flow):
    case_id = await flow.assigned()
    before = (await flow.promise(case_id)).due_at
    await stayed(flow, case_id)
    await flow.time_passes(ENDS - timedelta(seconds=1))
    assert (await flow.promise(case_id)).state == "paused"
    await flow.time_passes(ENDS + timedelta(hours=2))
    promise = await flow.promise(case_id)
    assert (promise.state, promise.gross_due_at) == ("running", before)
    # Most of the Sunday and four days more were stood: four whole working days after 10 December.
    assert promise.due_at.date() == date(2026, 12, 20)
    assert (await LegalStay.select().first())["ended_at"] == ENDS
    assert (await flow.acts(case_id))[-1] == "stay_ended"
    assert await flow.letters("stay_ended") == [flow.huda.id]  # nobody has taken it on: the head hears of it


async def test_it_is_ended_early_where_its_ground_is_gone(flow):
    case_id = await flow.assigned()
    before = (await flow.promise(case_id)).due_at
    await stayed(flow, case_id)
    await stays.end(case_id, by=flow.huda, rev=await flow.rev(case_id))
    promise = await flow.promise(case_id)
    assert (promise.state, promise.due_at) == ("running", before)
    with pytest.raises(Conflict, match="no_stay"):
        await stays.end(case_id, by=flow.huda, rev=await flow.rev(case_id))


@pytest.mark.parametrize(
    ("who", "refusal"), [("basim", Forbidden), ("nadia", Forbidden), ("tariq", NotFound), ("samir", NotFound)]
)
async def test_who_may_not_set_one(flow, who, refusal):
    case_id = await flow.assigned()
    with pytest.raises(refusal):
        await stayed(flow, case_id, by=flow.people[who])
    assert (await flow.promise(case_id)).state == "running"


async def test_an_officer_does_not_end_one_either(flow):
    case_id = await flow.assigned()
    await stayed(flow, case_id)
    with pytest.raises(Forbidden):
        await stays.end(case_id, by=flow.basim, rev=await flow.rev(case_id))


async def test_not_after_the_date_and_not_while_the_citizen_is_asked(flow):
    waiting, late = await flow.assigned(), await flow.assigned()
    await flow.asks(waiting)
    with pytest.raises(Conflict, match="already_paused"):
        await stayed(flow, waiting)
    with clock.moved((await flow.promise(late)).due_at + timedelta(seconds=1)), pytest.raises(Conflict):
        await stayed(flow, late, StayDraft("before_court", "Law", date(2026, 12, 30)))


async def test_a_reply_ends_it(flow):
    case_id = await flow.assigned()
    await stayed(flow, case_id)
    await flow.replies(case_id)
    assert (await LegalStay.select().first())["ended_at"] == clock.now()


@pytest.mark.parametrize(
    ("draft", "faults"),
    [
        (COURT, []),
        (StayDraft("before_court", "Law", TODAY), []),  # to the end of this day
        (StayDraft("holiday", "Law", TODAY), [("stay_reason", "unknown")]),
        (StayDraft("before_court", "", TODAY), [("ground", "needs_stay_ground")]),
        (StayDraft("before_court", "Law", None), [("last_day", "needs_end_date")]),
        (StayDraft("before_court", "Law", TODAY - timedelta(days=1)), [("last_day", "past_date")]),
        (StayDraft("before_court", "Law", TODAY + timedelta(days=90)), []),
        (StayDraft("before_court", "Law", TODAY + timedelta(days=91)), [("last_day", "stay_too_long")]),
    ],
)
def test_what_a_stay_needs(draft, faults):
    assert [(fault.field, fault.code) for fault in stays.faults(draft, TODAY)] == faults


async def test_a_faulty_one_changes_nothing(flow):
    case_id = await flow.assigned()
    before = await flow.case(case_id)
    with pytest.raises(Invalid):
        await stayed(flow, case_id, StayDraft("", "", None))
    assert await flow.case(case_id) == before


async def test_one_that_comes_before_the_job_that_ends_a_question_ends_it_and_no_answer_ends_the_stay(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    over = (await flow.promise(case_id)).pause_ends_at
    with clock.moved(over + timedelta(seconds=5)):
        await sweep.run(watch.apply)
        await stayed(flow, case_id, StayDraft("before_court", "Case 12 before the court", date(2026, 12, 20)))
        row = await Question.select().first()
        assert (row["ended"], row["ended_at"]) == ("expired", over)
        assert await flow.letters("question_expired") == [flow.basim.id]
        await waits.time_is_up(case_id)
        await questions.answer(case_id, "House 5")
        assert (await flow.promise(case_id)).state == "paused"
        assert await waits.open_stay(case_id)
        assert await flow.letters("question_expired") == [flow.basim.id]
        assert (await Question.select().first())["answer"] == "House 5"
        assert (await flow.case(case_id))["status"] == "in_progress"
