"""What a simulation is about, in numbers. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Pattern = Literal["office", "nyc"]

# Thirty cases a week and agency: 46 agencies come to about as many in a quarter as the country expects.
CASES_A_WEEK = 30
YEAR_CASES = 155_000


@dataclass(frozen=True, slots=True)
class Habits:
    """How people behave. Shares are of all cases; days are working days unless it is said otherwise."""

    by_hand: float = 0.08
    misrouted: float = 0.04
    void: float = 0.02
    asks: float = 0.10
    silent: float = 0.25
    reopens: float = 0.03
    field: float = 0.30  # need somebody to go there, or another body's word, before anybody can answer
    field_days: float = 3.0  # until that is done, on average; the clock runs meanwhile
    answer_days: float = 3.0  # calendar days until a citizen answers, on average
    effort_minutes: float = 75.0  # of work for a reply, on average
    effort_spread: float = 0.6  # sigma of the logarithm
    productive: float = 0.75  # of the hours of business
    leave_days: int = 30  # a year and officer
    routing_days: int = 0  # until a case lies before those who answer


@dataclass(frozen=True, slots=True)
class Scenario:
    """One stretch of time. `officers` None: as many as carry the load with so much `slack`."""

    seed: int = 1
    first: date = date(2026, 3, 29)  # a Sunday; thirteen weeks from here hold Eid al-Adha and end within the quarter
    weeks: int = 13
    agencies: int = 10
    cases: int = 13 * 10 * CASES_A_WEEK
    outage_week: int | None = 5  # the ticker stands from the opening of this week, counted from 0
    outage_days: int = 4
    look_hours: int = 1  # steps lie at openings and closes; a real ticker looks every other second
    slack: float = 1.05
    habits: Habits = Habits()
    recorded: Mapping[date, int] | None = None

    @property
    def after(self) -> date:
        """The first day after it."""
        return self.first + timedelta(weeks=self.weeks)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range(self.weeks * 7)]

    @property
    def silent_days(self) -> frozenset[date]:
        """The days on which no ticker looks."""
        if self.outage_week is None:
            return frozenset()
        begins = self.first + timedelta(weeks=self.outage_week)
        return frozenset(begins + timedelta(days=number) for number in range(self.outage_days))
