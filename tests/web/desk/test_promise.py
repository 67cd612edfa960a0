"""What the desk does to a promise: each form with its own faults, and only for those who may."""

from datetime import timedelta

import pytest

from cases.tables import LegalStay, Question, Reply, ReplyDraft
from sla.tables import Clock
from tawasul.core import clock


@pytest.fixture
async def opened(browser, amal):
    """Basim's browser at a case of his agency, and the case's path."""
    path = f"/desk/cases/{await amal.assigned('No power since Sunday')}"
    page = await browser("basim")
    await page.opens(path)
    return page, path


@pytest.fixture
async def above(browser, opened):
    """Dana's browser at the same case."""
    page = await browser("dana")
    await page.opens(opened[1])
    return page, opened[1]


async def asks(page, path, **typed):
    return await page.sends(f"{path}/ask", **{"ask_reason": "place_unclear", "question": "Which house?", **typed})


async def test_a_question_is_sent_and_the_page_says_that_the_count_stands(opened):
    page, path = opened
    assert (await asks(page, path)).status_code == 303
    shown = (await page.opens(path)).text
    for words in ("Which house?", "The place is not clear", "The count is paused", "Waiting for citizen"):
        assert words in shown
    assert f"{path}?tab=ask" not in shown  # while it stands there is nothing to ask


async def test_the_form_says_when_the_wait_would_end(opened):
    page, path = opened
    shown = (await page.opens(f"{path}?tab=ask")).text
    assert "It goes on with the answer, or by itself on" in shown
    assert "only a supervisor" not in shown


async def test_the_second_time_an_officer_is_told_beforehand_and_a_supervisor_may(opened, above):
    page, path = opened
    await asks(page, path)
    await page.opens(path)
    await page.sends(f"{path}/ask/withdraw")
    assert "only a supervisor can let it stand again" in (await page.opens(f"{path}?tab=ask")).text
    assert "or by itself on" in (await above[0].opens(f"{path}?tab=ask")).text


async def test_once_it_is_late_nothing_stops_the_clock_any_more(above):
    page, path = above
    await Clock.update({Clock.due_at: clock.now() - timedelta(seconds=1)}).where(Clock.kind == "final_reply")
    shown = (await page.opens(path)).text
    assert f"{path}?tab=ask" not in shown
    assert f"{path}?tab=stay" not in shown


async def test_a_question_without_words_is_refused_at_its_field(opened):
    page, path = opened
    answer = await asks(page, path, question=" ", ask_reason="")
    assert answer.status_code == 422
    assert '<a href="#question">Fill in this field</a>' in answer.text
    assert '<a href="#ask_reason">Choose one from the list</a>' in answer.text


async def test_a_second_question_is_refused_with_the_words_kept(opened):
    page, path = opened
    await asks(page, path)
    await page.opens(path)
    await page.sends(f"{path}/ask/withdraw")
    await page.opens(f"{path}?tab=ask")
    answer = await asks(page, path, question="And which floor?")
    assert "only a supervisor can let it stand again" in answer.text
    assert "And which floor?" in answer.text
    assert await Question.count() == 1


async def test_a_question_is_taken_back_by_one_click(opened):
    page, path = opened
    await asks(page, path)
    await page.opens(path)
    assert (await page.sends(f"{path}/ask/withdraw")).status_code == 303
    assert (await Question.select(Question.ended).first())["ended"] == "withdrawn"
    assert "The question was taken back" in (await page.opens(path)).text


async def test_a_supervisor_lets_the_law_pause_the_count_and_ends_it(above):
    page, path = above
    shown = (await page.opens(f"{path}?tab=stay")).text
    assert "90 days at most" in shown
    typed = {"stay_reason": "before_court", "ground": "Article 12", "last_day": "2026-12-01"}
    assert (await page.sends(f"{path}/stay", **typed)).status_code == 303
    shown = (await page.opens(path)).text
    for words in ("The matter is before a court", "Article 12", "after Tuesday 1 December 2026"):
        assert words in shown
    await page.sends(f"{path}/stay/end")
    assert (await LegalStay.select().first())["ended_at"] is not None


