"""All numbers of the boards, read from sums that the acts keep: their cost does not grow with the number of cases.

Each counts exactly the cases of the list that stands behind it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal

from cases import walls
from cases.figure_views import Board, Figures, MonthFigures, Overdue, QuarterBudget, WithoutDraft
from cases.filters import (
    AGE_FIGURES,
    JOINED,
    NO_AGENCY,
    NOW_FIGURES,
    OPEN,
    PERIOD_FIGURES,
    STILL_OPEN,
    Figure,
    Moments,
    Narrowing,
    Where,
    every,
    one_of,
    reached,
)
from cases.moments import Days, Period, midnight, moments, months_on
from sla import calendars
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch
from tawasul.core.i18n import ZONE

Dimension = Literal["kind", "category", "governorate", "holder"]
_PERIOD_SUMS: Mapping[Figure, str] = {
    "due": 'SUM("open" + met + late)',
    "on_time": "SUM(met)",
    "late": 'SUM("open" + late)',
    "gross_on_time": "SUM(gross_met)",
    "had_pause": "SUM(had_pause)",
    "void": "SUM(void)",
    "answered": "SUM(answered)",
    "reopened": "SUM(reopened)",
    "corrected": "SUM(corrected)",
}
_PERIOD = ", ".join(f'{_PERIOD_SUMS[figure]} AS "{figure}"' for figure in PERIOD_FIGURES)
_SUMS = 'FROM "due_count"'
# The index that holds only what is owed has the same condition.
OWED = Where('("open" <> 0 OR drafted <> 0)')


async def board(staff: StaffView, period: Period = "month", agency: str | None = None) -> Board:
    """The figures of every agency that this member of staff reaches, or of one, and their sums. Two statements."""
    at = await moments(clock.now(), period)
    by_agency = await _by(at, every(_all(), await reach(staff, agency)), "agency")
    rows = [Figures(code or None, counts) for code, counts in by_agency.items()]
    return Board(at.now, period, Figures(None, _summed(by_agency.values())), rows)


async def breakdown(staff: StaffView, period: Period, dimension: Dimension, agency: str | None = None) -> list[Figures]:
    """The same figures by kind, category, governorate or officer. Officers only for those whose agency it is."""
    if dimension == "holder" and (await agencies.scope(staff)).national:
        return []
    at = await moments(clock.now(), period)
    where = every(Where("dimension = {}", (dimension,)), await reach(staff, agency))
    return [Figures(agency, counts, value) for value, counts in (await _by(at, where, "value")).items()]


async def trend(staff: StaffView, months: int = 13, agency: str | None = None) -> list[MonthFigures]:
    """What fell due in each of so many months up to this one, oldest first. One statement."""
    now = clock.now()
    firsts = _firsts(months, now)
    where = every(_all(), await reach(staff, agency), _between(midnight(firsts[0]), now))
    rows = await fetch(f"SELECT due_at, {_PERIOD} {_SUMS} WHERE {where.sql} GROUP BY due_at", *where.values)
    return _by_month(firsts, rows, agency)


async def trends(staff: StaffView, months: int = 12, agency: str | None = None) -> dict[str, list[MonthFigures]]:
    """The same of each agency that had anything due, by code; empty: what no agency had. One statement."""
    now = clock.now()
    firsts = _firsts(months, now)
    where = every(_all(), await reach(staff, agency), _between(midnight(firsts[0]), now))
    rows = await fetch(f"SELECT agency, due_at, {_PERIOD} {_SUMS} WHERE {where.sql} GROUP BY 1, 2", *where.values)
    by_agency: dict[str, list[Mapping[Any, Any]]] = {}
    for row in rows:
        by_agency.setdefault(row["agency"], []).append(row)
    return {code: _by_month(firsts, rows, code or None) for code, rows in by_agency.items()}


def _firsts(months: int, now: datetime) -> list[date]:
    """The first days of so many months up to this one, oldest first."""
    this = now.astimezone(ZONE).date().replace(day=1)
    return [months_on(this, back) for back in range(1 - months, 1)]


def _by_month(firsts: Sequence[date], rows: Iterable[Mapping[Any, Any]], agency: str | None) -> list[MonthFigures]:
    found: dict[date, list[Mapping[Any, Any]]] = {first: [] for first in firsts}
    for row in rows:
        found[row["due_at"].astimezone(ZONE).date().replace(day=1)].append(row)
    return [MonthFigures(first, Figures(agency, _summed(those))) for first, those in found.items()]


async def overdue_by_age(staff: StaffView, agency: str | None = None) -> Overdue:
    """What is owed and late, by the working days since it was due. One statement, of one row for each due date."""
    at = await moments(clock.now())
    where = every(await _owed_days(staff, agency), OWED, Where("due_at < {}", (at.now,)))
    rows = await fetch(
        f'SELECT due_at, SUM("open") AS n {_SUMS} WHERE {where.sql} '
        'GROUP BY due_at HAVING SUM("open") <> 0 ORDER BY due_at',
        *where.values,
    )
    calendar = await calendars.national()
    by_age: dict[Figure, int] = dict.fromkeys(AGE_FIGURES, 0)
    worked = timedelta()
    for row in rows:
        by_age[_age_of(row["due_at"], at)] += row["n"]
        worked += calendar.work(row["due_at"], at.now) * row["n"]
    oldest = rows[0]["due_at"] if rows else None
    return Overdue(sum(by_age.values()), by_age, oldest, worked // timedelta(seconds=1))


async def _owed_days(staff: StaffView, agency: str | None) -> Where:
    """Where what is owed stands with its days: those who reach all read it for all agencies together."""
    if agency is None and (await agencies.scope(staff)).national:
        return Where("dimension = 'owed_by_all' AND agency = ''")
    return every(Where("dimension = 'owed'"), await reach(staff, agency))


def _age_of(due_at: datetime, at: Moments) -> Figure:
    """The band of an overdue date, from the youngest on."""
    older = sum(due_at < limit for limit in at.aged)
    return AGE_FIGURES[older]


async def due_without_draft(staff: StaffView, agency: str | None = None) -> WithoutDraft:
    """What is due today and in the next three working days, with no draft begun. One statement."""
    at = await moments(clock.now())
    counts = _summed((await _owed(at, every(_all(), await reach(staff, agency)), "agency")).values())
    return WithoutDraft(counts["undrafted_today"], counts["undrafted_soon"])


async def budget(staff: StaffView, agency: str | None = None) -> QuarterBudget:
    """What this quarter had due, has scheduled, and was late with. One statement."""
    at = await moments(clock.now(), "quarter")
    where = every(_all(), await reach(staff, agency), Where("due_at >= {} AND due_at < {}", (at.first, at.after)))
    fell, later = Where("due_at <= {}", (at.now,)), Where("due_at > {}", (at.now,))
    rows = await fetch(
        f'SELECT SUM("open" + met + late) FILTER (WHERE {fell.sql}) AS due, '
        f'SUM("open" + met + late) FILTER (WHERE {later.sql}) AS scheduled, '
        f'SUM("open" + late) FILTER (WHERE {fell.sql}) AS late {_SUMS} WHERE {where.sql}',
        *fell.values,
        *later.values,
        *fell.values,
        *where.values,
    )
    return QuarterBudget(**{name: number or 0 for name, number in rows[0].items()})


async def of_every_agency(period: Period) -> dict[str, dict[Figure, int]]:
    """What fell due with each agency, by code. For whoever masks it before anybody sees it. One statement."""
    every_agency = one_of("agency", sorted(await agencies.all_agencies()))
    return await _fell(await moments(clock.now(), period), every(_all(), every_agency), "agency")


async def number(staff: StaffView, figure: Figure, period: Period, by: Narrowing) -> int | None:
    """One number under one agency and at most one value of one dimension; None where the sums do not tell it."""
    values = {"kind": by.kind, "category": by.category, "governorate": by.governorate, "holder": by.holder}
    asked = [(name, value) for name, value in values.items() if value is not None]
    if len(asked) > 1 or by.statuses or isinstance(period, Days):
        return None
    if figure in AGE_FIGURES:
        return None if asked else (await overdue_by_age(staff, by.agency)).by_age[figure]
    under = Where("dimension = {} AND value = {}", asked[0]) if asked else _all()
    at = await moments(clock.now(), period)
    where = every(under, await reach(staff, by.agency))
    if figure != "scheduled":
        return _summed((await _by(at, where, "agency")).values())[figure]
    ahead = every(where, Where("due_at >= {} AND due_at < {} AND due_at > {}", (at.first, at.after, at.now)))
    rows = await fetch(f'SELECT SUM("open" + met + late) AS n {_SUMS} WHERE {ahead.sql}', *ahead.values)
    return int(rows[0]["n"] or 0)


async def in_hand(staff: StaffView) -> int:
    """How many open cases somebody may read: those within reach, but for those that are kept from her."""
    line = every(Where("dimension = 'line'"), OWED, await reach(staff))
    rows = await fetch(f'SELECT SUM("open") AS n {_SUMS} WHERE {line.sql}', *line.values)
    within = reached(await agencies.scope(staff))
    kept = every(within, Where(OPEN), STILL_OPEN, walls.kept_from(staff))
    shut = await fetch(f"SELECT COUNT(*) AS n {JOINED} WHERE {kept.sql}", *kept.values)
    return int(rows[0]["n"] or 0) - int(shut[0]["n"])


async def by_status() -> dict[str, int]:
    """How many cases stand where, for metrics."""
    return {row["status"]: row["n"] for row in await fetch('SELECT status, COUNT(*) AS n FROM "case_" GROUP BY status')}


def _all() -> Where:
    return Where("dimension = 'all'")


def _between(first: datetime, now: datetime) -> Where:
    return Where("due_at >= {} AND due_at <= {}", (first, now))


async def reach(staff: StaffView, agency: str | None = None) -> Where:
    """The agencies that somebody reaches, named one by one: the index begins with them.

    The national unit also reaches what no agency had.
    """
    scope = await agencies.scope(staff)
    codes = {"", *await agencies.all_agencies()} if scope.national else set(scope.agencies)
    if agency is not None:
        codes &= {"" if agency == NO_AGENCY else agency}
    return one_of("agency", sorted(codes))


async def _by(at: Moments, where: Where, column: str) -> dict[str, dict[Figure, int]]:
    """All figures of a board by the values of a column; those with nothing due and nothing owed are left out."""
    fell, owed = await _fell(at, where, column), await _owed(at, where, column)
    nothing: dict[Figure, int] = dict.fromkeys((*PERIOD_FIGURES, *NOW_FIGURES), 0)
    every_key = sorted(fell.keys() | owed.keys())
    found = {key: {**nothing, **fell.get(key, {}), **owed.get(key, {})} for key in every_key}
    return {key: counts for key, counts in found.items() if any(counts.values())}


async def _fell(at: Moments, where: Where, column: str) -> dict[str, dict[Figure, int]]:
    """What fell due in the period, by the values of a column."""
    past = every(where, _between(at.first, at.now), Where("due_at < {}", (at.after,)))
    rows = await fetch(f"SELECT {column} AS key, {_PERIOD} {_SUMS} WHERE {past.sql} GROUP BY 1", *past.values)
    return {row["key"]: {figure: row[figure] for figure in PERIOD_FIGURES} for row in rows}


async def _owed(at: Moments, where: Where, column: str) -> dict[str, dict[Figure, int]]:
    """What is open, by the values of a column."""
    today, soon = (max(at.now, at.today), at.tomorrow), (at.tomorrow, at.soon_ends)
    within = "due_at >= {} AND due_at < {}"
    sums: Mapping[Figure, tuple[str, str, tuple[datetime, ...]]] = {
        "overdue": ('"open"', "due_at < {}", (at.now,)),
        "due_today": ('"open"', within, today),
        "due_soon": ('"open"', within, soon),
        "undrafted_today": ('"open" - drafted', within, today),
        "undrafted_soon": ('"open" - drafted', within, soon),
        "open": ('"open"', "1 = 1", ()),
    }
    counted = ", ".join(
        f'COALESCE(SUM({what}) FILTER (WHERE {when}), 0) AS "{name}"' for name, (what, when, _) in sums.items()
    )
    values = [value for _, _, values in sums.values() for value in values]
    open_ones = every(where, OWED)
    rows = await fetch(
        f"SELECT {column} AS key, {counted} {_SUMS} WHERE {open_ones.sql} GROUP BY 1",
        *values,
        *open_ones.values,
    )
    return {row["key"]: {figure: row[figure] for figure in NOW_FIGURES} for row in rows}


def _summed(counts: Iterable[Mapping[Any, Any]]) -> dict[Figure, int]:
    rows = list(counts)
    return {figure: sum(row.get(figure, 0) for row in rows) for figure in (*PERIOD_FIGURES, *NOW_FIGURES)}
