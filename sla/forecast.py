"""Which open cases will be late if each agency goes on at its present pace. Pure.

The method can be told in four sentences. An agency's pace is its replies a working day over the last twenty working
days. Its open cases stand in one line, the soonest due first, and those overdue at the front. The case in place p is
answered when p replies have been given at that pace. It will be late if that takes longer than its deadline leaves.

Why so simple. The line is known: promises are made fourteen working days ahead, and what is filed from now on falls
due behind nearly all that waits, so nothing has to be guessed but the pace. Serving the soonest due first is what the
queue of an officer shows; an agency that works in another order will be late with more, and earlier, than is said
here. A pace is what was answered, not what could be: an agency that answers everything at once shows the pace of
what is filed, and does better than forecast when much comes at a time. What is withdrawn, or passed on to another
agency, leaves the line without counting as pace. Such errors are measured, not argued about: every forecast is kept
and shown beside what came.

Days differ, so a number comes with a range: the spread of the daily replies, taken as independent of each other,
gives the stretch in which four of five such forecasts should fall.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import floor, sqrt

from tawasul.core.errors import DomainError

SPAN = 20  # the working days that a pace is taken from
LEAST_DAYS, LEAST_CASES = 10, 10
_FOUR_OF_FIVE = 1.2816  # how many standard deviations to each side hold four of five values


@dataclass(frozen=True, slots=True)
class Pace:
    """Replies over some working days, and how much the days differ (standard deviation)."""

    replies: int
    days: int
    spread: float

    @property
    def per_day(self) -> Fraction:
        return Fraction(self.replies, self.days) if self.days else Fraction(0)


@dataclass(frozen=True, slots=True)
class Line:
    """Cases of one agency that fall due together, and the working days that are left until then."""

    due_at: datetime
    days_left: Fraction
    cases: int


@dataclass(frozen=True, slots=True)
class Expected:
    """What will become of a `Line`: `late` of them, in four of five such forecasts between `least` and `most`.

    The late ones are the last `late` of those that fall due together.
    """

    due_at: datetime
    cases: int
    late: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Error:
    """Past forecasts against what came, over `days` pairs of an agency and a day; `off` is by how much in all.

    `mean` is how far a forecast was off, whichever way; `bias` is positive where too many were feared.
    """

    days: int
    forecast: int
    came: int
    off: int

    @property
    def mean(self) -> Fraction:
        return Fraction(self.off, self.days)

    @property
    def bias(self) -> Fraction:
        return Fraction(self.forecast - self.came, self.days)


def pace_of(daily: Sequence[int]) -> Pace:
    """The pace of so many replies on each working day."""
    days = len(daily)
    if days < 2:
        return Pace(sum(daily), days, 0.0)
    mean = sum(daily) / days
    return Pace(sum(daily), days, sqrt(sum((count - mean) ** 2 for count in daily) / (days - 1)))


def is_enough(pace: Pace, open_cases: int) -> bool:
    """Whether there is anything to go by: ten working days with something to answer, and ten cases in hand.

    An agency that has cases and answers none has a pace, and it is zero.
    """
    return pace.days >= LEAST_DAYS and pace.replies + open_cases >= LEAST_CASES


def expected(lines: Iterable[Line], pace: Pace, overdue: int = 0) -> list[Expected]:
    """What becomes of the cases of one agency, in the order of their deadlines. `overdue` stand before them all."""
    found: list[Expected] = []
    ahead = overdue
    for line in sorted(lines, key=lambda one: one.due_at):
        if line.days_left < 0 or line.cases < 0:
            raise DomainError("bad_counts", days_left=str(line.days_left), cases=line.cases)
        likely, fewest, greatest = (
            line.cases - min(max(answered - ahead, 0), line.cases) for answered in _answered(pace, line.days_left)
        )
        found.append(Expected(line.due_at, line.cases, late=likely, least=greatest, most=fewest))
        ahead += line.cases
    return found


def _answered(pace: Pace, days: Fraction) -> tuple[int, int, int]:
    """Whole replies in so many working days: at this pace, in bad days, and in good ones."""
    likely = pace.per_day * days
    swing = _FOUR_OF_FIVE * pace.spread * sqrt(days)
    return floor(likely), max(floor(likely - swing), 0), floor(likely + swing)


def together(errors: Iterable[Error]) -> Error | None:
    """The error of several agencies or days; None where there is nothing to judge by."""
    listed = [error for error in errors if error.days]
    if not listed:
        return None
    return Error(
        days=sum(error.days for error in listed),
        forecast=sum(error.forecast for error in listed),
        came=sum(error.came for error in listed),
        off=sum(error.off for error in listed),
    )
