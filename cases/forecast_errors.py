"""The honest error of past forecasts: what was written down, held against what became of the promises.

At each close of business what came is written beside what was forecast, so that a page reads only that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases import forecast_numbers
from cases.filters import Where, every, one_of
from cases.forecast_tables import Forecast
from sla import calendars
from sla.calendar import Calendar
from sla.forecast import Error, together
from tawasul.accounts.permissions import Scope
from tawasul.core.db import fetch

HORIZONS = (1, 3, 5, 10)  # working days ahead, for which past forecasts are judged
BESIDE = 5  # the one that stands beside each agency
JUDGED_DAYS = 60  # so many working days are looked back: about a quarter

_SUMS = (
    'SELECT "agency", "days_ahead", COUNT(*) AS n, SUM("late") AS said, SUM("came_late") AS came, '
    'SUM(ABS("late" - "came_late")) AS off_by FROM "forecast"'
)


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors of all agencies by working days ahead, and of each agency `BESIDE` days ahead. None: nothing to judge."""

    by_horizon: Mapping[int, Error | None]
    by_agency: Mapping[str, Error]


async def errors(now: datetime, scope: Scope) -> Errors:
    """How wrong the forecasts of the last quarter were, for agencies within reach. One statement."""
    first, last = _judged(now, await calendars.national())
    where = every(
        Where('"due_on" >= {} AND "due_on" <= {} AND "came_late" IS NOT NULL', (first, last)),
        one_of('"days_ahead"', HORIZONS),
        Where("") if scope.national else one_of('"agency"', sorted(scope.agencies)),
    )
    rows = await fetch(f'{_SUMS} WHERE {where.sql} GROUP BY "agency", "days_ahead"', *where.values)
    found = {
        (row["agency"], row["days_ahead"]): Error(row["n"], int(row["said"]), int(row["came"]), int(row["off_by"]))
        for row in rows
    }
    return Errors(
        by_horizon={days: together(error for key, error in found.items() if key[1] == days) for days in HORIZONS},
        by_agency={agency: error for (agency, days), error in found.items() if days == BESIDE},
    )


async def settle(now: datetime) -> int:
    """Write beside every forecast of the last quarter what came of it; returns for how many agencies and days.

    Verdicts count as they stand, corrected ones as corrected. A day that has not closed yet is judged later.
    """
    calendar = await calendars.national()
    first, last = _judged(now, calendar)
    late = {(each.agency, each.due_on): each.late for each in await forecast_numbers.came(first, last, calendar)}
    written = await Forecast.select(Forecast.agency, Forecast.due_on, Forecast.came_late.as_alias("was")).where(
        Forecast.due_on >= first, Forecast.due_on <= last
    )
    known = {(row["agency"], row["due_on"], row["was"]) for row in written}
    stale = {(agency, due_on) for agency, due_on, was in known if was != late.get((agency, due_on), 0)}
    for agency, due_on in sorted(stale):  # those of one day, but for corrected verdicts
        await Forecast.update({Forecast.came_late: late.get((agency, due_on), 0)}).where(
            Forecast.agency == agency, Forecast.due_on == due_on
        )
    return len(stale)


def _judged(now: datetime, calendar: Calendar) -> tuple[date, date]:
    """The first and the last working day whose forecasts are judged: the last is the one that closed last."""
    today = calendar.day_of(now)
    closed = calendar.is_working(today) and calendar.close_of(today) <= now
    last = today if closed else calendar.nth_before(today, 1)
    return calendar.nth_before(last, JUDGED_DAYS - 1), last
