"""What citizens add to an open case reaches whoever works on it; it moves nothing, unless they were asked."""

from datetime import date

import pytest

from cases import additions, assignment, questions, stays, withdrawal
from cases.citizen_tables import Message
from cases.stays import StayDraft
from cases.tables import Question
from tawasul.core.errors import Conflict, Invalid


async def test_it_is_kept_and_the_officer_hears_of_it(flow):
    case_id = await flow.assigned()
    await assignment.take(case_id, by=flow.basim, rev=await flow.rev(case_id))
    await additions.add(case_id, " It is the second house. ")
    assert [row["text"] for row in await Message.select()] == ["It is the second house."]
    assert await flow.letters("information_added") == [flow.basim.id]
    assert (await flow.acts(case_id))[-1] == "information_added"


async def test_no_date_and_no_status_moves(flow):
    case_id = await flow.assigned()
    before, case = await flow.promise(case_id), await flow.case(case_id)
    await additions.add(case_id, "It smells too.")
    assert await flow.promise(case_id) == before
    assert await flow.case(case_id) == case


async def test_while_the_citizen_is_asked_it_is_the_answer_and_the_officer_hears_of_it_once(flow):
    case_id = await flow.assigned()
    before = (await flow.promise(case_id)).due_at
    await flow.asks(case_id)
    await additions.add(case_id, " It smells too. ")
    promise, case, asked = await flow.promise(case_id), await flow.case(case_id), await Question.select().first()
    assert (promise.state, promise.due_at, case["status"]) == ("running", before, "in_progress")
    assert (asked["ended"], asked["answer"]) == ("answered", "It smells too.")
    assert await Message.count() == 1
    assert (await flow.acts(case_id))[-1] == "question_answered"
    letters = [await flow.letters(name) for name in ("question_answered", "information_added")]
    assert letters == [[flow.basim.id], []]
    with pytest.raises(Conflict, match="no_question"):
        await questions.answer(case_id, "House 5")


async def test_a_stay_by_law_goes_on(flow):
    case_id = await flow.assigned()
    court = StayDraft("before_court", "Case 12 before the court", date(2026, 11, 26))
    await stays.stay(case_id, court, by=flow.dana, rev=await flow.rev(case_id))
    before, case = await flow.promise(case_id), await flow.case(case_id)
    await additions.add(case_id, "It smells too.")
    assert (await flow.promise(case_id), await flow.case(case_id)) == (before, case)
    assert before.state == "paused"


async def test_before_anybody_has_the_case_it_is_kept_all_the_same(flow):
    case_id = await flow.files()
    await additions.add(case_id, "It smells too.")
    assert await Message.count() == 1
    assert await flow.letters("information_added") == []


async def test_nothing_is_added_to_a_case_that_has_ended(flow):
    case_id = await flow.assigned()
    await withdrawal.withdraw(case_id, "")
    with pytest.raises(Conflict) as refused:
        await additions.add(case_id, "It smells too.")
    assert refused.value.code == "not_open"


async def test_an_empty_one_is_refused(flow):
    case_id = await flow.assigned()
    with pytest.raises(Invalid):
        await additions.add(case_id, " ")


async def test_the_twenty_first_is_refused(flow):
    case_id = await flow.assigned()
    for number in range(additions.MOST):
        await additions.add(case_id, f"More, {number}")
    with pytest.raises(Conflict) as refused:
        await additions.add(case_id, "Still more")
    assert refused.value.code == "too_much_added"
