"""The whole story of a promise in a fixed number of statements, with nothing of another case in it."""

from datetime import UTC, date, datetime, timedelta

from cases import questions, rejection, reopening, stays
from cases.promises import promise_of
from cases.reply import ReplyDraft
from cases.stays import StayDraft
from tawasul.core import clock, db

WEDNESDAY = datetime(2026, 11, 25, 6, tzinfo=UTC)
PROMISE = ReplyDraft("will_be_done", "The cable is replaced then.", due_on=date(2026, 12, 1))


async def story(flow, case_id):
    return await promise_of(await flow.case(case_id))


async def lived_through(flow):
    """A case that was asked about, answered, rejected, answered again, and reopened."""
    case_id = await flow.assigned()
    await flow.asks(case_id)
    with clock.moved(WEDNESDAY):
        await questions.answer(case_id, "Left.")
        await flow.replies(case_id)
        await rejection.reject(case_id, "No answer.", by=flow.dana, rev=await flow.rev(case_id))
        await flow.replies(case_id, PROMISE)
        await reopening.reopen(case_id, "Dark again.")
    return case_id


async def test_a_new_case_has_a_clock_and_nothing_else(flow):
    case_id, noise = await flow.assigned(), await lived_through(flow)
    found = await story(flow, case_id)
    assert noise != case_id
    assert found.clock == await flow.promise(case_id)
    assert (found.earlier, found.questions, found.stays, found.replies, found.reopening) == ([], [], [], [], None)
    assert (found.question, found.stay, found.reply, found.reopens_until) == (None, None, None, None)


async def test_a_case_that_lived_through_much_tells_it_all(flow):
    case_id = await lived_through(flow)
    found = await story(flow, case_id)
    assert [clock_.cycle for clock_ in (*found.earlier, found.clock)] == [1, 2]
    assert [(one.ended, one.answer) for one in found.questions] == [("answered", "Left.")]
    assert [one.rejected_reason for one in found.past_replies] == ["No answer.", None]
    assert found.past_replies[1].due_on == date(2026, 12, 1)
    assert (found.reply, found.reopening.reason) == (None, "Dark again.")


async def test_what_the_first_cycle_waited_for_is_no_pause_of_the_second(flow):
    found = await story(flow, await lived_through(flow))
    assert found.stretches() == []
    assert found.question is None


async def test_how_the_clock_stood_is_told_in_order(flow):
    case_id = await flow.assigned()
    await stays.stay(
        case_id, StayDraft("before_court", "Law", date(2026, 11, 30)), by=flow.dana, rev=await flow.rev(case_id)
    )
    with clock.moved(WEDNESDAY):
        await stays.end(case_id, by=flow.dana, rev=await flow.rev(case_id))
        await flow.asks(case_id, by=flow.dana)
    found = await story(flow, case_id)
    assert [(one.why, one.ended) for one in found.stretches()] == [("stay", WEDNESDAY), ("question", None)]


async def test_an_answered_case_says_until_when_it_can_be_reopened(flow):
    case_id = await flow.assigned()
    await flow.replies(case_id)
    ends = datetime(2026, 12, 6, 21, tzinfo=UTC)
    assert (await story(flow, case_id)).reopens_until == ends
    with clock.moved(ends):
        assert (await story(flow, case_id)).reopens_until is None


async def test_after_a_rejection_the_window_is_that_of_the_reply_that_stands(flow):
    case_id = await flow.assigned()
    await flow.replies(case_id)
    await rejection.reject(case_id, "No answer.", by=flow.dana, rev=await flow.rev(case_id))
    assert (await story(flow, case_id)).reopens_until is None
    with clock.moved(clock.now() + timedelta(days=2)):
        await flow.replies(case_id)
        assert (await story(flow, case_id)).reopens_until == datetime(2026, 12, 8, 21, tzinfo=UTC)


async def test_a_second_time_nothing_can_be_reopened(flow):
    case_id = await lived_through(flow)
    await flow.replies(case_id)
    assert (await story(flow, case_id)).reopens_until is None


async def test_it_takes_as_many_statements_for_much_as_for_little(flow):
    plain, much = await flow.case(await flow.assigned()), await flow.case(await lived_through(flow))
    with db.count_statements() as few:
        await promise_of(plain)
    with db.count_statements() as many:
        await promise_of(much)
    assert len(few.statements) == len(many.statements) == 6
