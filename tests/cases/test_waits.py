"""How waiting ends by itself or with the case, and that a case that is passed on meanwhile goes on waiting."""

import asyncio
from datetime import UTC, datetime, timedelta

from cases import closure, correction, questions, transfer, triage, watch
from cases.tables import Question
from sla import sweep
from tawasul.core import clock

CAP = datetime(2026, 12, 6, 11, 15, tzinfo=UTC)  # close of business on the tenth working day after that Sunday


async def asked(flow):
    """The only question there is."""
    return await Question.select().order_by(Question.id, ascending=False).first()


async def test_silence_ends_the_wait_and_the_officer_hears_of_it(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    await flow.time_passes(CAP - timedelta(seconds=1))
    assert (await flow.promise(case_id)).state == "paused"
    await flow.time_passes(CAP + timedelta(hours=3))
    promise, row = await flow.promise(case_id), await asked(flow)
    assert promise.state == "running"
    assert (row["ended"], row["ended_at"], row["answer"]) == ("expired", CAP, None)
    assert (await flow.case(case_id))["status"] == "in_progress"
    assert await flow.letters("question_expired") == [flow.basim.id]


async def test_an_end_that_is_seen_twice_is_told_once(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    await flow.time_passes(CAP)
    acts = await flow.acts(case_id)
    await flow.time_passes(CAP + timedelta(days=1))
    assert await flow.acts(case_id) == acts
    assert acts.count("question_expired") == 1


async def test_an_answer_between_the_cap_and_the_ticker_counts_up_to_the_cap(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    at_cap = (await flow.promise(case_id)).due_at
    with clock.moved(CAP + timedelta(days=2)):
        await questions.answer(case_id, "Here it is.")
    assert (await flow.promise(case_id)).due_at == at_cap
    await flow.time_passes(CAP + timedelta(days=2))
    assert "question_expired" not in await flow.acts(case_id)


async def test_a_reply_before_the_answer_ends_the_question(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    await flow.replies(case_id)
    assert (await asked(flow))["ended"] == "withdrawn"
    assert (await flow.promise(case_id)).state == "met"


async def test_whoever_gets_a_case_that_waits_goes_on_waiting(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    await transfer.transfer(case_id, "MOW", "Not ours.", by=flow.nadia, rev=await flow.rev(case_id))
    assert (await flow.case(case_id))["status"] == "waiting_for_citizen"
    await questions.answer(case_id, "Left.")
    assert await flow.stretches(case_id) == [("EWA", "void"), ("MOW", "running")]
    assert await flow.letters("question_answered") != [flow.basim.id]


async def test_an_answer_does_not_take_a_case_out_of_triage(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    await correction.correct(case_id, "mun-waste", by=flow.nadia, rev=await flow.rev(case_id))
    assert (await flow.case(case_id))["status"] == "triage"
    await questions.answer(case_id, "In Muharraq.")
    assert (await flow.case(case_id))["status"] == "triage"
    assert (await flow.promise(case_id)).state == "running"


async def test_a_case_sorted_anew_while_it_waits_goes_on_waiting(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    await correction.correct(case_id, "mun-waste", by=flow.nadia, rev=await flow.rev(case_id))
    await triage.place(case_id, "mun-waste", by=flow.nadia, rev=await flow.rev(case_id), governorate="muharraq")
    assert (await flow.case(case_id))["status"] == "waiting_for_citizen"


async def test_closing_a_case_ends_its_question(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    await closure.close_as(case_id, "outside_government", "", by=flow.nadia, rev=await flow.rev(case_id))
    assert (await asked(flow))["ended"] == "withdrawn"
    await flow.time_passes(CAP + timedelta(days=1))
    assert "question_expired" not in await flow.acts(case_id)


async def test_ticker_and_answer_at_the_same_moment_leave_one_end(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    with clock.moved(CAP):
        await asyncio.gather(sweep.run(watch.apply), questions.answer(case_id, "Left."))
    await flow.time_passes(CAP)
    assert (await asked(flow))["ended"] == "answered"
    assert (await flow.promise(case_id)).state == "running"
    acts = await flow.acts(case_id)
    assert (acts.count("question_answered"), acts.count("question_expired")) == (1, 0)
