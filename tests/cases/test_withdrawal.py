"""The citizen takes a case back: it leaves the count before the deadline, and stays missed after it."""

from datetime import timedelta

import pytest

from cases import reopening, withdrawal
from cases.citizen_tables import Message
from cases.tables import Question
from tawasul.core import clock
from tawasul.core.errors import Conflict, Invalid


async def test_it_ends_the_case_and_its_clock_leaves_the_count(flow):
    case_id = await flow.assigned()
    await withdrawal.withdraw(case_id, " The power is back. ")
    assert (await flow.case(case_id))["status"] == "withdrawn"
    assert (await flow.promise(case_id)).state == "void"
    assert (await flow.acts(case_id))[-1] == "withdrawn"
    assert [(row["what"], row["text"]) for row in await Message.select()] == [("withdrawn", "The power is back.")]


async def test_a_reason_is_not_asked_for(flow):
    case_id = await flow.files()
    await withdrawal.withdraw(case_id, "")
    assert (await flow.case(case_id))["status"] == "withdrawn"
    assert await Message.count() == 0


async def test_after_the_deadline_the_promise_stays_missed(flow):
    case_id = await flow.assigned()
    with clock.moved((await flow.promise(case_id)).due_at + timedelta(days=1)):
        await withdrawal.withdraw(case_id, "")
    assert (await flow.promise(case_id)).state == "missed"


async def test_a_question_that_waits_ends_with_it(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    await withdrawal.withdraw(case_id, "")
    assert [row["ended"] for row in await Question.select()] == ["withdrawn"]
    assert (await flow.promise(case_id)).state == "void"


async def test_citizen_and_officer_are_told_once(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    await withdrawal.withdraw(case_id, "")
    assert await flow.letters("withdrawn") == [None]
    assert await flow.letters("case_withdrawn") == [flow.basim.id]


@pytest.mark.parametrize("reopened", [False, True])
async def test_an_answered_case_is_not_withdrawn_but_a_reopened_one_is(flow, reopened):
    case_id = await flow.assigned()
    await flow.replies(case_id)
    if reopened:
        await reopening.reopen(case_id, "It is dark again.")
        await withdrawal.withdraw(case_id, "")
        assert (await flow.case(case_id))["status"] == "withdrawn"
        return
    with pytest.raises(Conflict) as refused:
        await withdrawal.withdraw(case_id, "")
    assert refused.value.code == "answered_already"


async def test_it_is_withdrawn_once(flow):
    case_id = await flow.assigned()
    await withdrawal.withdraw(case_id, "")
    with pytest.raises(Conflict) as refused:
        await withdrawal.withdraw(case_id, "")
    assert refused.value.code == "not_open"


async def test_a_reason_that_is_too_long_changes_nothing(flow):
    case_id = await flow.assigned()
    with pytest.raises(Invalid):
        await withdrawal.withdraw(case_id, "x" * 5_001)
    assert (await flow.case(case_id))["status"] == "assigned"
