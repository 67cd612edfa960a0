"""What the alarms look at: how many promises fell due in each window and how many were late, for every agency at once.

A promise is counted as the boards count it: under the agency that had the case when it fell due.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cases.filters import Where, every, one_of
from cases.moments import days_of, midnight
from sla import calendars
from sla.budget import SMALL, Budget, Count, Windows
from sla.calendar import Calendar
from tawasul.core.db import fetch

ALL = ""  # in the place of an agency: the government as a whole
YEAR = timedelta(days=365)
FIVE = 5
_TICK = timedelta(microseconds=1)
_COUNTED = "FROM \"counted\" WHERE state <> 'void'"
_LATE = "state IN ('late', 'open')"


@dataclass(frozen=True, slots=True)
class Watched:
    """The numbers of one agency at a moment. `year` is looked up only where few cases are due; else it is empty."""

    agency: str
    windows: Windows
    budget: Budget
    year: Count


@dataclass(frozen=True, slots=True)
class _Stretches:
    """The windows as instants. Each begins just after a close of business and ends with one."""

    at: datetime
    quarter_first: datetime
    quarter_after: datetime
    quarter_days: int
    last_close: datetime
    close_before: datetime
    five_before: datetime
    next_close: datetime


def _stretches(at: datetime, calendar: Calendar) -> _Stretches:
    today = calendar.day_of(at)
    first, after = days_of("quarter", today)
    closed = calendar.is_working(today) and calendar.close_of(today) <= at
    last = today if closed else calendar.nth_before(today, 1)
    coming = calendar.nth(last, 1)
    return _Stretches(
        at=at,
        quarter_first=midnight(first),
        quarter_after=midnight(after),
        quarter_days=calendar.count(first - timedelta(days=1), after - timedelta(days=1)),
        last_close=calendar.close_of(last),
        close_before=calendar.close_of(calendar.nth_before(last, 1)),
        five_before=calendar.close_of(calendar.nth_before(last, FIVE)),
        next_close=calendar.close_of(coming),
    )


async def watched(at: datetime) -> list[Watched]:
    """The numbers of the government as a whole and of every agency with a promise due around this quarter.

    Two statements. Lateness is judged as of `at`, so that an alarm raised late says the same as one raised in time;
    what is still without a reply is judged as it is now.
    """
    spans = _stretches(at, await calendars.national())
    counted = await _counted(spans)
    by_agency = {str(row["agency"]): row for row in counted if row["agency"]}
    numbers = {ALL: _summed(counted), **by_agency}
    years = await _years(at, [agency for agency, row in numbers.items() if row["quarter"] < SMALL])
    return [_watched(agency, row, spans, years) for agency, row in numbers.items()]


async def _counted(spans: _Stretches) -> list[dict[str, Any]]:
    """The counts of each agency, by the index over due dates: no more than a quarter and five days are read."""
    quarter = Where("due_at >= {} AND due_at < {}", (spans.quarter_first, spans.quarter_after))
    spent = every(_fallen(spans.quarter_first, spans.at), Where("due_at < {}", (spans.quarter_after,)), Where(_LATE))
    one = _fallen(spans.close_before + _TICK, spans.last_close)
    last = _fallen(spans.last_close, spans.last_close)
    five = _fallen(spans.five_before + _TICK, spans.last_close)
    filters = {
        "quarter": quarter,
        "spent": spent,
        "one_due": one,
        "one_late": every(one, Where(_LATE)),
        "last_due": last,
        "last_late": every(last, Where(_LATE)),
        "five_due": five,
        "five_late": every(five, Where(_LATE)),
        "open": every(_fallen(spans.last_close + _TICK, spans.next_close), Where("state = 'open'")),
    }
    first, after = min(spans.quarter_first, spans.five_before), max(spans.quarter_after, spans.next_close + _TICK)
    columns = ", ".join(f'COUNT(*) FILTER (WHERE {each.sql}) AS "{name}"' for name, each in filters.items())
    values = [value for each in filters.values() for value in each.values]
    return await fetch(
        f"SELECT agency, {columns} {_COUNTED} AND due_at >= {{}} AND due_at < {{}} GROUP BY agency ORDER BY agency",
        *values,
        first,
        after,
    )


def _fallen(first: datetime, last: datetime) -> Where:
    return Where("due_at >= {} AND due_at <= {}", (first, last))


def _summed(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    names = ("quarter", "spent", "one_due", "one_late", "last_due", "last_late", "five_due", "five_late", "open")
    listed = list(rows)
    return {name: sum(row[name] for row in listed) for name in names}


async def _years(at: datetime, small: list[str]) -> dict[str, Count]:
    """Twelve months of these agencies, who have few cases; of all of them where the whole has few."""
    if not small:
        return {}
    where = every(_fallen(at - YEAR, at), Where("") if ALL in small else one_of("agency", small))
    rows = await fetch(
        f"SELECT agency, COUNT(*) AS due, COUNT(*) FILTER (WHERE {_LATE}) AS late "
        f"{_COUNTED} AND {where.sql} GROUP BY agency",
        *where.values,
    )
    found = {row["agency"]: Count(row["due"], row["late"]) for row in rows if row["agency"]}
    return {ALL: Count(sum(row["due"] for row in rows), sum(row["late"] for row in rows)), **found}


def _watched(agency: str, row: dict[str, Any], spans: _Stretches, years: dict[str, Count]) -> Watched:
    windows = Windows(
        last_close=Count(row["last_due"], row["last_late"]),
        one_day=Count(row["one_due"], row["one_late"]),
        five_days=Count(row["five_due"], row["five_late"]),
        next_close_open=row["open"],
        quarter_days=spans.quarter_days,
    )
    return Watched(agency, windows, Budget(row["quarter"], row["spent"]), years.get(agency, Count(0, 0)))
