"""A reply is rated once, while its window is open, and a rating moves nothing."""

from datetime import timedelta

import pytest

from cases import ratings, reopening, timers
from cases.citizen_tables import Rating
from tawasul.core import clock
from tawasul.core.errors import Conflict, Invalid


async def answered(flow):
    case_id = await flow.assigned()
    await flow.replies(case_id)
    return case_id


async def refusal(case_id, stars="4", text=""):
    with pytest.raises(Conflict) as refused:
        await ratings.rate(case_id, stars, text)
    return refused.value.code


async def test_it_is_kept_with_its_sentence(flow):
    case_id = await answered(flow)
    await ratings.rate(case_id, "2", " Nobody came. ")
    row = await Rating.select().first()
    assert (row["case"], row["cycle"], row["stars"], row["text"]) == (case_id, 1, 2, "Nobody came.")
    assert (await flow.history(case_id))[-1].data == {"stars": 2}


async def test_a_poor_rating_moves_neither_verdict_nor_status(flow):
    case_id = await answered(flow)
    before, case = await flow.promise(case_id), await flow.case(case_id)
    await ratings.rate(case_id, "1", "")
    assert await flow.promise(case_id) == before
    assert await flow.case(case_id) == case


async def test_it_is_given_once_a_reply(flow):
    case_id = await answered(flow)
    await ratings.rate(case_id, "2", "")
    assert await refusal(case_id) == "rated_already"
    await reopening.reopen(case_id, "It is dark again.")
    assert await refusal(case_id) == "not_answered"
    await flow.replies(case_id)
    await ratings.rate(case_id, "5", "")
    assert [(row["cycle"], row["stars"]) for row in await Rating.select().order_by(Rating.cycle)] == [(1, 2), (2, 5)]


async def test_the_window_is_the_one_of_reopening(flow):
    case_id = await answered(flow)
    ends = reopening.window_ends(clock.now())
    with clock.moved(ends):
        assert await refusal(case_id) == "too_late_to_rate"
        await timers.close_answered()
        assert await refusal(case_id) == "too_late_to_rate"
    with clock.moved(ends - timedelta(microseconds=1)):
        await ratings.rate(case_id, "4", "")


async def test_an_unanswered_case_has_nothing_to_rate(flow):
    assert await refusal(await flow.assigned()) == "not_answered"


@pytest.mark.parametrize("stars", ["", "0", "6", "5.0", "٥", "five"])
async def test_only_one_to_five_is_a_rating(flow, stars):
    case_id = await answered(flow)
    with pytest.raises(Invalid) as refused:
        await ratings.rate(case_id, stars, "")
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("stars", "needs_stars")]
