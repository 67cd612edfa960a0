"""What the boards' queries give: numbers, each with the code of the list that holds exactly the cases it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases.filters import Figure
from cases.moments import Period
from sla.budget import Budget
from sla.compliance import Rate, rate


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole. `hundredths` of a percent, rounded down; None is "no data"."""

    part: int
    whole: int

    @property
    def hundredths(self) -> int | None:
        return self.part * 10_000 // self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of one agency, of one value of a dimension, or of all that somebody reaches.

    `agency` None: all of them, or, in a list by agency, what had not been given to one. `value`: the kind, category
    or governorate, or the number of the officer; empty where there was none.
    """

    agency: str | None
    counts: Mapping[Figure, int]
    value: str = ""

    @property
    def rate(self) -> Rate:
        """Kept promises out of those that fell due."""
        return rate(self.counts["on_time"], self.counts["due"])

    @property
    def gross_rate(self) -> Rate:
        """The same if no pause had moved a date."""
        return rate(self.counts["gross_on_time"], self.counts["due"])

    @property
    def pause_share(self) -> Share:
        """Of what fell due, how much had stood."""
        return Share(self.counts["had_pause"], self.counts["due"])

    @property
    def void_share(self) -> Share:
        """Of what would have fallen due, how much was closed as void before."""
        return Share(self.counts["void"], self.counts["due"] + self.counts["void"])

    @property
    def reopen_rate(self) -> Share:
        """Of what was answered, how much got a further cycle."""
        return Share(self.counts["reopened"], self.counts["answered"])


@dataclass(frozen=True, slots=True)
class Board:
    """A board as of an instant."""

    as_of: datetime
    period: Period
    total: Figures
    by_agency: list[Figures]


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What fell due in one month; `first` is its first day, and the `period` of the lists behind it."""

    first: date
    figures: Figures


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is owed and late, by working days since it was due. `seconds`: business time over all of them."""

    total: int
    by_age: Mapping[Figure, int]
    oldest_due_at: datetime | None
    seconds: int


@dataclass(frozen=True, slots=True)
class WithoutDraft:
    """What is due soon and has not even a draft of a reply; lists `undrafted_today` and `undrafted_soon`."""

    today: int
    soon: int


@dataclass(frozen=True, slots=True)
class QuarterBudget:
    """The error budget of this quarter. Lists `due`, `scheduled` and `late` of the period `quarter`."""

    due: int
    scheduled: int
    late: int

    @property
    def budget(self) -> Budget:
        return Budget(self.due + self.scheduled, self.late)
