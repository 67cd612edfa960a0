"""What citizens do on the page of their case: answer, say what is missing, and see what was promised."""

from datetime import date, timedelta

import pytest

from cases import assignment, closure, intake, questions, rejection, reply, sorting, stays
from cases.closure import Closing
from cases.filing_form import CaseDraft
from cases.reply import ReplyDraft
from cases.stays import StayDraft
from cases.tables import Case, Commitment, Question, Reply
from sla.tables import PolicyVersion
from tawasul.core import clock
from tests.web.conftest import SURE


async def test_a_question_is_answered_on_the_page(opened, office):
    visitor, path = opened
    await office.does(questions.ask, "place_unclear", "Which house is it?")
    await visitor.opens(path)
    for words in (
        "The officer asks you",
        "Which house is it?",
        "Waiting for your answer",
        "Without your answer it goes on",
    ):
        assert words in visitor.page
    await visitor.sends(f"{path}/answer", answer="The second one.")
    await visitor.follows()
    assert "Your answer has arrived" in visitor.page
    assert "The officer asks you" not in visitor.page
    assert (await Question.select(Question.answer).first())["answer"] == "The second one."


async def test_an_empty_answer_is_refused_at_its_field_and_the_question_stays(opened, office):
    visitor, path = opened
    await office.does(questions.ask, "place_unclear", "Which house is it?")
    await visitor.opens(path)
    assert (await visitor.sends(f"{path}/answer", answer=" ")).status_code == 422
    assert '<a href="#answer">Fill in this field</a>' in visitor.page
    assert "Which house is it?" in visitor.page


async def test_an_answer_to_a_question_taken_back_is_told_so_and_kept_on_the_screen(opened, office):
    visitor, path = opened
    await office.does(questions.ask, "place_unclear", "Which house is it?")
    await visitor.opens(path)
    await office.does(questions.withdraw)
    assert (await visitor.sends(f"{path}/answer", answer="The second one.")).status_code == 422
    assert "There is no question that waits for an answer" in visitor.page


@pytest.mark.parametrize("act", ["answer", "reopen"])
async def test_without_the_pair_nothing_is_done(opened, office, act):
    visitor, path = opened
    await office.does(questions.ask, "place_unclear", "Which house is it?")
    visitor.http.cookies.delete("opened")
    await visitor.opens("/track?lang=en")
    answer = await visitor.sends(f"{path}/{act}", answer="Mine", missing="Mine")
    assert (answer.status_code, answer.headers["location"]) == (303, "/track")
    assert (await Question.select(Question.answer).first())["answer"] is None


async def test_a_reply_can_be_objected_to_once_and_the_page_says_until_when(opened, office):
    visitor, path = opened
    await office.does(reply.send_reply, ReplyDraft("done", "The fuse was replaced."))
    await visitor.opens(path)
    before = (clock.now().date() + timedelta(days=15)).strftime("%-d %B %Y")
    assert "You can reopen the case once, before" in visitor.page
    assert before in visitor.page
    await visitor.sends(f"{path}/reopen", missing="It is dark again.")
    await visitor.follows()
    for words in ("The case is open again", "Reopened", "Earlier reply", "The fuse was replaced."):
        assert words in visitor.page
    assert f"{path}/reopen" not in visitor.page


async def test_reopening_without_a_reason_is_refused_at_its_field(opened, office):
    visitor, path = opened
    await office.does(reply.send_reply, ReplyDraft("done", "The fuse was replaced."))
    await visitor.opens(path)
    assert (await visitor.sends(f"{path}/reopen", missing="")).status_code == 422
    assert '<a href="#missing">Write what is missing or what came back</a>' in visitor.page


async def test_after_the_fortnight_nothing_is_offered(opened, office):
    visitor, path = opened
    await office.does(reply.send_reply, ReplyDraft("done", "The fuse was replaced."))
    await Reply.update({Reply.sent_at: clock.now() - timedelta(days=16)}).where(Reply.id > 0)
    await visitor.opens(path)
    assert "The fuse was replaced." in visitor.page
    assert f"{path}/reopen" not in visitor.page


