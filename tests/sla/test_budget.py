"""The error budget by hand: what 99 % allows, and when an alarm sounds."""

from dataclasses import replace
from fractions import Fraction

import pytest

from sla.budget import Budget, Count, Windows, alerts, burn, is_worrying, raised, threshold, wilson_lower
from tawasul.core.errors import DomainError

QUIET = Windows(Count(100, 0), Count(100, 0), Count(500, 0), next_close_open=0, quarter_days=63)


@pytest.mark.parametrize(
    ("due", "spent", "allowed", "remaining", "until_lost"),
    [
        (10_000, 53, 100, 47, 48),  # 47 more may be late; the 48th loses the quarter
        (10_099, 100, 100, 0, 1),  # rounded down, and used up: the next one loses it
        (10_000, 120, 100, -20, 0),  # lost
        (99, 0, 0, 0, 1),  # too few for a single late one
        (0, 0, 0, 0, 1),  # nothing due
    ],
)
def test_a_quarter_allows_one_in_a_hundred(due, spent, allowed, remaining, until_lost):
    budget = Budget(due, spent)
    assert (budget.allowed, budget.remaining, budget.until_lost) == (allowed, remaining, until_lost)


def test_burn_is_how_many_times_too_fast():
    assert burn(Count(100, 1)) == 1
    assert burn(Count(200, 7)) == Fraction(7, 2)
    assert burn(Count(0, 0)) == 0


def test_thresholds_are_those_of_a_quarter_of_63_days():
    assert float(threshold(Fraction(5, 100), 1, 63)) == 3.15
    assert float(threshold(Fraction(10, 100), 5, 63)) == 1.26
    with pytest.raises(DomainError, match="target_not_positive"):
        threshold(Fraction(1, 100), 0, 63)


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        (QUIET, []),
        (replace(QUIET, one_day=Count(100, 4), last_close=Count(100, 4)), ["page"]),
        (replace(QUIET, one_day=Count(100, 4)), []),  # the last close was clean again
        (replace(QUIET, five_days=Count(500, 7), one_day=Count(100, 2)), ["ticket"]),
        (replace(QUIET, five_days=Count(500, 7), one_day=Count(100, 1)), []),  # it has stopped
        (replace(QUIET, next_close_open=24), ["leading"]),  # more than half of the 47 that are left
        (replace(QUIET, next_close_open=23), []),
    ],
)
def test_an_alarm_needs_a_long_and_a_short_window(windows, expected):
    assert alerts(windows, Budget(10_000, 53)) == expected


def test_one_late_case_of_a_small_agency_is_no_alarm():
    assert not is_worrying(Count(40, 1))
    assert is_worrying(Count(40, 3))
    assert is_worrying(Count(10, 1))  # surely above 1 %, however few they are
    assert is_worrying(Count(19, 2))
    assert not is_worrying(Count(20, 1))
    assert is_worrying(Count(3, 3))
    assert wilson_lower(Count(0, 0)) == 0
    assert wilson_lower(Count(40, 2)) == pytest.approx(0.0138, abs=0.0005)


def test_more_late_than_due_is_refused():
    with pytest.raises(DomainError, match="bad_counts"):
        Count(1, 2)


def test_a_small_agency_is_judged_by_twelve_months():
    fire = replace(QUIET, one_day=Count(2, 1), last_close=Count(2, 1))
    few, many = Budget(99, 1), Budget(100, 1)
    assert raised(fire, few, Count(300, 2)) == []
    assert raised(fire, few, Count(300, 3)) == ["page"]
    assert raised(fire, many, Count(300, 2)) == ["page"]
