"""What a forecast is made from: what waits by due date, what was answered on each working day, and what came of it.

Read from the sums that the acts keep. What waits is counted under the agency that has it, an answer under the one that
gave it; what came, under the one that answers for it.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cases.figures import OWED
from cases.filters import Where, every
from cases.moments import midnight
from sla.calendar import Calendar
from sla.forecast import SPAN
from tawasul.core.db import fetch, instant

_TICK = timedelta(microseconds=1)
_SUMS = 'FROM "due_count"'


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open cases of an agency that fall due together. No agency: none yet. No date: all that is overdue."""

    agency: str | None
    due_at: datetime | None
    cases: int


@dataclass(frozen=True, slots=True)
class Span:
    """Working days, oldest first, and the instants between them: what comes at a weekend belongs to the day before."""

    days: tuple[date, ...]
    edges: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Came:
    """How many promises of an agency fell due on a day, and how many of them were late."""

    agency: str
    due_on: date
    due: int
    late: int


async def waiting(now: datetime, reached: Where) -> list[Waiting]:
    """All open cases within reach, gathered by agency and due date. One statement.

    What is overdue is kept by months and its changes by days: only together they are a number.
    """
    where = every(Where("dimension = 'line'"), OWED, reached)
    rows = await fetch(
        f'SELECT agency, CASE WHEN due_at > {{}} THEN due_at END AS due, SUM("open") AS n {_SUMS} WHERE {where.sql} '
        'GROUP BY 1, 2 HAVING SUM("open") <> 0 ORDER BY 1, 2',
        now,
        *where.values,
    )
    return [Waiting(row["agency"] or None, row["due"] and instant(row["due"]), row["n"]) for row in rows]


async def began(reached: Where) -> dict[str | None, datetime]:
    """The beginning of the day, or long ago of the month, since which each agency has had something to answer."""
    where = every(Where("dimension = 'since'"), OWED, reached)
    days = f'SELECT agency, due_at AS day {_SUMS} WHERE {where.sql} GROUP BY agency, due_at HAVING SUM("open") <> 0'
    first = f"SELECT agency, MIN(day) AS first FROM ({days}) days GROUP BY agency"  # noqa: S608 - all of it is ours
    rows = await fetch(first, *where.values)
    return {row["agency"] or None: instant(row["first"]) for row in rows}


def span_of_pace(now: datetime, calendar: Calendar) -> Span:
    """The working days that a pace is taken from: the last ones whose business is closed."""
    today = calendar.day_of(now)
    days = [calendar.nth_before(today, number) for number in range(SPAN, 0, -1)]
    is_on = calendar.is_working(today) and now < calendar.close_of(today)
    if calendar.is_working(today) and not is_on:
        days = [*days[1:], today]
    ends = midnight(today) if is_on else now + _TICK
    return Span(tuple(days), (*(midnight(day) for day in days), ends))


async def answered(span: Span, reached: Where) -> dict[str | None, list[int]]:
    """The answers of every agency on each of these working days, but for those that were rejected. One statement."""
    days = Where("dimension = 'sent' AND due_at >= {} AND due_at < {}", (span.edges[0], span.edges[-1]))
    where = every(days, reached)
    rows = await fetch(
        f"SELECT agency, due_at AS day, SUM(answered) AS n {_SUMS} WHERE {where.sql} GROUP BY agency, due_at",
        *where.values,
    )
    found: dict[str | None, list[int]] = {}
    for row in rows:
        daily = found.setdefault(row["agency"] or None, [0] * len(span.days))
        daily[bisect_right(span.edges, instant(row["day"])) - 1] += row["n"]
    return found


async def came(first: date, last: date, calendar: Calendar) -> list[Came]:
    """What became of the promises that fell due on these days, as their verdicts stand. One statement."""
    rows = await fetch(
        "SELECT agency, due_at, COUNT(*) AS due, COUNT(*) FILTER (WHERE state IN ('late', 'open')) AS late "
        "FROM \"counted\" WHERE state <> 'void' AND due_at >= {} AND due_at < {} GROUP BY agency, due_at",
        midnight(first),
        midnight(last + timedelta(days=1)),
    )
    found: dict[tuple[str, date], Came] = {}
    for row in rows:
        key = (row["agency"], calendar.day_of(row["due_at"]))
        known = found.get(key, Came(*key, 0, 0))
        found[key] = Came(*key, known.due + row["due"], known.late + row["late"])
    return list(found.values())
