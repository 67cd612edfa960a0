"""Exactly the cases behind a number of the forecast: what falls due soon, and what will be late at this pace.

Found among the promises as they are counted, which an index holds by agency and due date.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Literal

from cases import figures, forecasts, queues
from cases.filters import NO_AGENCY, Where, every, one_of
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
_WAITS = Where("n.state = 'open'")
_OF_LINE = 'SELECT n.at_agency, n.due_at, n.clock FROM "counted" n WHERE n.at_agency = {} AND n.due_at = {} '

_FIRST = Turn()


async def listed(staff: StaffView, number: Number, agency: str | None = None, turn: Turn = _FIRST) -> QueuePage:
    """The cases that a number of the forecast counts, for one agency or for all within reach, soonest due first."""
    now, calendar = clock.now(), await calendars.national()
    found = await forecasts.of_agencies(now, await figures.reach(staff, agency))
    today = calendar.day_of(now)
    conditions = {
        "open": Where(""),
        "overdue": Where("n.due_at <= {}", (now,)),
        "due_five": Where("n.due_at > {} AND n.due_at < {}", (now, forecasts.ends(today, FIVE, calendar))),
        "due_ten": Where("n.due_at > {} AND n.due_at < {}", (now, forecasts.ends(today, TEN, calendar))),
    }
    which = await _late(found) if number == "late" else conditions[number]
    known = sum(getattr(each, number) or 0 for each in found)
    return await queues.counted_page(staff, every(_WAITS, await _reach(staff, agency), which), turn, known)


async def _reach(staff: StaffView, agency: str | None) -> Where:
    """What waits with an agency within reach, or with the one that is asked for."""
    scope = await agencies.scope(staff)
    reached = Where("") if scope.national else one_of("n.at_agency", sorted(scope.agencies))
    if agency is None:
        return reached
    return every(reached, Where("n.at_agency = {}", ("" if agency == NO_AGENCY else agency,)))


async def _late(found: Sequence[AgencyForecast]) -> Where:
    """The condition of being late by the forecast: all of a line, or those behind the last one answered in time."""
    behind = await _last_in_time(found)
    conditions, dates = [], []
    for each in found:
        late = [line for line in each.lines or () if line.late]
        parts = [_behind(line.due_at, behind[each.agency, line.due_at]) for line in late if line.late < line.cases]
        if late:
            conditions.append(every(Where("n.at_agency = {}", (each.agency,)), _any([*_wholly_late(each), *parts])))
            dates += [line.due_at for line in late]
    if not dates:
        return _any([])
    # Said of all together too, so that the index begins there.
    return every(Where("n.due_at >= {} AND n.due_at <= {}", (min(dates), max(dates))), _any(conditions))


def _wholly_late(each: AgencyForecast) -> list[Where]:
    """The lines of which everything is late, those that follow each other as one stretch, as an index reads them."""
    stretches = groupby(each.lines or (), key=lambda line: line.late == line.cases)
    together = [list(lines) for is_late, lines in stretches if is_late]
    return [Where("n.due_at >= {} AND n.due_at <= {}", (lines[0].due_at, lines[-1].due_at)) for lines in together]


def _behind(due_at: datetime, clock_id: int) -> Where:
    return Where("n.due_at = {} AND n.clock > {}", (due_at, clock_id))


def _any(conditions: Sequence[Where]) -> Where:
    """At least one of these; of none, nothing."""
    if not conditions:
        return Where("1 = 0")
    values = tuple(value for condition in conditions for value in condition.values)
    return Where(" OR ".join(f"({condition.sql})" for condition in conditions), values)


async def _last_in_time(found: Sequence[AgencyForecast]) -> dict[tuple[str | None, datetime], int]:
    """The last promise that is kept, of each line that is only partly late. One statement.

    Of those that fall due together, the ones that began first are answered first.
    """
    cut = [(each.agency, line) for each in found for line in each.lines or () if 0 < line.late < line.cases]
    if not cut:
        return {}
    places = [_in_place(agency, line) for agency, line in cut]
    rows = await fetch(
        " UNION ALL ".join(f"SELECT * FROM ({place.sql}) line{number}" for number, place in enumerate(places)),  # noqa: S608 - ours
        *(value for place in places for value in place.values),
    )
    return {(row["at_agency"], row["due_at"]): row["clock"] for row in rows}


def _in_place(agency: str | None, line: Expected) -> Where:
    """The one promise at its place among those of an agency that fall due together."""
    order = f"AND n.state = 'open' ORDER BY n.clock LIMIT 1 OFFSET {line.cases - line.late - 1}"
    return Where(_OF_LINE + order, (agency, line.due_at))
