"""A citizen whose page is older than the case: told so, at what she did, and with every word of hers still there."""

from datetime import timedelta

import pytest

from cases import questions, rejection, reopening, reply
from cases.citizen_tables import Rating
from cases.reply import ReplyDraft
from cases.tables import Question, Reopening
from tawasul.core import clock

FIRST = ReplyDraft("done", "The fuse was replaced at noon.")
BETTER = ReplyDraft("explained", "The whole street is dark until the cable is mended.")
WHY = "This answers something else."


async def later(office, act, *values, by="basim"):
    """What the agency does a minute after the page was opened."""
    clock.move_to(clock.now() + timedelta(minutes=1))
    await office.does(act, *values, by=by)


@pytest.fixture
async def asked(opened, office):
    """The page with a question, which is taken back and followed by another."""
    visitor, path = opened
    await office.does(questions.ask, "place_unclear", "Which house is it?")
    await visitor.opens(path)
    seen = visitor.hidden("seen")
    await office.does(questions.withdraw)
    return visitor, path, seen


@pytest.fixture
async def overtaken(opened, office):
    """The page with a reply, which is rejected and followed by another."""
    visitor, path = opened
    await office.does(reply.send_reply, FIRST)
    await visitor.opens(path)
    seen = visitor.hidden("seen")
    await office.does(rejection.reject, WHY, by="dana")
    await later(office, reply.send_reply, BETTER)
    return visitor, path, seen


async def test_an_answer_does_not_go_to_another_question(asked, office):
    visitor, path, seen = asked
    await later(office, questions.ask, "time_unclear", "Since when?", by="dana")
    assert (await visitor.sends(f"{path}/answer", answer="The second one.", seen=seen)).status_code == 422
    for words in ("You are asked something else by now", "Since when?", "The second one."):
        assert words in visitor.page
    assert await Question.count().where(Question.answer.is_not_null()) == 0
    fresh = visitor.hidden("seen")
    assert (await visitor.sends(f"{path}/answer", answer="Since Sunday.", seen=fresh)).status_code == 303
    [row] = await Question.select().where(Question.answer.is_not_null())
    assert (row["text"], row["answer"]) == ("Since when?", "Since Sunday.")


async def test_words_whose_form_is_gone_are_kept_to_be_copied(asked):
    visitor, path, seen = asked
    await visitor.sends(f"{path}/answer", answer="The second one.", seen=seen)
    assert "There is no question that waits for an answer" in visitor.page
    assert f'action="{path}/answer"' not in visitor.page
    assert "The second one.</textarea>" in visitor.page
    assert '<textarea class="input" id="answer" rows="5" dir="auto" readonly>' in visitor.page


@pytest.mark.parametrize(
    ("act", "typed"),
    [("rating", {"stars": "1", "remark": "Nobody came."}), ("reopen", {"missing": "Nobody came."})],
)
async def test_what_is_said_of_a_reply_is_not_said_of_the_next(overtaken, act, typed):
    visitor, path, seen = overtaken
    assert (await visitor.sends(f"{path}/{act}", **typed, seen=seen)).status_code == 422
    for words in ("There is a newer reply by now", BETTER.text, "Nobody came."):
        assert words in visitor.page
    assert await Rating.count() + await Reopening.count() == 0


async def test_a_review_is_not_asked_for_of_a_reply_that_was_not_read(overtaken, office):
    visitor, path, _ = overtaken
    await reopening.reopen((await office.case())["id"], "It is dark again.")
    await office.does(reply.send_reply, FIRST)
    await visitor.opens(path)
    seen = visitor.hidden("seen")
    await office.does(rejection.reject, WHY, by="dana")
    await later(office, reply.send_reply, BETTER)
    assert (await visitor.sends(f"{path}/review", wanting="Nobody came.", seen=seen)).status_code == 422
    assert "There is a newer reply by now" in visitor.page
    assert (await office.case())["status"] == "answered"


@pytest.mark.parametrize("seen", ["٩" * 30, "none", "2026-11-22T06:00:00+00:00'--"])
async def test_a_mark_that_is_none_is_another_one(asked, office, seen):
    visitor, path, _ = asked
    await later(office, questions.ask, "time_unclear", "Since when?", by="dana")
    assert (await visitor.sends(f"{path}/answer", answer="Since Sunday.", seen=seen)).status_code == 422
    assert "You are asked something else by now" in visitor.page


async def test_a_form_without_a_mark_is_taken_as_it_was_before(asked, office):
    visitor, path, _ = asked
    await later(office, questions.ask, "time_unclear", "Since when?", by="dana")
    assert (await visitor.sends(f"{path}/answer", answer="Since Sunday.")).status_code == 303
