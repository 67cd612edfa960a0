"""All numbers of the boards. Each is counted by the condition of the list that stands behind it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases import filters
from cases.filters import FIGURES, Figure, Where
from cases.moments import PeriodName, moments
from sla.compliance import Rate, rate
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of one agency, or of all that somebody reaches. `agency` None: not given to one yet."""

    agency: str | None
    counts: dict[Figure, int]

    @property
    def rate(self) -> Rate:
        return rate(self.counts["on_time"], self.counts["due"])


@dataclass(frozen=True, slots=True)
class Board:
    """A board as of an instant."""

    as_of: datetime
    period: PeriodName
    total: Figures
    by_agency: list[Figures]


async def board(staff: StaffView, period: PeriodName = "month") -> Board:
    """The figures of every agency that this member of staff reaches, and their sums. One statement."""
    now = clock.now()
    at = await moments(now, period)
    conditions = {figure: filters.of_figure(figure, at) for figure in FIGURES}
    reached = filters.reached(await agencies.scope(staff))
    wanted = Where(f"{filters.OPEN} OR (k.due_at >= {{}} AND k.due_at < {{}})", (at.first, at.after))
    where = filters.every(reached, wanted)
    counted = ", ".join(f"COUNT(*) FILTER (WHERE {c.sql}) AS {figure}" for figure, c in conditions.items())
    values = [value for condition in conditions.values() for value in condition.values]
    rows = await fetch(
        f"SELECT c.agency AS at_agency, {counted} {filters.JOINED} "
        f"WHERE {where.sql} GROUP BY c.agency ORDER BY c.agency",
        *values,
        *where.values,
    )
    by_agency = [Figures(row["at_agency"], {figure: row[figure] for figure in FIGURES}) for row in rows]
    return Board(now, period, Figures(None, _summed(rows)), by_agency)


def _summed(rows: list[dict[str, Any]]) -> dict[Figure, int]:
    return {figure: sum(row[figure] for row in rows) for figure in FIGURES}


async def by_status() -> dict[str, int]:
    """How many cases stand where, for metrics."""
    return {row["status"]: row["n"] for row in await fetch('SELECT status, COUNT(*) AS n FROM "case_" GROUP BY status')}
