"""Taking a case on."""

import asyncio

import pytest

from cases import assignment, reply
from cases.reply import ReplyDraft
from tawasul.core.errors import Conflict, Forbidden, NotFound


async def taken(flow, case_id, by):
    await assignment.take(case_id, by=by, rev=await flow.rev(case_id))


async def test_an_officer_takes_a_case_on(flow):
    case_id = await flow.assigned()
    before = await flow.promise(case_id)
    await taken(flow, case_id, flow.basim)
    case = await flow.case(case_id)
    assert (case["status"], case["holder"]) == ("in_progress", flow.basim.id)
    assert (await flow.acts(case_id))[-1] == "taken"
    assert await flow.promise(case_id) == before


async def test_a_case_can_be_taken_over_from_a_colleague(flow):
    case_id = await flow.assigned()
    await taken(flow, case_id, flow.basim)
    await taken(flow, case_id, flow.dana)
    assert (await flow.case(case_id))["holder"] == flow.dana.id
    assert (await flow.history(case_id))[-1].data == {"from": flow.basim.id}


async def test_taking_it_twice_changes_nothing(flow):
    case_id = await flow.assigned()
    await taken(flow, case_id, flow.basim)
    before = await flow.case(case_id)
    await taken(flow, case_id, flow.basim)
    assert await flow.case(case_id) == before


async def test_of_two_who_take_it_at_once_one_has_it(flow):
    case_id = await flow.assigned()
    rev = await flow.rev(case_id)
    done = await asyncio.gather(
        *(assignment.take(case_id, by=who, rev=rev) for who in (flow.basim, flow.badr)), return_exceptions=True
    )
    assert [error.code for error in done if error is not None] == ["moved"]
    assert (await flow.acts(case_id)).count("taken") == 1


async def test_an_answered_case_is_not_taken(flow):
    case_id = await flow.assigned()
    await reply.send_reply(case_id, ReplyDraft("done", "Done."), by=flow.basim, rev=await flow.rev(case_id))
    with pytest.raises(Conflict, match="answered_already"):
        await taken(flow, case_id, flow.basim)


async def test_who_may_not(flow):
    case_id = await flow.assigned()
    with pytest.raises(NotFound):
        await taken(flow, case_id, flow.tariq)
    with pytest.raises(Forbidden):
        await taken(flow, case_id, flow.nadia)
    with pytest.raises(NotFound):
        await taken(flow, await flow.waiting(), flow.basim)
    with pytest.raises(NotFound):
        await taken(flow, case_id, flow.root)


async def test_a_case_that_does_not_exist_is_not_found(flow):
    with pytest.raises(NotFound):
        await assignment.take(10_000, by=flow.basim, rev=1)


async def test_whether_a_case_changed_is_not_told_to_those_who_do_not_reach_it(flow):
    case_id = await flow.assigned()
    with pytest.raises(NotFound):
        await assignment.take(case_id, by=flow.tariq, rev=99)
