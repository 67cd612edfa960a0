"""The tiles of the board: how much may still be late, what is late already, and what stands beside the rate."""

import re
from datetime import timedelta

import pytest

from tawasul.core import clock


def tile(text: str, heading: str) -> str:
    """What a tile says, without marks, spaces put together."""
    found = re.search(rf'<section[^>]*aria-labelledby="{heading}".*?</section>', text, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


@pytest.fixture
async def shown(lived, browser) -> str:
    return str((await (await browser("nadia")).opens("/board?period=quarter")).text)


def test_a_quarter_that_is_lost_is_said_to_be(shown):
    said = tile(shown, "budget-head")
    assert "The quarter is lost: 2 late replies more than 99 in 100 allows" in said
    assert "Late so far: 2 . Due this quarter: 3 so far and 0 still to come." in said


async def test_what_is_scheduled_counts_for_the_budget_before_it_falls_due(amal, browser):
    await amal.assigned()
    said = tile((await (await browser("nadia")).opens("/board")).text, "budget-head")
    assert "1 more late reply and the quarter is lost" in said
    assert "Due this quarter: 0 so far and 1 still to come." in said


def test_what_is_overdue_is_told_by_its_age(shown):
    said = tile(shown, "late-head")
    assert "The oldest is 3 working days late" in said
    assert "From 1 to 5 days 2" in said
    assert "Under 1 day 0" in said


async def test_what_is_due_today_without_a_draft_is_told(amal, browser, sunday):
    await amal.assigned()
    with clock.moved(sunday + timedelta(days=18)):  # Thursday 10 December, the fourteenth working day
        said = tile((await (await browser("nadia")).opens("/board")).text, "soon-head")
    assert "Today 1 due today without a draft" in said
    assert "1 due today, 0 in the next three working days" in said


def test_shares_stand_beside_the_rate_with_their_n(shown):
    said = tile(shown, "beside-head")
    assert "Rate without pauses 33.33% 1 would be on time had no pause moved a date" in said
    assert "Had a pause 0% 0 of what fell due" in said
    assert "Reopened 0% 0 of what was answered" in said
    assert "Verdicts corrected 0" in said


def test_without_pauses_there_is_nothing_to_be_wary_of(shown):
    assert "Pauses lift the rate" not in shown
