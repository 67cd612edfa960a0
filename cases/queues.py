"""Lists of cases, soonest due first, a page at a time. Every list is a fixed number of statements."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from cases import figures, filters, orders, walls
from cases.filters import Figure, Narrowing, View, Where
from cases.moments import Period, moments
from cases.orders import Order, Sort
from cases.urgency import Level, level_of
from sla.views import ClockView
from sla.views import view as clock_view
from tawasul.accounts import agencies
from tawasul.accounts.permissions import Scope
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch

PAGE = 50
PORTION = 500
EXCERPT = 160

_CLOCK = tuple(ClockView.__dataclass_fields__)
_COLUMNS = ", ".join(
    [
        "c.id AS case_id_, c.reference, c.rev, c.status, c.kind AS case_kind, c.category, c.agency AS at_agency",
        f"c.area, c.governorate, c.holder, c.language, substr(c.text, 1, {EXCERPT}) AS excerpt",
        "c.urgent, c.danger, c.priority, c.received_at, c.updated_at",
        # The citizen says that it is the wrong office, and it is still there.
        """EXISTS (SELECT 1 FROM "objection" o WHERE o."case" = c.id AND o.settled_at IS NULL
            AND o.agency = c.agency AND o.category = c.category) AS objected""",
        *(f"k.{name} AS k_{name}" for name in _CLOCK),
    ]
)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case in a list. `is_shut`: it is kept from the reader, who learns that it counts and not which it is.

    `sorted_on` is the day on which the program read it, in lists of what it sorted.
    """

    reference: str
    rev: int
    status: str
    kind: str
    category: str | None
    agency: str | None
    area: str | None
    governorate: str | None
    level: Level
    holder: int | None
    language: str
    excerpt: str
    received_at: datetime
    updated_at: datetime
    objected: bool
    clock: ClockView
    is_shut: bool = False
    sorted_on: date | None = None


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
class Wish:
    """What a list of one's own is narrowed to besides, and its order."""

    where: Where = field(default_factory=lambda: Where(""))
    sort: Sort = "due"


@dataclass(frozen=True, slots=True)
class _Listed:
    """What a list is made of: its rows, what counts them, and their order.

    `also` are columns that it alone has. `joined` is joined to the rows (`n`) once a page of them is found, so that
    nothing else is looked up; conditions and order are about those rows alone.
    """

    rows: str
    counted: str
    order: Order
    also: str = ""
    joined: str = ""


_OWED = _Listed(filters.JOINED, filters.JOINED, orders.OWED["due"])
_COUNTED = _Listed(filters.COUNTED, filters.COUNTED, orders.COUNTED)
_COUNTED_ALONE = _Listed(filters.COUNTED_ALONE, filters.COUNTED_ALONE, orders.COUNTED, joined=filters.OF_COUNTED)
_SORTED = _Listed(filters.SORTED, filters.SORTED, orders.SORTED, also=', s."day" AS sorted_on')
_FIRST, _ALL, _NO_WISH = Turn(), Narrowing(), Wish()


async def inbox_page(staff: StaffView, view: View, turn: Turn = _FIRST, wish: Wish = _NO_WISH) -> QueuePage:
    """The cases of one tab that this member of staff reaches."""
    at = await moments(clock.now())
    scope = await agencies.scope(staff)
    in_view = filters.of_view(view, staff, at)
    where = filters.every(_readable(staff, scope), in_view, wish.where)
    return await _page(replace(_OWED, order=orders.OWED[wish.sort]), where, turn)


async def counts(staff: StaffView, also: Where = _NO_WISH.where) -> dict[View, int]:
    """How many cases each tab of open ones holds. One statement over them."""
    at = await moments(clock.now())
    scope = await agencies.scope(staff)
    tabs = {view: filters.of_view(view, staff, at) for view in filters.OPEN_VIEWS}
    where = filters.every(_readable(staff, scope), Where(filters.OPEN), also)
    counted = ", ".join(f'COUNT(*) FILTER (WHERE {tab.sql}) AS "{view}"' for view, tab in tabs.items())
    values = [value for tab in tabs.values() for value in tab.values]
    rows = await fetch(f"SELECT {counted} {filters.JOINED} WHERE {where.sql}", *values, *where.values)
    return {view: rows[0][view] for view in filters.OPEN_VIEWS}


async def listed(
    staff: StaffView, figure: Figure, period: Period, by: Narrowing = _ALL, turn: Turn = _FIRST
) -> QueuePage:
    """Exactly the cases that a number on the board counts, a case once for each of its promises.

    A case that was this agency's when it fell due is counted here and stays in the list; once it is another's, its
    text is no longer shown.
    """
    scope = await agencies.scope(staff)
    where = await _of_figure(scope, figure, period, by)
    known = await figures.number(staff, figure, period, by)
    page = await _page(_COUNTED if by.statuses else _COUNTED_ALONE, where, turn, known)
    return replace(page, rows=await _as_reached(page.rows, staff, scope))


