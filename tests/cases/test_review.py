"""A review: once, after the reopened case got its reply, by somebody above officers who has not handled it."""

from datetime import timedelta

import pytest

from cases import (
    assignment,
    notes,
    priority,
    ratings,
    reopening,
    reply,
    reply_drafts,
    review,
    reviewers,
    tags,
    transfer_proposals,
)
from cases.citizen_tables import Review
from cases.reply import ReplyDraft
from sla.views import clocks_of
from tawasul.core import clock
from tawasul.core.errors import Conflict, Forbidden, Invalid

WANTING = "Both replies say that a crew came, and nobody did."
LOOKED = ReplyDraft("explained", "I went there myself and saw it.")


async def twice_answered(flow):
    case_id = await flow.assigned()
    await flow.replies(case_id)
    await reopening.reopen(case_id, "It is dark again.")
    await flow.replies(case_id)
    return case_id


async def in_review(flow):
    case_id = await twice_answered(flow)
    await review.ask_review(case_id, WANTING)
    return case_id


async def refusal(case_id):
    with pytest.raises(Conflict) as refused:
        await review.ask_review(case_id, WANTING)
    return refused.value.code


async def answers(flow, case_id, by):
    await reply.send_reply(case_id, LOOKED, by=by, rev=await flow.rev(case_id))


async def test_a_third_cycle_begins_and_nobody_has_the_case(flow):
    case_id = await in_review(flow)
    case, row = await flow.case(case_id), await Review.select().first()
    assert (case["status"], case["cycle"], case["agency"], case["holder"]) == ("in_review", 3, "EWA", None)
    assert (row["cycle"], row["reason"]) == (3, WANTING)
    assert [found.state for found in await clocks_of([case_id], "final_reply")] == ["met", "met", "running"]


async def test_who_wrote_a_reply_cannot_review_it(flow):
    case_id = await in_review(flow)
    with pytest.raises(Forbidden):
        await answers(flow, case_id, flow.basim)
    with pytest.raises(Forbidden):
        await assignment.take(case_id, by=flow.basim, rev=await flow.rev(case_id))
    with pytest.raises(Forbidden):
        await reply_drafts.save(case_id, {"reply": "Again."}, by=flow.basim)


async def test_another_officer_cannot_either_because_she_is_not_more_senior(flow):
    case_id = await in_review(flow)
    with pytest.raises(Forbidden):
        await answers(flow, case_id, flow.badr)


async def test_a_supervisor_who_did_nothing_in_it_takes_it_on_and_answers(flow):
    case_id = await in_review(flow)
    await assignment.take(case_id, by=flow.dana, rev=await flow.rev(case_id))
    assert (await flow.case(case_id))["status"] == "in_review"
    await answers(flow, case_id, flow.dana)
    assert (await flow.case(case_id))["status"] == "answered"
    assert (await flow.promise(case_id)).state == "met"


async def test_a_supervisor_who_handled_it_leaves_it_to_the_head(flow):
    case_id = await twice_answered(flow)
    await notes.add(case_id, "The crew was there.", by=flow.dana)
    await review.ask_review(case_id, WANTING)
    with pytest.raises(Forbidden):
        await answers(flow, case_id, flow.dana)
    assert await flow.letters("review_asked") == [flow.huda.id]
    await answers(flow, case_id, flow.huda)


async def test_marking_a_case_is_no_handling_of_it(flow):
    case_id = await flow.assigned()
    await tags.add(case_id, ["lamps"], by=flow.dana, rev=await flow.rev(case_id))
    await priority.set_to(case_id, "high", by=flow.dana, rev=await flow.rev(case_id), reason="Nothing burns")
    await flow.replies(case_id)
    await reopening.reopen(case_id, "It is dark again.")
    await flow.replies(case_id)
    await review.ask_review(case_id, WANTING)
    await answers(flow, case_id, flow.dana)


async def test_where_all_of_an_agency_handled_it_the_arbiter_answers(flow):
    case_id = await twice_answered(flow)
    for person in (flow.dana, flow.huda):
        await notes.add(case_id, "The crew was there.", by=person)
    await review.ask_review(case_id, WANTING)
    assert await flow.letters("review_asked") == [flow.adel.id]
    await answers(flow, case_id, flow.adel)


async def test_the_arbiter_answers_nothing_but_reviews(flow):
    case_id = await flow.assigned()
    with pytest.raises(Forbidden):
        await answers(flow, case_id, flow.adel)


async def test_what_the_reviewer_does_in_the_review_does_not_shut_her_out(flow):
    case_id = await in_review(flow)
    await notes.add(case_id, "I shall go there.", by=flow.dana)
    assert await reviewers.may_answer(await flow.case(case_id), flow.dana)


async def test_the_citizen_has_a_date_and_the_nearest_reviewer_hears_of_it(flow):
    await in_review(flow)
    assert await flow.letters("in_review") == [None]
    assert await flow.letters("review_asked") == [flow.dana.id]


async def test_a_review_is_asked_for_after_a_reopening(flow):
    case_id = await flow.assigned()
    assert await refusal(case_id) == "not_answered"
    await flow.replies(case_id)
    assert await refusal(case_id) == "reopen_first"


async def test_it_is_asked_for_once(flow):
    case_id = await in_review(flow)
    assert await refusal(case_id) == "reviewed_already"
    await answers(flow, case_id, flow.dana)
    assert await refusal(case_id) == "reviewed_already"
    await ratings.rate(case_id, "3", "")


async def test_after_a_fortnight_it_is_too_late(flow):
    case_id = await twice_answered(flow)
    ends = reopening.window_ends(clock.now())
    with clock.moved(ends):
        assert await refusal(case_id) == "too_late_to_review"
    with clock.moved(ends - timedelta(microseconds=1)):
        await review.ask_review(case_id, WANTING)


async def test_without_a_reason_nothing_happens(flow):
    case_id = await twice_answered(flow)
    with pytest.raises(Invalid):
        await review.ask_review(case_id, " ")
    assert (await flow.case(case_id))["status"] == "answered"


async def test_who_handled_it_neither_asks_nor_passes_it_on(flow):
    case_id = await in_review(flow)
    with pytest.raises(Forbidden):
        await flow.asks(case_id)
    draft = transfer_proposals.Draft("MOH", "", "Not ours at all.")
    with pytest.raises(Forbidden):
        await transfer_proposals.propose(case_id, draft, by=flow.basim, rev=await flow.rev(case_id))


async def test_a_review_may_ask_the_citizen_and_stays_one(flow):
    case_id = await in_review(flow)
    await flow.asks(case_id, by=flow.dana)
    assert (await flow.case(case_id))["status"] == "waiting_for_citizen"
    assert not await reviewers.may_answer(await flow.case(case_id), flow.basim)
