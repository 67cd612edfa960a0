"""The numbers about sorting, read from sums that the acts keep: their cost does not grow with the number of cases.

Each counts exactly the cases of the list that stands behind it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from cases.figure_views import Share
from cases.filters import NO_AGENCY, Where, every, one_of
from cases.sorted_fate import BY_FATE, LONGER, WAITS
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch
from tawasul.core.i18n import ZONE
from tawasul.core.wilson import Interval, interval

SortedFigure = Literal[
    "sorted",
    "routed",
    "chosen",
    "held",
    "unsure",
    "nothing",
    "judged",
    "stayed",
    "moved_away",
    "unjudged",
    "recategorised",
    "placed",
]
# What each number counts, as a condition on "sorted_case" s, and as a sum.
CONDITIONS: Mapping[SortedFigure, str] = {
    "sorted": "1 = 1",
    "routed": "s.fate = 'routed'",
    "chosen": "s.fate = 'chosen'",
    "held": "s.fate = 'held'",
    "unsure": "s.fate = 'unsure'",
    "nothing": "s.fate = 'nothing'",
    "judged": "s.judged",
    "stayed": "s.stayed",
    "moved_away": "s.judged AND NOT s.stayed",
    "unjudged": "s.fate = 'routed' AND NOT s.judged",
    "recategorised": "s.recategorised",
    "placed": "s.waited <> ''",
}
_BANDS = (*WAITS, LONGER)
_ALL_WAITS = " + ".join(_BANDS)
_SUMS: Mapping[str, str] = {
    "sorted": "n",
    **BY_FATE,
    "judged": "judged",
    "stayed": "stayed",
    "moved_away": "judged - stayed",
    "unjudged": f"{BY_FATE['routed']} - judged",
    "recategorised": "recategorised",
    "placed": _ALL_WAITS,
    "sure": "sure",
    **{band: band for band in _BANDS},
}
_COUNTED = ", ".join(f'SUM({what}) AS "{name}"' for name, what in _SUMS.items())
_FROM = 'FROM "sorted_count"'
_FROM_CATEGORIES = 'FROM "sorted_category"'
WEEK = timedelta(days=7)
WEEKS = 13


@dataclass(frozen=True, slots=True)
class Span:
    """The days from one to another, both of them in it."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class SortedFigures:
    """The numbers of one language, agency or week, or of all. `value` says which; empty where there is none."""

    counts: Mapping[str, int]
    value: str = ""

    @property
    def precision(self) -> Share:
        """Of what was routed and a person has worked with, what stayed with its agency."""
        return Share(self.counts["stayed"], self.counts["judged"])

    @property
    def coverage(self) -> Share:
        """Of all that the program read, what it routed."""
        return Share(self.counts["routed"], self.counts["sorted"])

    @property
    def abstention(self) -> Share:
        """Of all that the program read, what it did not know or took for nothing."""
        return Share(self.counts["unsure"] + self.counts["nothing"], self.counts["sorted"])

    @property
    def certainty(self) -> Interval | None:
        """Between which shares the precision lies."""
        return interval(self.counts["stayed"], self.counts["judged"])

    @property
    def median_wait(self) -> str | None:
        """The band of time in which half of those that people sorted were sorted; None if there are none."""
        seen = 0
        for band in _BANDS:
            seen += self.counts[band]
            if self.counts[band] and 2 * seen >= self.counts["placed"]:
                return band
        return None


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """The numbers of what was sorted in one week, from its Sunday on."""

    span: Span
    figures: SortedFigures


@dataclass(frozen=True, slots=True)
class Watch:
    """The page's numbers as of an instant."""

    as_of: datetime
    span: Span
    total: SortedFigures
    by_language: list[SortedFigures]
    by_agency: list[SortedFigures]


async def watch(staff: StaffView, days: int, agency: str | None = None) -> Watch:
    """The numbers of the last so many days, today with them. Two statements."""
    now = clock.now()
    span = last_days(now, days)
    where = every(_within(span), await reach(staff, agency))
    languages = await _by("language", where)
    total = SortedFigures(summed(each.counts for each in languages))
    return Watch(now, span, total, languages, await _by("agency", where))


async def weeks(staff: StaffView, agency: str | None = None) -> list[WeekFigures]:
    """So many weeks up to this one, oldest first. One statement."""
    this = sunday_of(clock.now().astimezone(ZONE).date())
    spans = [Span(first, first + WEEK - timedelta(days=1)) for first in (this - WEEK * back for back in range(WEEKS))]
    where = every(_within(Span(spans[-1].first, spans[0].last)), await reach(staff, agency))
    rows = await fetch(f'SELECT "day", {_COUNTED} {_FROM} WHERE {where.sql} GROUP BY "day"', *where.values)
    found: dict[date, list[Mapping[str, Any]]] = {span.first: [] for span in reversed(spans)}
    for row in rows:
        found[sunday_of(row["day"])].append(row)
    return [WeekFigures(span, SortedFigures(summed(found[span.first]))) for span in reversed(spans)]


async def number(staff: StaffView, figure: SortedFigure, span: Span, language: str | None, agency: str | None) -> int:
    """One number of a stretch of days. One statement."""
    spoken = Where("") if language is None else Where('"language" = {}', (language,))
    where = every(_within(span), spoken, await reach(staff, agency))
    rows = await fetch(f"SELECT SUM({_SUMS[figure]}) AS n {_FROM} WHERE {where.sql}", *where.values)
    return int(rows[0]["n"] or 0)


async def in_all() -> list[SortedFigures]:
    """Everything since the beginning, for metrics."""
    return await _by("language", Where("1 = 1"))


async def by_language(span: Span) -> list[SortedFigures]:
    """The numbers of a stretch of days over the whole government, for alarms."""
    return await _by("language", _within(span))


async def categories(span: Span) -> dict[str, int]:
    """How often the program took a text for what, where it was about something."""
    where = _within(span)
    rows = await fetch(
        f'SELECT "category", SUM(n) AS n {_FROM_CATEGORIES} WHERE {where.sql} GROUP BY "category"',
        *where.values,
    )
    return {row["category"]: int(row["n"]) for row in rows}


def last_days(now: datetime, days: int) -> Span:
    """The last so many days of the calendar in Bahrain, today with them."""
    today = now.astimezone(ZONE).date()
    return Span(today - timedelta(days=days - 1), today)


def sunday_of(day: date) -> date:
    """The day on which its week begins."""
    return day - timedelta(days=day.isoweekday() % 7)


def summed(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The counts of several rows together."""
    listed = list(rows)
    return {name: sum(int(row[name]) for row in listed) for name in _SUMS}


def _within(span: Span) -> Where:
    return Where('"day" >= {} AND "day" <= {}', (span.first, span.last))


async def reach(staff: StaffView, agency: str | None, column: str = '"agency"') -> Where:
    """What somebody reaches of what is counted, narrowed to an agency. What none has is for the national unit."""
    scope = await agencies.scope(staff)
    reached = Where("") if scope.national else one_of(column, sorted(scope.agencies))
    if agency is None:
        return reached
    return every(reached, Where(f"{column} = {{}}", ("" if agency == NO_AGENCY else agency,)))


async def _by(column: str, where: Where) -> list[SortedFigures]:
    rows = await fetch(
        f'SELECT "{column}" AS key, {_COUNTED} {_FROM} WHERE {where.sql} GROUP BY 1 ORDER BY SUM(n) DESC, 1',
        *where.values,
    )
    return [SortedFigures(summed([row]), row["key"]) for row in rows if row["sorted"]]
