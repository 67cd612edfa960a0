"""What a forecast is made from: what waits by due date, what was answered on each working day, and what came of it.

The three questions below are all that others need, so that where the numbers come from may change without them.
A case is counted under the agency that has it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from cases.filters import JOINED, OPEN, Where, every
from cases.moments import midnight
from sla.calendar import Calendar
from sla.compliance import DUE, KEPT
from sla.forecast import SPAN
from tawasul.core.db import fetch, instant

_TICK = timedelta(microseconds=1)
_PROMISES = 'FROM "clock" k JOIN "case_" c ON c.id = k.case_id WHERE k.kind = \'final_reply\''

_REPLIES = 'FROM "reply" r JOIN "case_" c ON c.id = r."case"'


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open cases of an agency that fall due together; `oldest` is when the first of them began. None: no agency yet."""

    agency: str | None
    due_at: datetime
    cases: int
    oldest: datetime


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


# An open clock has an open case; both are said, so that neither those that have ended are read.
STILL_OPEN = Where(
    f"{OPEN} AND c.status IN "
    "('received', 'triage', 'assigned', 'in_progress', 'waiting_for_citizen', 'in_review', 'reopened')"
)


async def waiting(reached: Where) -> list[Waiting]:
    """All open cases within reach, gathered by agency and due date. One statement over what is open."""
    where = every(STILL_OPEN, reached)
    rows = await fetch(
        f"SELECT c.agency AS at_agency, k.due_at, COUNT(*) AS n, MIN(k.started_at) AS oldest {JOINED} "
        f"WHERE {where.sql} GROUP BY c.agency, k.due_at ORDER BY c.agency, k.due_at",
        *where.values,
    )
    return [Waiting(row["at_agency"], row["due_at"], row["n"], instant(row["oldest"])) for row in rows]


def span_of_pace(now: datetime, calendar: Calendar) -> Span:
    """The working days that a pace is taken from: the last ones whose business is closed."""
    today = calendar.day_of(now)
    days = [calendar.nth_before(today, number) for number in range(SPAN, 0, -1)]
    is_on = calendar.is_working(today) and now < calendar.close_of(today)
    if calendar.is_working(today) and not is_on:
        days = [*days[1:], today]
    ends = midnight(today) if is_on else now + _TICK
    return Span(tuple(days), (*(midnight(day) for day in days), ends))


async def answered(span: Span, reached: Where) -> dict[str, list[int]]:
    """The replies of every agency on each of these working days. One statement over the replies of those days."""
    columns = ", ".join(
        f"COUNT(*) FILTER (WHERE r.sent_at >= {{}} AND r.sent_at < {{}}) AS d{place}" for place in range(len(span.days))
    )
    pairs = [edge for pair in pairwise(span.edges) for edge in pair]
    where = every(Where("r.sent_at >= {} AND r.sent_at < {}", (span.edges[0], span.edges[-1])), reached)
    rows = await fetch(
        f"SELECT c.agency AS at_agency, {columns} {_REPLIES} WHERE {where.sql} GROUP BY c.agency",
        *pairs,
        *where.values,
    )
    return {row["at_agency"]: [row[f"d{place}"] for place in range(len(span.days))] for row in rows}


async def came(first: date, last: date, calendar: Calendar, reached: Where) -> list[Came]:
    """What became of the promises that fell due on these days, as their verdicts stand. One statement."""
    after = midnight(last + timedelta(days=1))
    where = every(Where(DUE, (midnight(first), after, after)), reached)
    rows = await fetch(
        f"SELECT c.agency AS at_agency, k.due_at, COUNT(*) AS due, "
        f"COUNT(*) FILTER (WHERE NOT ({KEPT})) AS late {_PROMISES} AND {where.sql} GROUP BY c.agency, k.due_at",
        *where.values,
    )
    found: dict[tuple[str, date], Came] = {}
    for row in rows:
        key = (row["at_agency"] or "", calendar.day_of(row["due_at"]))
        known = found.get(key, Came(*key, 0, 0))
        found[key] = Came(*key, known.due + row["due"], known.late + row["late"])
    return list(found.values())