async def test_a_commitment_is_shown_open_and_then_done(opened, office):
    visitor, path = opened
    due_on = clock.now().date() + timedelta(days=20)
    await office.does(reply.send_reply, ReplyDraft("will_be_done", "The cable is replaced.", due_on=due_on))
    await visitor.opens(path)
    assert "Not done yet" in visitor.page
    await Commitment.update({Commitment.kept_at: clock.now()}).where(Commitment.id > 0)
    await visitor.opens(path)
    assert "Done on" in visitor.page
    assert "Not done yet" not in visitor.page


async def test_a_rejected_reply_is_owned_up_to_without_the_offices_reason(opened, office):
    visitor, path = opened
    await office.does(reply.send_reply, ReplyDraft("done", "Your complaint was received."))
    await office.does(rejection.reject, "Basim must say what he did.", by="dana")
    await visitor.opens(path)
    assert "this reply did not answer you" in visitor.page
    assert "Your complaint was received." in visitor.page
    assert "Basim must say" not in visitor.page


async def test_a_pause_by_law_is_told_with_its_reason_and_not_its_ground(opened, office):
    visitor, path = opened
    last_day = clock.now().date() + timedelta(days=9)
    await office.does(stays.stay, StayDraft("before_court", "Secret file 12", last_day), by="dana")
    await visitor.opens(path)
    assert "The matter is before a court" in visitor.page
    assert "Secret file 12" not in visitor.page


async def test_in_arabic_the_page_is_whole_too(opened, office):
    visitor, path = opened
    await office.does(assignment.take)
    await office.does(questions.ask, "place_unclear", "أي مبنى؟")
    answer = await visitor.opens(f"{path}?lang=ar")
    assert answer.status_code == 200
    assert "الموظف يسألك" in visitor.page


@pytest.fixture
async def first_answer_promised(database):
    promise = {"clock": "first_response", "target": 3, "unit": "working_days", "ladder": '["t1", "t0", "breach"]'}
    await PolicyVersion.insert(PolicyVersion(**promise, valid_from=date(2026, 1, 1), pause_rules="{}"))


async def test_a_citizen_reads_by_when_a_first_answer_was_promised_and_that_it_came(
    first_answer_promised, opened, office
):
    visitor, path = opened
    assert "We promised you a first answer by Wednesday 25 November 2026" in visitor.page
    await office.does(questions.ask, "place_unclear", "Which house is it?")
    await visitor.opens(path)
    assert "you had it on Sunday 22 November 2026, in time" in visitor.page


async def test_the_page_of_a_duplicate_shows_the_answer_of_the_case_that_goes_on(opened, office):
    visitor, path = opened
    mine = (await office.case())["id"]
    original = await intake.file_case(CaseDraft("No power in the whole street", language="en"))
    await sorting.sort_case(original.case_id, lambda text, governorate: SURE)
    drafts = (
        (mine, ReplyDraft("duplicate", "See there.", duplicate_of=original.reference)),
        (original.case_id, ReplyDraft("done", "The cable was mended.")),
    )
    for case_id, draft in drafts:
        row = await Case.select(Case.rev).where(Case.id == case_id).first()
        await reply.send_reply(case_id, draft, by=office.people["basim"], rev=row["rev"])
    await visitor.opens(path)
    assert "The answer to the case that yours repeats" in visitor.page
    assert "The cable was mended." in visitor.page


async def test_the_page_of_a_case_closed_as_a_duplicate_shows_the_answer_too(opened, office):
    visitor, path = opened
    mine = await office.case()
    original = await intake.file_case(CaseDraft("No power in the whole street", language="en"))
    await sorting.sort_case(original.case_id, lambda text, governorate: SURE)
    closing = Closing("duplicate", duplicate_of=original.reference)
    await closure.close(mine["id"], closing, by=office.people["nadia"], rev=mine["rev"])
    row = await Case.select(Case.rev).where(Case.id == original.case_id).first()
    draft = ReplyDraft("done", "The cable was mended.")
    await reply.send_reply(original.case_id, draft, by=office.people["basim"], rev=row["rev"])
    await visitor.opens(path)
    assert "The answer to the case that yours repeats" in visitor.page
    assert "The cable was mended." in visitor.page
