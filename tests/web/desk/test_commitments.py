"""The list of what is still to be done, and marking it."""

from datetime import timedelta

import pytest

from cases.tables import Commitment
from tawasul.core import clock
from tawasul.core.db import count_statements


@pytest.fixture
async def promised(browser, amal):
    """Basim's browser after a reply that promises something by 1 December."""
    path = f"/desk/cases/{await amal.assigned('Cable hangs low')}"
    page = await browser("basim")
    await page.opens(path)
    await page.sends(f"{path}/reply", outcome="will_be_done", reply="The cable is replaced.", due_on="2026-12-01")
    return page


async def test_what_was_promised_is_listed_with_its_day(promised):
    shown = (await promised.opens("/desk/commitments")).text
    assert "Tuesday 1 December 2026" in shown
    assert "The cable is replaced." in shown
    assert "Not kept in time" not in shown


async def test_after_its_day_it_is_late(promised):
    yesterday = clock.now().date() - timedelta(days=1)
    await Commitment.update({Commitment.due_on: yesterday}).where(Commitment.kept_at.is_null())
    assert "Not kept in time" in (await promised.opens("/desk/commitments")).text


async def test_what_is_done_leaves_the_list(promised):
    await promised.opens("/desk/commitments")
    number = (await Commitment.select(Commitment.id).first())["id"]
    answer = await promised.sends(f"/desk/commitments/{number}/kept")
    assert answer.headers["location"] == "/desk/commitments?kept=1"
    shown = (await promised.opens("/desk/commitments?kept=1")).text
    assert "Marked as done" in shown
    assert "Nothing promised is open" in shown


async def test_the_second_is_told_that_it_was_done(promised, browser):
    dana = await browser("dana")
    await dana.opens("/desk/commitments")
    number = (await Commitment.select(Commitment.id).first())["id"]
    await promised.opens("/desk/commitments")
    await promised.sends(f"/desk/commitments/{number}/kept")
    answer = await dana.sends(f"/desk/commitments/{number}/kept")
    assert answer.headers["location"] == "/desk/commitments?gone=1"


async def test_the_noise_of_another_agency_is_not_listed(promised, browser):
    tariq = await browser("tariq")
    assert "The cable is replaced." not in (await tariq.opens("/desk/commitments")).text


async def test_reading_is_not_marking(promised, browser):
    nadia = await browser("nadia")
    shown = (await nadia.opens("/desk/commitments")).text
    assert "The cable is replaced." in shown
    assert "It is done" not in shown


async def test_the_page_is_a_fixed_number_of_statements(promised, amal, browser):
    with count_statements() as few:
        await promised.opens("/desk/commitments")
    for _ in range(3):
        path = f"/desk/cases/{await amal.assigned()}"
        await promised.opens(path)
        await promised.sends(f"{path}/reply", outcome="will_be_done", reply="Then.", due_on="2026-12-02")
    with count_statements() as many:
        await promised.opens("/desk/commitments")
    assert len(few.statements) == len(many.statements)