async def listed_whole(
    staff: StaffView, figure: Figure, period: Period, by: Narrowing = _ALL
) -> AsyncIterator[list[QueueRow]]:
    """The whole of such a list, as of now, in portions: a file of it is never held in memory."""
    scope = await agencies.scope(staff)
    where, turn = await _of_figure(scope, figure, period, by), _FIRST
    counted = _COUNTED if by.statuses else _COUNTED_ALONE
    while rows := await _rows(counted, where, turn, PORTION):
        yield await _as_reached(rows, staff, scope)
        turn = Turn(counted.order.key_of(rows[-1]))


async def inbox_whole(staff: StaffView, view: View, wish: Wish = _NO_WISH) -> AsyncIterator[list[QueueRow]]:
    """The whole of one tab in portions, each read past the last row of the one before."""
    at = await moments(clock.now())
    scope, turn = await agencies.scope(staff), _FIRST
    owed = replace(_OWED, order=orders.OWED[wish.sort])
    where = filters.every(_readable(staff, scope), filters.of_view(view, staff, at), wish.where)
    while rows := await _rows(owed, where, turn, PORTION):
        yield rows
        turn = Turn(owed.order.key_of(rows[-1]))


async def _of_figure(scope: Scope, figure: Figure, period: Period, by: Narrowing) -> Where:
    at = await moments(clock.now(), period)
    return filters.every(filters.counted_reach(scope), filters.counted_under(by), filters.of_figure(figure, at))


def _readable(staff: StaffView, scope: Scope) -> Where:
    """The cases that somebody reaches and is not kept from."""
    return filters.every(filters.reached(scope), walls.open_to(staff))


async def _as_reached(rows: list[QueueRow], staff: StaffView, scope: Scope) -> list[QueueRow]:
    """A case that is another agency's now has its line without its text and its officer; one that is kept from the
    reader has only its dates and where it stands."""
    shut = await walls.shut([row.clock.case_id for row in rows], staff)
    return [
        _blank(row)
        if row.clock.case_id in shut
        else row
        if scope.holds(row.agency)
        else replace(row, excerpt="", holder=None)
        for row in rows
    ]


def _blank(row: QueueRow) -> QueueRow:
    nothing = replace(row, reference="", category=None, area=None, governorate=None, excerpt="", holder=None)
    return replace(nothing, objected=False, is_shut=True)


async def counted_page(staff: StaffView, where: Where, turn: Turn, known: int) -> QueuePage:
    """The cases of a condition on what is counted, of whom so many are known to be; texts only of those within reach.
    Whom it shows is for the caller to ask for in the condition."""
    return await _within_reach(await _page(_COUNTED_ALONE, where, turn, known), staff)


async def sorted_page(staff: StaffView, where: Where, turn: Turn, known: int) -> QueuePage:
    """The cases of a condition on what the program sorted, the latest first; texts only of those within reach now."""
    return await _within_reach(await _page(_SORTED, where, turn, known), staff)


async def _within_reach(page: QueuePage, staff: StaffView) -> QueuePage:
    return replace(page, rows=await _as_reached(page.rows, staff, await agencies.scope(staff)))


async def _page(listed: _Listed, where: Where, turn: Turn, known: int | None = None) -> QueuePage:
    """One page by the key of its neighbour, and how many there are in all, counted where that is not known."""
    if known is None:
        known = (await fetch(f"SELECT COUNT(*) AS n {listed.counted} WHERE {where.sql}", *where.values))[0]["n"]
    found = await _rows(listed, where, turn, PAGE + 1)
    more, rows = len(found) > PAGE, found[:PAGE]
    if turn.backwards:
        rows.reverse()
    has_next = bool(rows) and (turn.backwards or more)
    has_previous = bool(rows) and (more if turn.backwards else bool(turn.key))
    return QueuePage(
        rows=rows,
        total=known,
        following=listed.order.key_of(rows[-1]) if has_next else None,
        preceding=listed.order.key_of(rows[0]) if has_previous else None,
    )


async def _rows(listed: _Listed, where: Where, turn: Turn, limit: int) -> list[QueueRow]:
    """So many rows past a key, in the direction of the turn."""
    keyed = filters.every(where, listed.order.beyond(turn.key, backwards=turn.backwards))
    order = f"ORDER BY {listed.order.by(backwards=turn.backwards)}"
    rows = f"{listed.rows} WHERE {keyed.sql} {order} LIMIT {limit}"
    if listed.joined:
        rows = f"FROM (SELECT n.* {rows}) n {listed.joined} {order}"
    return [_row(row) for row in await fetch(f"SELECT {_COLUMNS}{listed.also} {rows}", *keyed.values)]


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
        level=level_of(row),
        holder=row["holder"],
        language=row["language"],
        excerpt=row["excerpt"],
        received_at=row["received_at"],
        updated_at=row["updated_at"],
        objected=bool(row["objected"]),
        clock=clock_view({name: row[f"k_{name}"] for name in _CLOCK}),
        sorted_on=row.get("sorted_on"),
    )