@pytest.mark.parametrize(
    ("last_day", "words"),
    [
        ("", "Enter the last day of the stay"),
        ("soon", "Enter a date as day, month and year"),
        ("2026-11-21", "This day has passed"),
        ("2027-06-01", "A stay lasts 90 days at most"),
    ],
)
async def test_a_pause_by_law_needs_a_day_that_fits(above, last_day, words):
    page, path = above
    answer = await page.sends(f"{path}/stay", stay_reason="before_court", ground="Article 12", last_day=last_day)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Article 12" in answer.text


async def test_an_officer_sees_neither_stays_nor_rejections_and_is_refused(opened):
    page, path = opened
    assert "?tab=stay" not in page.page
    assert (await page.sends(f"{path}/stay", stay_reason="before_court")).status_code == 403
    await page.sends(f"{path}/reply", outcome="done", reply="We looked at it.")
    assert "?tab=reject" not in (await page.opens(path)).text
    assert (await page.sends(f"{path}/reject", reject_reason="No.")).status_code == 403


async def test_a_supervisor_rejects_a_reply_and_it_stays_readable(opened, above):
    officer, path = opened
    await officer.sends(f"{path}/reply", outcome="done", reply="Your complaint was received.")
    page, _ = above
    await page.opens(f"{path}?tab=reject")
    assert (await page.sends(f"{path}/reject", reject_reason="Not what was done.")).status_code == 303
    shown = (await officer.opens(path)).text
    for words in ("Rejected: no answer", "Your complaint was received.", "Not what was done.", 'name="outcome"'):
        assert words in shown
    assert (await Reply.select(Reply.rejected_at).first())["rejected_at"] is not None


async def test_a_rejection_without_a_reason_is_refused_at_its_field(opened, above):
    officer, path = opened
    await officer.sends(f"{path}/reply", outcome="done", reply="We looked at it.")
    page, _ = above
    await page.opens(path)
    answer = await page.sends(f"{path}/reject", reject_reason="")
    assert answer.status_code == 422
    assert '<a href="#reject_reason">Write what the reply leaves unanswered</a>' in answer.text


async def test_a_draft_is_kept_while_one_types_and_is_there_again(opened):
    page, path = opened
    answer = await page.sends(f"{path}/draft", fragment=True, outcome="done", reply="The fuse was")
    assert answer.status_code == 200
    assert "Draft by Basim" in answer.text
    assert "<html" not in answer.text
    shown = (await page.opens(path)).text
    assert "The fuse was</textarea>" in shown
    assert 'value="done" id="outcome" checked' in shown


async def test_the_button_keeps_it_without_script(opened):
    page, path = opened
    answer = await page.sends(f"{path}/draft", outcome="", reply="Half a")
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert "Half a</textarea>" in (await page.opens(path)).text


async def test_a_draft_of_an_answered_case_says_why_it_is_not_kept(opened, browser):
    page, path = opened
    badr = await browser("badr")
    await badr.opens(path)
    await badr.sends(f"{path}/reply", outcome="done", reply="Repaired.")
    answer = await page.sends(f"{path}/draft", fragment=True, outcome="done", reply="Too late")
    assert "This case has its reply already" in answer.text
    assert await ReplyDraft.count() == 0


async def test_another_agencys_officer_finds_nothing_to_do(opened, browser):
    _, path = opened
    tariq = await browser("tariq")
    await tariq.opens("/desk")
    for act in ("ask", "ask/withdraw", "draft"):
        assert (await tariq.sends(f"{path}/{act}", question="Where?", reply="Mine")).status_code == 404


@pytest.mark.parametrize("tab", ["ask", "stay", "reject"])
async def test_every_tab_is_a_plain_link_in_arabic_too(above, tab):
    page, path = above
    answer = await page.opens(f"{path}?tab={tab}&lang=ar")
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
