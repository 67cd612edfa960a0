"""A citizen says "wrong office": the office hears of it, nothing moves, and a person decides."""

import asyncio

import pytest

from cases import correction, objection, queues
from cases.learning_tables import Objection
from cases.tables import Question
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound

WHY = "This is the road, not the cable"


async def open_of(flow, case_id):
    found = await objection.of(await flow.case(case_id))
    return found is not None and found.is_open


async def flagged(staff):
    return [row.objected for row in (await queues.inbox_page(staff, "all")).rows]


async def test_it_stands_in_the_queue_of_the_office_and_moves_nothing(flow):
    case_id = await flow.assigned()
    before, promise = await flow.case(case_id), await flow.promise(case_id)
    assert await flagged(flow.basim) == [False]
    await objection.object_to(case_id, f"  {WHY} ")
    assert await flagged(flow.basim) == [True]
    assert (await flow.case(case_id), await flow.promise(case_id)) == (before, promise)
    assert (await Objection.select().first())["reason"] == WHY
    assert (await flow.acts(case_id))[-1] == "objected"


async def test_while_the_citizen_is_asked_it_is_the_answer_and_the_clock_runs_again(flow):
    case_id = await flow.assigned()
    before = (await flow.promise(case_id)).due_at
    await flow.asks(case_id)
    await objection.object_to(case_id, WHY)
    promise, asked = await flow.promise(case_id), await Question.select().first()
    assert (promise.state, promise.due_at, (await flow.case(case_id))["status"]) == ("running", before, "in_progress")
    assert (asked["ended"], asked["answer"]) == ("answered", WHY)
    assert await flow.letters("question_answered") == [flow.basim.id]
    assert await open_of(flow, case_id)


async def test_said_twice_or_by_two_at_once_it_is_kept_once(flow):
    case_id = await flow.assigned()
    said = await asyncio.gather(*(objection.object_to(case_id, WHY) for _ in range(3)), return_exceptions=True)
    assert [error.code for error in said if isinstance(error, Conflict)] == ["objected_already"] * 2
    assert await Objection.count() == 1


async def test_correcting_the_case_is_the_decision(flow):
    case_id = await flow.assigned()
    await objection.object_to(case_id, WHY)
    await correction.correct(case_id, "mow-pothole", by=flow.nadia, rev=await flow.rev(case_id))
    assert not await open_of(flow, case_id)
    assert await flagged(flow.mona) == [False]


async def test_an_officer_may_say_that_the_office_is_right(flow):
    case_id = await flow.assigned()
    await objection.object_to(case_id, WHY)
    await objection.settle(case_id, by=flow.basim, rev=await flow.rev(case_id))
    assert not await open_of(flow, case_id)
    with pytest.raises(Conflict, match="no_open_objection"):
        await objection.settle(case_id, by=flow.basim, rev=await flow.rev(case_id))


@pytest.mark.parametrize(("who", "error"), [("tariq", NotFound), ("lulwa", NotFound), ("root", NotFound)])
async def test_nobody_else_decides_on_it(flow, who, error):
    case_id = await flow.assigned()
    await objection.object_to(case_id, WHY)
    with pytest.raises((error, Forbidden)):
        await objection.settle(case_id, by=flow.people[who], rev=await flow.rev(case_id))
    assert await open_of(flow, case_id)


@pytest.mark.parametrize(
    ("text", "code"), [("", "needs_office_reason"), ("x" * 1001, "too_long"), ("a\x00b", "control")]
)
async def test_a_reason_is_needed(flow, text, code):
    case_id = await flow.assigned()
    with pytest.raises(Invalid) as refused:
        await objection.object_to(case_id, text)
    assert [fault.code for fault in refused.value.faults] == [code]


async def test_what_a_person_sorted_or_was_answered_cannot_be_objected_to(flow, unsure):
    waiting, answered, corrected = await flow.waiting(), await flow.assigned(), await flow.assigned()
    await flow.replies(answered)
    await correction.correct(corrected, "ewa-bill", by=flow.basim, rev=await flow.rev(corrected))
    for case_id in (waiting, answered, corrected):
        with pytest.raises(Conflict, match="not_sorted_by_program"):
            await objection.object_to(case_id, WHY)
