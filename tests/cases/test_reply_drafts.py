"""A reply on its way is never lost, is nobody's secret in the office, and goes when the reply is sent."""

import asyncio

import pytest

from cases import reply_drafts
from cases.tables import ReplyDraft
from tawasul.core import clock
from tawasul.core.errors import Conflict, Forbidden, NotFound

TYPED = {"outcome": "done", "reply": "The fuse was", "due_on": "", "legal_ground": "", "duplicate_of": ""}


async def test_what_was_typed_is_kept_as_it_was_typed(flow):
    case_id, noise = await flow.assigned(), await flow.assigned()
    assert await reply_drafts.save(case_id, TYPED, by=flow.basim)
    found = await reply_drafts.load(case_id)
    assert (found.fields, found.by, found.updated_at) == (TYPED, flow.basim.id, clock.now())
    assert await reply_drafts.load(noise) is None


async def test_the_case_does_not_move_by_it(flow):
    case_id = await flow.assigned()
    before = await flow.case(case_id), await flow.acts(case_id)
    await reply_drafts.save(case_id, TYPED, by=flow.basim)
    assert (await flow.case(case_id), await flow.acts(case_id)) == before


async def test_a_colleague_goes_on_writing_in_the_same_draft(flow):
    case_id = await flow.assigned()
    await reply_drafts.save(case_id, TYPED, by=flow.basim)
    await reply_drafts.save(case_id, {**TYPED, "reply": "The fuse was replaced."}, by=flow.badr)
    found = await reply_drafts.load(case_id)
    assert (found.fields["reply"], found.by) == ("The fuse was replaced.", flow.badr.id)
    assert await ReplyDraft.count() == 1


async def test_saving_twice_at_once_leaves_one_draft(flow):
    case_id = await flow.assigned()
    await asyncio.gather(*(reply_drafts.save(case_id, TYPED, by=flow.basim) for _ in range(3)))
    assert await ReplyDraft.count() == 1


async def test_an_emptied_text_is_no_draft(flow):
    case_id = await flow.assigned()
    await reply_drafts.save(case_id, TYPED, by=flow.basim)
    assert not await reply_drafts.save(case_id, {**TYPED, "reply": " \n"}, by=flow.basim)
    assert await reply_drafts.load(case_id) is None


async def test_sending_the_reply_removes_it(flow):
    case_id = await flow.assigned()
    await reply_drafts.save(case_id, TYPED, by=flow.basim)
    await flow.replies(case_id)
    assert await reply_drafts.load(case_id) is None
    with pytest.raises(Conflict, match="answered_already"):
        await reply_drafts.save(case_id, TYPED, by=flow.basim)


@pytest.mark.parametrize(("who", "refusal"), [("tariq", NotFound), ("nadia", Forbidden)])
async def test_who_may_not_write_here(flow, who, refusal):
    case_id = await flow.assigned()
    with pytest.raises(refusal):
        await reply_drafts.save(case_id, TYPED, by=flow.people[who])
