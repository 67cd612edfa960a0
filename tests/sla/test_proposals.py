"""What a public library proposes, beside what we know."""

from datetime import date

import pytest

from sla import seed
from sla.proposals import proposals, unknown

OURS = {seed.holiday(row)["date"] for row in seed.seeding.read_rows(seed._DATA / "holidays.csv")}


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028])
def test_the_library_proposes_nothing_that_we_do_not_know_within_a_day(year):
    assert len(proposals(year)) >= 12
    assert unknown(year, OURS) == []


def test_a_day_that_nobody_entered_is_proposed():
    assert [one.date for one in unknown(2027, OURS - {date(2027, 1, 1)})] == [date(2027, 1, 1)]


def test_a_proposal_says_whether_the_moon_may_move_it():
    by_date = {one.date: one for one in proposals(2028)}
    assert not by_date[date(2028, 5, 1)].estimated
    assert any(one.estimated and one.name_ar and "estimated" not in one.name_en for one in by_date.values())


def test_a_proposal_has_its_name_in_both_languages():
    first = proposals(2027)[0]
    assert (first.name_en, first.name_ar) == ("New Year's Day", "رأس السنة الميلادية")
