"""The reply to a case like this one becomes the start of a draft, and nothing that was typed is lost."""

import pytest

from cases import comparing, reply_drafts, reply_starts
from tawasul.core.errors import Conflict, NotFound
from tests.wordwise import Wordwise

TEXT = "No power in the house"
REPLY = "The fuse was replaced at noon."


@pytest.fixture
async def pair(flow):
    """An open case, and the reference of an answered one that is shown beside it."""
    first = await flow.assigned(text=TEXT)
    await flow.replies(first)
    await comparing.remember(first, Wordwise())
    case_id = await flow.assigned(text=TEXT)
    await comparing.compare(case_id, Wordwise())
    return case_id, (await flow.case(first))["reference"]


async def draft(case_id: int) -> str:
    kept = await reply_drafts.load(case_id)
    return kept.fields["reply"] if kept else ""


async def test_the_reply_becomes_the_draft(flow, pair):
    case_id, other = pair
    await reply_starts.start_from(case_id, other, {"outcome": "done"}, by=flow.basim)
    assert await draft(case_id) == REPLY
    assert (await reply_drafts.load(case_id)).fields["outcome"] == "done"


async def test_words_that_were_typed_stay_until_their_writer_lets_them_go(flow, pair):
    case_id, other = pair
    with pytest.raises(Conflict, match="reply_begun"):
        await reply_starts.start_from(case_id, other, {"reply": "An hour of work"}, by=flow.basim)
    assert await draft(case_id) == "An hour of work"
    await reply_starts.start_from(case_id, other, {"reply": "An hour of work"}, by=flow.basim, instead=True)
    assert await draft(case_id) == REPLY


async def test_the_draft_of_a_colleague_stays_too(flow, pair):
    case_id, other = pair
    await reply_drafts.save(case_id, {"reply": "Badr's words"}, by=flow.badr)
    with pytest.raises(Conflict, match="reply_begun"):
        await reply_starts.start_from(case_id, other, {}, by=flow.basim)
    assert await draft(case_id) == "Badr's words"


async def test_what_a_colleague_wrote_since_does_not_go_by_a_choice_that_did_not_see_it(flow, pair):
    case_id, other = pair
    await reply_drafts.save(case_id, {"reply": "Badr's words"}, by=flow.badr)
    with pytest.raises(Conflict, match="draft_moved"):
        await reply_starts.start_from(case_id, other, {"draft_seen": ""}, by=flow.basim, instead=True)
    assert await draft(case_id) == "Badr's words"
    seen = (await reply_drafts.load(case_id)).mark
    await reply_starts.start_from(case_id, other, {"draft_seen": seen}, by=flow.basim, instead=True)
    assert await draft(case_id) == REPLY


async def test_a_case_that_is_not_shown_beside_it_gives_no_reply(flow, pair):
    case_id, _ = pair
    stranger = await flow.assigned(text="Bill wrong")
    await flow.replies(stranger)
    with pytest.raises(NotFound):
        await reply_starts.start_from(case_id, (await flow.case(stranger))["reference"], {}, by=flow.basim)


async def test_another_agency_starts_from_nothing(flow, pair):
    case_id, other = pair
    with pytest.raises(NotFound):
        await reply_starts.start_from(case_id, other, {}, by=flow.tariq)
    assert await draft(case_id) == ""
