"""Who is at work."""

import random
from datetime import date, timedelta

from sla.calendar import Calendar
from tawasul.simulation.leave import away, officers_needed, staffed
from tawasul.simulation.scenario import Habits, Scenario

DAYS = [date(2026, 4, 5) + timedelta(days=number) for number in range(125)]
HABITS = Habits()


def test_an_officer_is_away_in_proportion_and_in_spells() -> None:
    found = away(DAYS, HABITS, random.Random(1))
    assert len(found) == 15  # thirty a year, of 250 working days
    neighbours = [day for day in found if day + timedelta(days=1) in found]
    assert len(neighbours) >= len(found) / 2


def test_twice_the_cases_need_twice_the_officers() -> None:
    once, twice = (officers_needed(cases, 65, 430, HABITS) for cases in (400, 800))
    assert twice == 2 * once
    assert once > 400 * HABITS.effort_minutes / (65 * 430)


def test_every_agency_has_somebody_and_more_with_more_slack(calendar: Calendar) -> None:
    assert staffed(Scenario(cases=10), 0.01, calendar) == 1
    assert staffed(Scenario(slack=2), 0.5, calendar) > staffed(Scenario(slack=1), 0.5, calendar)
