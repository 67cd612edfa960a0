"""How many officers hold the promise."""

from dataclasses import replace

import pytest

from sla.calendar import Calendar
from tawasul.simulation import staffing
from tawasul.simulation.scenario import Habits
from tawasul.simulation.staffing import Answer, Question

SEEDS = (1, 2)
QUESTION = Question(12, replace(Habits(), field=0.0))


def answer(*rates: float, on_time: int = 99, due: int = 100) -> Answer:
    return Answer(1, rates, on_time, due)


def test_officers_are_added_until_the_promise_is_surely_held(calendar: Calendar) -> None:
    found = staffing.tried(QUESTION, SEEDS, calendar)
    assert [one.officers for one in found] == list(range(1, len(found) + 1))
    assert [staffing.is_sure(one) for one in found] == [False] * (len(found) - 1) + [True]
    assert found[-1].officers >= staffing.load(QUESTION, calendar)


def test_it_ends_where_more_officers_change_nothing(calendar: Calendar) -> None:
    visits = Question(5, replace(Habits(), field=1.0, field_days=12.0))
    found = staffing.tried(visits, SEEDS, calendar)
    assert found[-1].rates == found[-2].rates
    assert not any(map(staffing.holds, found))


def test_what_fills_the_desks_is_not_counted(calendar: Calendar) -> None:
    due = staffing.kept(QUESTION, 2, (1,), calendar).due
    assert 0.8 < due / (12 * (staffing.WEEKS - staffing.WARM_UP)) < 1.15


def test_a_delay_is_added_to_the_habits() -> None:
    assert staffing.delayed(staffing.delayed(QUESTION, 2), 1).habits.routing_days == 3


@pytest.mark.parametrize(
    ("given", "sure", "held"),
    [
        (answer(1.0, 0.99), True, True),
        # All together, but only one half-year of two.
        (answer(1.0, 0.989), False, True),
        # 98.9 % is not 99 %.
        (answer(1.0, 1.0, on_time=989, due=1000), False, False),
        # Nothing due is nothing late.
        (answer(1.0, on_time=0, due=0), True, True),
    ],
)
def test_the_promise_is_99_percent(given: Answer, sure: bool, held: bool) -> None:
    assert (staffing.is_sure(given), staffing.holds(given)) == (sure, held)


def test_nine_of_ten_runs_leave_out_the_ends() -> None:
    rates = tuple(number / 100 for number in range(20))
    assert answer(*rates).between() == (0.01, 0.18)
