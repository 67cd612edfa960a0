"""The on-time rate: of the promises that fell due, how many were kept. Nothing else is called "on time"."""

from dataclasses import dataclass
from datetime import datetime

from sla.views import ClockView
from tawasul.core.errors import DomainError

# The same conditions in SQL, over the clock table named "k", so that a number and the list behind it cannot differ.
# DUE takes the period's first instant, the first instant after it, and the instant as of which it is asked.
DUE = "k.state <> 'void' AND k.due_at >= {} AND k.due_at < {} AND k.due_at <= {}"
# The frozen verdict: it may have been corrected by two persons, and then differs from the dates.
KEPT = "k.on_time IS TRUE"
# Takes the instant as of which it is asked.
OVERDUE = "k.state IN ('running', 'paused') AND k.due_at < {}"


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of kept promises with its n. `hundredths` of a percent, rounded down; None is "no data"."""

    on_time: int
    due: int
    hundredths: int | None

    @property
    def late(self) -> int:
        """Late replies and those still owed."""
        return self.due - self.on_time


@dataclass(frozen=True, slots=True)
class Period:
    """Due dates from `first` up to, not including, `after`."""

    first: datetime
    after: datetime


def rate(on_time: int, due: int) -> Rate:
    """The rate of so many kept out of so many due. 98.996 % is not 99.00 %, and nothing due is no data."""
    if not 0 <= on_time <= due:
        raise DomainError("bad_counts", on_time=on_time, due=due)
    return Rate(on_time, due, on_time * 10_000 // due if due else None)


def fell_due(clock: ClockView, period: Period, as_of: datetime) -> bool:
    """Whether a clock belongs into the denominator: from the moment it falls due, answered or not."""
    return clock.state != "void" and period.first <= clock.due_at < period.after and clock.due_at <= as_of


def was_kept(clock: ClockView) -> bool:
    """Whether the reply came at or before the deadline, by the frozen verdict."""
    return clock.on_time is True


def is_overdue(clock: ClockView, as_of: datetime) -> bool:
    """Whether an answer is owed and late. True without any ticker having noticed."""
    return clock.is_open and clock.due_at < as_of


def rate_of(clocks: list[ClockView], period: Period, as_of: datetime) -> Rate:
    """The rate of a period over clocks in hand; what the boards' figures are checked against."""
    due = [clock for clock in clocks if fell_due(clock, period, as_of)]
    return rate(sum(map(was_kept, due)), len(due))
