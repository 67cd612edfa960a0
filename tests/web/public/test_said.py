"""What citizens may do on the page of their case besides answering: add, withdraw, rate, ask for a review."""

import pytest

from cases import questions, reopening, reply
from cases.citizen_tables import Rating
from cases.reply import ReplyDraft

DONE = ReplyDraft("done", "The fuse was replaced at noon.")


async def test_more_is_added_and_shown(opened, office):
    visitor, path = opened
    assert "Add something to your case" in visitor.page
    await visitor.sends(f"{path}/information", information="It is the second house.")
    await visitor.follows()
    for words in ("your date did not move", "It is the second house.", "You added something"):
        assert words in visitor.page


async def test_what_is_added_while_the_officer_asks_is_told_as_the_answer(opened, office):
    visitor, path = opened
    await office.does(questions.ask, "place_unclear", "Which house is it?")
    await visitor.opens(path)
    assert "It counts as your answer, and the count goes on." in visitor.page
    assert "If you say this now, it counts as your answer" in visitor.page
    assert "Your date does not move." not in visitor.page
    await visitor.sends(f"{path}/information", information="It is the second house.")
    await visitor.follows()
    for words in ("Your answer has arrived", "It is the second house.", "You answered and the count goes on"):
        assert words in visitor.page
    for words in ("your date did not move", "The officer asks you", "The count is paused", "It counts as your answer"):
        assert words not in visitor.page


async def test_an_objection_while_the_officer_asks_is_told_as_the_answer(opened, office):
    visitor, path = opened
    await office.does(questions.ask, "place_unclear", "Which house is it?")
    await visitor.sends(f"{path}/wrong-office", wrong_office="This is the road, not the cable")
    await visitor.follows()
    for words in ("Your answer has arrived", "You said that it is the wrong office. A person decides on it."):
        assert words in visitor.page
    assert "The officer asks you" not in visitor.page


async def test_an_empty_addition_is_refused_at_its_field(opened, office):
    visitor, path = opened
    assert (await visitor.sends(f"{path}/information", information=" ")).status_code == 422
    assert '<a href="#information">Fill in this field</a>' in visitor.page
    assert '<details class="more" open' in visitor.page


async def test_a_case_is_withdrawn_and_offers_nothing_more(opened, office):
    visitor, path = opened
    await visitor.sends(f"{path}/withdraw", withdrawal="The power is back.")
    await visitor.follows()
    for words in ("You withdrew the case", "Withdrawn", "The power is back."):
        assert words in visitor.page
    assert f"{path}/withdraw" not in visitor.page
    assert f"{path}/information" not in visitor.page


async def test_a_reply_is_rated(opened, office):
    visitor, path = opened
    await office.does(reply.send_reply, DONE)
    await visitor.opens(path)
    assert "Did the reply deal with your case?" in visitor.page
    await visitor.sends(f"{path}/rating", stars="2", remark="Nobody came.")
    await visitor.follows()
    for words in ("Your rating has arrived", "2 of 5", "A little", "Nobody came."):
        assert words in visitor.page
    assert f"{path}/rating" not in visitor.page
    assert (await Rating.select().first())["stars"] == 2


async def test_a_rating_without_a_number_keeps_the_sentence(opened, office):
    visitor, path = opened
    await office.does(reply.send_reply, DONE)
    await visitor.opens(path)
    assert (await visitor.sends(f"{path}/rating", remark="Nobody came.")).status_code == 422
    assert "Choose how well the reply deals with your case" in visitor.page
    assert "Nobody came." in visitor.page


async def test_after_the_second_reply_a_review_is_offered_and_asked_for(opened, office):
    visitor, path = opened
    await office.does(reply.send_reply, DONE)
    await visitor.opens(path)
    assert "Ask for a review" not in visitor.page
    await reopening.reopen((await office.case())["id"], "It is dark again.")
    await office.does(reply.send_reply, DONE)
    await visitor.opens(path)
    assert "A supervisor who did not write it will read it" in visitor.page
    await visitor.sends(f"{path}/review", wanting="Nobody came.")
    await visitor.follows()
    for words in ("Your case is under review", "Under review", "Nobody came."):
        assert words in visitor.page


@pytest.mark.parametrize("act", ["information", "withdraw", "rating", "review"])
async def test_without_the_code_nothing_of_it_can_be_done(opened, office, act):
    visitor, path = opened
    page = visitor.answer
    del visitor.http.cookies["opened"]
    visitor.answer = page
    typed = {"information": "x", "withdrawal": "x", "stars": "1", "wanting": "x"}
    before = await office.case()
    answer = await visitor.sends(f"{path}/{act}", **typed)
    assert (answer.status_code, answer.headers["location"]) == (303, "/track")
    assert await office.case() == before
