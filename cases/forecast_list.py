"""Exactly the cases behind a number of the forecast: what falls due soon, and what will be late at this pace."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from cases import figures, filters, forecasts, queues
from cases.filters import JOINED, OPEN, STILL_OPEN, Narrowing, Where, every, one_of
from cases.forecasts import FIVE, TEN, AgencyForecast
from cases.queues import QueuePage, Turn
from sla import calendars
from sla.forecast import Expected
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch

Number = Literal["open", "overdue", "late", "due_five", "due_ten"]
NUMBERS: tuple[Number, ...] = ("open", "overdue", "late", "due_five", "due_ten")
_WAITS = every(Where(OPEN), STILL_OPEN)

_FIRST = Turn()
# Each open case with its place among those of its agency that fall due together.
_PLACE = "ROW_NUMBER() OVER (PARTITION BY c.agency, k.due_at ORDER BY c.id) AS place"
_NUMBERED = f"FROM (SELECT c.agency AS at_agency, k.due_at, c.id, {_PLACE} {JOINED}"


async def listed(staff: StaffView, number: Number, agency: str | None = None, turn: Turn = _FIRST) -> QueuePage:
    """The cases that a number of the forecast counts, for one agency or for all within reach, soonest due first."""
    now, calendar = clock.now(), await calendars.national()
    found = await forecasts.of_agencies(now, await figures.reach(staff, agency))
    reached = every(filters.reached(await agencies.scope(staff)), filters.narrowed(Narrowing(agency=agency)))
    today = calendar.day_of(now)
    conditions = {
        "open": Where(""),
        "overdue": Where("k.due_at <= {}", (now,)),
        "due_five": Where("k.due_at > {} AND k.due_at < {}", (now, forecasts.ends(today, FIVE, calendar))),
        "due_ten": Where("k.due_at > {} AND k.due_at < {}", (now, forecasts.ends(today, TEN, calendar))),
    }
    which = await _late(found) if number == "late" else conditions[number]
    known = sum(getattr(each, number) or 0 for each in found)
    return await queues.matching(staff, every(_WAITS, reached, which), turn, known)


async def _late(found: Sequence[AgencyForecast]) -> Where:
    """The condition of being late by the forecast: all of a line, or those behind the last one answered in time."""
    behind = await _last_in_time(found)
    conditions = []
    for each in found:
        late = [line for line in each.lines or () if line.late]
        whole = one_of("k.due_at", [line.due_at for line in late if line.late == line.cases])
        parts = [_behind(line.due_at, behind[each.agency, line.due_at]) for line in late if line.late < line.cases]
        if late:
            conditions.append(every(Where("c.agency = {}", (each.agency,)), _any([whole, *parts])))
    return _any(conditions)


def _behind(due_at: datetime, case_id: int) -> Where:
    return Where("k.due_at = {} AND c.id > {}", (due_at, case_id))


def _any(conditions: Sequence[Where]) -> Where:
    """At least one of these; of none, nothing."""
    if not conditions:
        return Where("1 = 0")
    values = tuple(value for condition in conditions for value in condition.values)
    return Where(" OR ".join(f"({condition.sql})" for condition in conditions), values)


async def _last_in_time(found: Sequence[AgencyForecast]) -> dict[tuple[str | None, datetime], int]:
    """The last case that is answered in time, of each line that is only partly late. One statement.

    Of those that fall due together, the ones filed first are answered first.
    """
    cut = [(each.agency, line) for each in found for line in each.lines or () if 0 < line.late < line.cases]
    if not cut:
        return {}
    lines = _any([Where("c.agency = {} AND k.due_at = {}", (agency, line.due_at)) for agency, line in cut])
    where = every(_WAITS, lines)
    wanted = _any([_in_place(agency, line) for agency, line in cut])
    rows = await fetch(
        f"SELECT at_agency, due_at, id {_NUMBERED} WHERE {where.sql}) numbered WHERE {wanted.sql}",
        *where.values,
        *wanted.values,
    )
    return {(row["at_agency"], row["due_at"]): row["id"] for row in rows}


def _in_place(agency: str | None, line: Expected) -> Where:
    return Where("at_agency = {} AND due_at = {} AND place = {}", (agency, line.due_at, line.cases - line.late))
