"""The forecast by hand: a line of cases, a pace, and who will wait too long."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sla.forecast import Error, Line, expected, is_enough, pace_of, together
from tawasul.core.errors import DomainError

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
STEADY = pace_of([5] * 20)


def due(days: int, cases: int) -> Line:
    return Line(NOW + timedelta(days=days), Fraction(days), cases)


@pytest.mark.parametrize(
    ("lines", "overdue", "late"),
    [
        ([due(1, 5), due(2, 5)], 0, [0, 0]),  # five a day, five a day: exactly in time
        ([due(1, 6), due(2, 4)], 0, [1, 0]),  # the sixth of today is late, and those of tomorrow are not
        ([due(1, 6), due(2, 5)], 0, [1, 1]),  # it still takes its turn, so tomorrow loses one as well
        ([due(1, 5), due(2, 5)], 3, [3, 3]),  # three overdue ones stand before all
        ([due(3, 40)], 0, [25]),  # fifteen can be answered in three days
        ([due(0, 2)], 0, [2]),  # no time is left
        ([due(2, 5), due(1, 6)], 0, [1, 1]),  # told in any order, served by deadline
    ],
)
def test_the_soonest_due_is_served_first(lines: list[Line], overdue: int, late: list[int]) -> None:
    assert [line.late for line in expected(lines, STEADY, overdue)] == late


def test_a_pace_is_replies_a_working_day() -> None:
    pace = pace_of([0, 4, 2, 2])
    assert (pace.per_day, pace.days) == (2, 4)
    assert pace.spread == pytest.approx(1.633, abs=0.001)
    assert pace_of([]).per_day == 0


def test_steady_days_leave_no_doubt_and_uneven_ones_do() -> None:
    [sure] = expected([due(4, 30)], STEADY)
    [unsure] = expected([due(4, 30)], pace_of([0, 10] * 10))
    assert (sure.least, sure.late, sure.most) == (10, 10, 10)
    assert unsure.late == 10
    assert unsure.least < 10 < unsure.most


def test_an_agency_that_answers_none_will_be_late_with_all() -> None:
    silent = pace_of([0] * 20)
    assert is_enough(silent, 12)
    assert [line.late for line in expected([due(3, 12)], silent)] == [12]


@pytest.mark.parametrize(
    ("daily", "waiting", "enough"),
    [
        ([1] * 10, 0, True),
        ([1] * 9, 100, False),  # nine days are no habit
        ([0] * 19 + [3], 6, False),  # nine cases in all: one moves everything
        ([0] * 19 + [3], 7, True),
    ],
)
def test_too_little_is_no_forecast(daily: list[int], waiting: int, enough: bool) -> None:
    assert is_enough(pace_of(daily), waiting) is enough


@given(
    some.lists(some.tuples(some.integers(1, 14), some.integers(0, 30)), max_size=8),
    some.lists(some.integers(0, 20), min_size=10, max_size=20),
    some.integers(0, 20),
)
def test_the_range_holds_the_forecast_and_nobody_is_counted_twice(
    found: list[tuple[int, int]], daily: list[int], overdue: int
) -> None:
    lines = [due(days, cases) for days, cases in found]
    for line in expected(lines, pace_of(daily), overdue):
        assert 0 <= line.least <= line.late <= line.most <= line.cases


@given(
    some.lists(some.tuples(some.integers(1, 14), some.integers(0, 6)), max_size=6),
    some.integers(0, 40),
    some.integers(0, 9),
)
def test_it_is_what_a_line_served_one_by_one_comes_to(found: list[tuple[int, int]], replies: int, overdue: int) -> None:
    pace = pace_of([replies, *[0] * 9])
    lines = [due(days, cases) for days, cases in found]
    queue = sorted(line.days_left for line in lines for _ in range(line.cases))
    late = [left for place, left in enumerate(queue, overdue + 1) if place > pace.per_day * left]
    assert sum(line.late for line in expected(lines, pace, overdue)) == len(late)


def test_less_than_no_time_is_refused() -> None:
    with pytest.raises(DomainError, match="bad_counts"):
        expected([Line(NOW, Fraction(-1), 1)], STEADY)


def test_errors_are_counted_whichever_way_they_go() -> None:
    found = together([Error(2, 4, 3, 5), Error(1, 3, 3, 0), Error(0, 0, 0, 0)])
    assert found == Error(3, 7, 6, 5)
    assert (found.mean, found.bias) == (Fraction(5, 3), Fraction(1, 3))
    assert together([]) is None
