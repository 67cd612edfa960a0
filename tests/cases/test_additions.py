"""What citizens add to an open case reaches whoever works on it, and moves nothing."""

import pytest

from cases import additions, withdrawal
from cases.citizen_tables import Message
from tawasul.core.errors import Conflict, Invalid


async def test_it_is_kept_and_the_officer_hears_of_it(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
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


async def test_a_pause_goes_on_because_it_is_no_answer(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    await additions.add(case_id, "It smells too.")
    assert (await flow.promise(case_id)).state == "paused"


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
