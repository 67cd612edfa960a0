"""What stands beside a case: reasons, replies to start from, and cases that are probably the same."""

import re

import pytest

from cases import comparing, reply, reply_drafts
from cases.reply import ReplyDraft
from cases.tables import Case
from tawasul.accounts import views
from tests.wordwise import Wordwise

TEXT = "No power in our building"
REPLY = "The fuse was replaced at noon."


async def _row(reference):
    return await Case.select().where(Case.reference == reference).first()


@pytest.fixture
async def similar(browser, amal, staff):
    """A case with an answered one beside it: path, reference of the answered one."""
    first, second = await amal.assigned(TEXT, email="amal@example.org"), await amal.assigned(TEXT)
    row = await _row(first)
    basim = (await views.by_ids([staff["basim"]]))[staff["basim"]]
    await reply.send_reply(row["id"], ReplyDraft("done", REPLY), by=basim, rev=row["rev"])
    await comparing.remember(row["id"], Wordwise())
    await comparing.compare((await _row(second))["id"], Wordwise())
    return f"/desk/cases/{second}", first


async def test_the_words_that_weighed_are_marked_and_listed(browser, similar):
    answer = await (await browser("basim")).opens(similar[0])
    assert "Because they wrote:" in answer.text
    assert "<mark>power</mark>" in answer.text
    assert "Examples that the program learnt from" in answer.text
    assert "The whole street is dark" in answer.text


async def test_an_answered_case_like_it_shows_its_reply_and_no_contact(browser, similar):
    answer = await (await browser("basim")).opens(similar[0])
    assert REPLY in answer.text
    assert f'href="/desk/cases/{similar[1]}"' in answer.text
    assert "amal@example.org" not in answer.text


async def test_its_reply_starts_the_draft(browser, similar):
    page = await browser("basim")
    await page.opens(similar[0])
    answer = await page.sends(f"{similar[0]}/start", like=similar[1], reply="", outcome="done")
    assert answer.status_code == 303
    shown = await page.opens(similar[0])
    assert re.search(rf"<textarea[^>]*>\s*{re.escape(REPLY)}", shown.text)


async def test_a_reply_that_is_begun_is_kept_and_asked_about(browser, similar, staff):
    page = await browser("basim")
    await page.opens(similar[0])
    asked = await page.sends(f"{similar[0]}/start", like=similar[1], reply="An hour of work")
    assert asked.status_code == 422
    assert "Your reply has words already" in asked.text
    assert "An hour of work" in asked.text
    assert 'name="instead"' in asked.text
    await page.sends(f"{similar[0]}/start", instead=similar[1], reply="An hour of work")
    kept = await reply_drafts.load((await _row(similar[0].rpartition("/")[2]))["id"])
    assert kept.fields["reply"] == REPLY


async def test_nobody_of_another_agency_starts_from_it(browser, similar):
    tariq = await browser("tariq")
    await tariq.opens("/desk")
    answer = await tariq.sends(f"{similar[0]}/start", like=similar[1], reply="")
    assert answer.status_code == 404
    assert REPLY not in answer.text


async def test_a_case_like_no_other_shows_neither(browser, amal):
    answer = await (await browser("basim")).opens(f"/desk/cases/{await amal.assigned()}")
    assert "Similar answered cases" not in answer.text
    assert "Probably the same as" not in answer.text


async def test_a_probable_duplicate_is_one_link_from_being_answered_as_one(browser, amal):
    first = await amal.assigned(TEXT, block="604")
    second = await amal.assigned(TEXT, block="604")
    page = await browser("basim")
    answer = await page.opens(f"/desk/cases/{second}")
    assert "Probably the same as" in answer.text
    filled = await page.opens(f"/desk/cases/{second}?duplicate={first}")
    assert re.search(rf'name="duplicate_of"[^>]*value="{first}"', filled.text)
    sent = await page.sends(f"/desk/cases/{second}/reply", outcome="duplicate", duplicate_of=first, reply="Same case.")
    assert sent.status_code == 303


async def test_triage_shows_which_words_spoke_for_a_candidate(browser, amal):
    reference = await amal.waiting("Sparks <b>fly</b> from a pole")
    await comparing.compare((await _row(reference))["id"], Wordwise())
    answer = await (await browser("nadia")).opens("/desk/triage")
    assert "<mark>Sparks</mark>" in answer.text
    assert '<bdi class="because__word">Sparks</bdi>' in answer.text
    assert "<b>fly</b>" not in answer.text
    assert "Examples that the program learnt from" in answer.text
