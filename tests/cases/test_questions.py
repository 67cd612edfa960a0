"""Asking the citizen: the clock stands while we wait, never twice without a supervisor, never once it is late."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from cases import questions
from cases.tables import Question
from sla import policy
from sla.tables import PolicyVersion
from sla.views import clocks_of
from tawasul.core import clock
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound

WEDNESDAY = datetime(2026, 11, 25, 6, tzinfo=UTC)  # three working days after the Sunday on which cases are filed
CAP = datetime(2026, 12, 6, 11, 15, tzinfo=UTC)  # close of business on the tenth working day after that Sunday


async def asked(flow):
    """The only question there is."""
    return await Question.select().order_by(Question.id, ascending=False).first()


async def test_the_clock_and_the_agencys_stretch_stand_while_the_citizen_is_asked(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    assert (await flow.case(case_id))["status"] == "waiting_for_citizen"
    assert (await flow.promise(case_id)).state == "paused"
    assert await flow.stretches(case_id) == [("EWA", "paused")]


async def test_the_question_says_when_the_wait_ends_by_itself(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    row = await asked(flow)
    assert (row["reason"], row["text"], row["by"]) == ("place_unclear", "Which house is it?", flow.basim.id)
    assert row["pause_ends_at"] == (await flow.promise(case_id)).pause_ends_at == CAP
    assert row["ended"] is None


async def test_the_citizen_gets_a_letter_without_the_question(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id, text="Which house is it?")
    assert await flow.letters("question") == [None]
    assert (await flow.history(case_id))[-1].data == {"reason": "place_unclear"}


async def test_whoever_asks_has_the_case_unless_a_colleague_has(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    assert (await flow.case(case_id))["holder"] == flow.basim.id


async def test_a_head_who_asks_takes_nothing_on(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id, by=flow.huda)
    assert (await flow.case(case_id))["holder"] is None


async def test_the_answer_lets_the_clock_run_and_moves_the_date_by_the_days_it_stood(flow):
    case_id = await flow.assigned()
    before = (await flow.promise(case_id)).due_at
    await flow.asks(case_id)
    with clock.moved(WEDNESDAY):
        await questions.answer(case_id, "  The second on the left. ")
    promise, row = await flow.promise(case_id), await asked(flow)
    assert (promise.state, promise.gross_due_at) == ("running", before)
    assert promise.due_at == datetime(2026, 12, 15, 11, 15, tzinfo=UTC)  # 10 December and three working days
    assert (row["ended"], row["answer"], row["ended_at"]) == ("answered", "The second on the left.", WEDNESDAY)
    assert (await flow.case(case_id))["status"] == "in_progress"
    assert await flow.letters("question_answered") == [flow.basim.id]


async def test_a_late_answer_is_kept_and_gives_no_time(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    await flow.time_passes(CAP)
    before = (await flow.promise(case_id)).due_at
    with clock.moved(CAP + timedelta(days=1)):
        await questions.answer(case_id, "Sorry, I was away.")
    row = await asked(flow)
    assert (row["ended"], row["answer"]) == ("expired", "Sorry, I was away.")
    assert (await flow.promise(case_id)).due_at == before


async def test_a_question_is_answered_once(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    sent = await asyncio.gather(*(questions.answer(case_id, "Left.") for _ in range(3)), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in sent) == ["Conflict", "Conflict", "NoneType"]
    assert (await flow.acts(case_id)).count("question_answered") == 1


@pytest.mark.parametrize(("text", "code"), [(" \n", "empty_field"), ("x" * 5_001, "too_long"), ("a\x07", "control")])
async def test_an_answer_that_says_nothing_leaves_everything_as_it_is(flow, text, code):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    with pytest.raises(Invalid) as refused:
        await questions.answer(case_id, text)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("answer", code)]
    assert (await flow.promise(case_id)).state == "paused"


async def test_without_a_question_there_is_nothing_to_answer(flow):
    case_id = await flow.assigned()
    with pytest.raises(Conflict, match="no_question"):
        await questions.answer(case_id, "Hello?")


async def test_an_answer_to_an_answered_case_is_refused(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    await flow.replies(case_id)
    with pytest.raises(Conflict, match="no_question"):
        await questions.answer(case_id, "It was the left one.")


async def test_a_question_taken_back_gives_the_time_it_took(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    with clock.moved(WEDNESDAY):
        await questions.withdraw(case_id, by=flow.badr, rev=await flow.rev(case_id))
    assert (await asked(flow))["ended"] == "withdrawn"
    assert (await flow.promise(case_id)).due_at == datetime(2026, 12, 15, 11, 15, tzinfo=UTC)
    with pytest.raises(Conflict, match="no_question"):
        await questions.withdraw(case_id, by=flow.badr, rev=await flow.rev(case_id))


async def test_a_second_question_is_for_a_supervisor(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    await questions.answer(case_id, "Left.")
    with pytest.raises(Conflict, match="second_pause"):
        await flow.asks(case_id)
    assert (await flow.case(case_id))["status"] == "in_progress"
    await flow.asks(case_id, by=flow.dana)
    assert (await flow.promise(case_id)).pauses == 2


async def test_while_one_question_is_open_there_is_no_other(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    with pytest.raises(Conflict, match="already_paused"):
        await flow.asks(case_id, by=flow.dana)
    assert await Question.count() == 1


async def test_of_two_who_ask_at_once_one_does(flow):
    case_id = await flow.assigned()
    rev = await flow.rev(case_id)
    sent = await asyncio.gather(
        *(questions.ask(case_id, "place_unclear", "Where?", by=who, rev=rev) for who in (flow.basim, flow.badr)),
        return_exceptions=True,
    )
    assert [str(error) for error in sent if error] == ["moved"]
    assert await Question.count() == 1


async def test_after_the_date_nobody_can_stop_the_clock(flow):
    case_id = await flow.assigned()
    due_at = (await flow.promise(case_id)).due_at
    with clock.moved(due_at):
        await flow.asks(case_id)
    late = await flow.assigned()
    with clock.moved(due_at + timedelta(microseconds=1)), pytest.raises(Conflict, match="past_due"):
        await flow.asks(late, by=flow.dana)


@pytest.mark.parametrize(
    ("reason", "text", "faults"),
    [
        ("curious", "Where?", [("ask_reason", "unknown")]),
        ("place_unclear", "", [("question", "empty_field")]),
        ("", "x" * 5_001, [("ask_reason", "unknown"), ("question", "too_long")]),
    ],
)
async def test_what_is_no_question(flow, reason, text, faults):
    case_id = await flow.assigned()
    before = await flow.case(case_id)
    with pytest.raises(Invalid) as refused:
        await questions.ask(case_id, reason, text, by=flow.basim, rev=before["rev"])
    assert [(fault.field, fault.code) for fault in refused.value.faults] == faults
    assert await flow.case(case_id) == before


@pytest.mark.parametrize(("who", "refusal"), [("tariq", NotFound), ("nadia", Forbidden), ("root", NotFound)])
async def test_who_may_not_ask(flow, who, refusal):
    case_id = await flow.assigned()
    with pytest.raises(refusal):
        await flow.asks(case_id, by=flow.people[who])


async def test_nobody_asks_about_a_case_that_is_not_sorted_or_has_its_reply(flow):
    unsorted, answered = await flow.waiting(), await flow.assigned()
    await flow.replies(answered)
    with pytest.raises((Conflict, NotFound)):
        await flow.asks(unsorted)
    with pytest.raises(Conflict, match="answered_already"):
        await flow.asks(answered)


async def test_a_question_is_the_first_response_where_one_was_promised(flow):
    await _promise_first_response()
    case_id, noise = await flow.assigned(), await flow.assigned()
    await flow.asks(case_id)
    [first] = await clocks_of([case_id], "first_response")
    assert (first.state, first.met_at) == ("met", clock.now())
    assert [found.state for found in await clocks_of([noise], "first_response")] == ["running"]
    await flow.replies(case_id)
    assert await clocks_of([case_id], "first_response") == [first]


async def test_a_reply_is_the_first_response_too(flow):
    await _promise_first_response()
    case_id = await flow.assigned()
    await flow.replies(case_id)
    assert [found.state for found in await clocks_of([case_id], "first_response")] == ["met"]


async def test_without_such_a_promise_there_is_no_such_clock(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    assert await clocks_of([case_id], "first_response") == []


async def _promise_first_response():
    row = await PolicyVersion.select().where(PolicyVersion.clock == policy.FINAL_REPLY).first()
    kept = {name: value for name, value in row.items() if name != "id"}
    kept |= {"clock": policy.FIRST_RESPONSE, "kind": None, "target": 3, "ladder": '["breach"]'}
    await PolicyVersion.insert(PolicyVersion(**kept))
