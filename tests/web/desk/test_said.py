"""What citizens said after filing, as the desk reads it; and who may answer a review."""

import pytest

from cases import additions, ratings, reopening, review
from cases.tables import Case

REPLY = {"outcome": "done", "reply": "The fuse was replaced at noon."}


@pytest.fixture
async def opened(browser, amal):
    """Basim's browser at a case of his agency, and the case's path."""
    path = f"/desk/cases/{await amal.assigned('No power since Sunday')}"
    page = await browser("basim")
    await page.opens(path)
    return page, path


async def case_id():
    return (await Case.select(Case.id).first())["id"]


async def replies(page, path):
    await page.opens(path)
    return await page.sends(f"{path}/reply", **REPLY)


async def in_review(page, path):
    await replies(page, path)
    await reopening.reopen(await case_id(), "It is dark again.")
    await replies(page, path)
    await review.ask_review(await case_id(), "Nobody came.")


async def test_what_was_added_and_the_rating_are_shown(opened):
    page, path = opened
    await additions.add(await case_id(), "It is the second house.")
    await replies(page, path)
    await ratings.rate(await case_id(), "2", "Nobody came.")
    shown = (await page.opens(path)).text
    for words in ("It is the second house.", "2 of 5", "A little", "Nobody came."):
        assert words in shown


async def test_the_officer_who_replied_sees_the_review_and_no_form_for_it(opened):
    page, path = opened
    await in_review(page, path)
    shown = (await page.opens(path)).text
    for words in (
        "Why the citizen asked for a review",
        "somebody who has not handled it answers",
        "This count began with the review",
    ):
        assert words in shown
    assert f"{path}?tab=ask" not in shown
    assert f'action="{path}/reply"' not in shown
    assert (await page.sends(f"{path}/reply", **REPLY)).status_code == 403


async def test_the_supervisor_answers_it(opened, browser):
    page, path = opened
    await in_review(page, path)
    dana = await browser("dana")
    assert f'action="{path}/reply"' in (await dana.opens(path)).text
    assert (await dana.sends(f"{path}/reply", **REPLY)).status_code == 303
    assert (await Case.select(Case.status).first())["status"] == "answered"


async def test_another_agency_sees_nothing_of_it(opened, browser):
    page, path = opened
    await in_review(page, path)
    tariq = await browser("tariq")
    assert (await tariq.opens(path)).status_code == 404
