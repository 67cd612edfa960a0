"""Lists of cases, soonest due first, a page at a time. Every list is a fixed number of statements."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cases import filters
from cases.filters import Figure, Narrowing, View, Where
from cases.moments import Period, moments
from sla.views import ClockView
from sla.views import view as clock_view
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch

PAGE = 50
EXCERPT = 160

_CLOCK = tuple(ClockView.__dataclass_fields__)
_COLUMNS = ", ".join(
    [
        "c.id AS case_id_, c.reference, c.rev, c.status, c.kind AS case_kind, c.category, c.agency AS at_agency",
        f"c.area, c.governorate, c.urgent, c.danger, c.holder, c.language, substr(c.text, 1, {EXCERPT}) AS excerpt",
        "c.received_at",
        *(f"k.{name} AS k_{name}" for name in _CLOCK),
    ]
)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case in a list."""

    reference: str
    rev: int
    status: str
    kind: str
    category: str | None
    agency: str | None
    area: str | None
    governorate: str | None
    urgent: bool
    danger: bool
    holder: int | None
    language: str
    excerpt: str
    received_at: datetime
    clock: ClockView


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of a list. `following` and `preceding` are the keys of the pages around it, if there are any."""

    rows: list[QueueRow]
    total: int
    following: str | None
    preceding: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page: after or before a key, or the first."""

    key: str = ""
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class _Listed:
    """What a list is made of: its rows, what counts them, and the columns of its order. Where two fall due together
    the second decides: in lists of the boards the clock's number, which an index holds."""

    rows: str
    counted: str
    due: str
    tie: str


_OWED = _Listed(filters.JOINED, filters.JOINED, "k.due_at", "c.reference")
_COUNTED = _Listed(filters.COUNTED, filters.COUNTED, "n.due_at", "n.clock")
_COUNTED_ALONE = replace(_COUNTED, counted='FROM "counted" n')
_FIRST, _ALL = Turn(), Narrowing()


async def inbox_page(staff: StaffView, view: View, by: Narrowing = _ALL, turn: Turn = _FIRST) -> QueuePage:
    """The cases of one tab that this member of staff reaches."""
    at = await moments(clock.now())
    scope = await agencies.scope(staff)
    where = filters.every(filters.reached(scope), filters.narrowed(by), filters.of_view(view, staff.id, at))
    return await _page(_OWED, where, turn)


async def counts(staff: StaffView, by: Narrowing = _ALL) -> dict[View, int]:
    """How many cases each tab holds. One statement over the open ones."""
    at = await moments(clock.now())
    scope = await agencies.scope(staff)
    tabs = {view: filters.of_view(view, staff.id, at) for view in filters.VIEWS}
    where = filters.every(filters.reached(scope), filters.narrowed(by), Where(filters.OPEN))
    counted = ", ".join(f'COUNT(*) FILTER (WHERE {tab.sql}) AS "{view}"' for view, tab in tabs.items())
    values = [value for tab in tabs.values() for value in tab.values]
    rows = await fetch(f"SELECT {counted} {filters.JOINED} WHERE {where.sql}", *values, *where.values)
    return {view: rows[0][view] for view in filters.VIEWS}


async def listed(
    staff: StaffView, figure: Figure, period: Period, by: Narrowing = _ALL, turn: Turn = _FIRST
) -> QueuePage:
    """Exactly the cases that a number on the board counts, a case once for each of its promises.

    A case that was this agency's when it fell due is counted here and stays in the list; once it is another's, its
    text is no longer shown.
    """
    at = await moments(clock.now(), period)
    scope = await agencies.scope(staff)
    where = filters.every(filters.counted_reach(scope), filters.counted_under(by), filters.of_figure(figure, at))
    page = await _page(_COUNTED if by.statuses else _COUNTED_ALONE, where, turn)
    shown = [row if scope.holds(row.agency) else replace(row, excerpt="", holder=None) for row in page.rows]
    return replace(page, rows=shown)


async def matching(where: Where, turn: Turn = _FIRST) -> QueuePage:
    """The cases of a condition that another query came to. Reach is for the caller to ask for in it."""
    return await _page(_OWED, where, turn)


async def _page(listed: _Listed, where: Where, turn: Turn) -> QueuePage:
    """One page by the key of its neighbour, and how many there are in all."""
    total = await fetch(f"SELECT COUNT(*) AS n {listed.counted} WHERE {where.sql}", *where.values)
    keyed = filters.every(where, _beyond(turn, listed))
    direction = "DESC" if turn.backwards else "ASC"
    found = await fetch(
        f"SELECT {_COLUMNS} {listed.rows} WHERE {keyed.sql} "
        f"ORDER BY {listed.due} {direction}, {listed.tie} {direction} LIMIT {PAGE + 1}",
        *keyed.values,
    )
    more, rows = len(found) > PAGE, [_row(row) for row in found[:PAGE]]
    if turn.backwards:
        rows.reverse()
    has_next = bool(rows) and (turn.backwards or more)
    has_previous = bool(rows) and (more if turn.backwards else bool(turn.key))
    return QueuePage(
        rows=rows,
        total=total[0]["n"],
        following=_key_of(rows[-1], listed) if has_next else None,
        preceding=_key_of(rows[0], listed) if has_previous else None,
    )


def _key_of(row: QueueRow, listed: _Listed) -> str:
    """The place of a row in the order."""
    return f"{row.clock.due_at.isoformat()}~{row.clock.id if listed.tie == _COUNTED.tie else row.reference}"


def _beyond(turn: Turn, listed: _Listed) -> Where:
    """The rows past a key. A key that is none of ours begins at the first page."""
    due, _, tie = turn.key.partition("~")
    try:
        instant = datetime.fromisoformat(due)
        last: int | str = int(tie) if listed.tie == _COUNTED.tie else tie
    except ValueError:
        return Where("")
    if instant.tzinfo is None:
        return Where("")
    sign = "<" if turn.backwards else ">"
    # Said twice, so that the index begins at the key: an OR alone would read all that lies before it.
    return Where(
        f"{listed.due} {sign}= {{}} AND ({listed.due} {sign} {{}} OR {listed.tie} {sign} {{}})",
        (instant, instant, last),
    )


def _row(row: dict[str, Any]) -> QueueRow:
    return QueueRow(
        reference=row["reference"],
        rev=row["rev"],
        status=row["status"],
        kind=row["case_kind"],
        category=row["category"],
        agency=row["at_agency"],
        area=row["area"],
        governorate=row["governorate"],
        urgent=row["urgent"],
        danger=row["danger"],
        holder=row["holder"],
        language=row["language"],
        excerpt=row["excerpt"],
        received_at=row["received_at"],
        clock=clock_view({name: row[f"k_{name}"] for name in _CLOCK}),
    )
