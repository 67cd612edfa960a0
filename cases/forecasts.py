"""The forecast: which open cases will be late at the present pace of each agency, now and as it was written down.

A forecast is written down at the close of a working day and never changed, so that it can be held against what came.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from cases import figures, forecast_errors, forecast_numbers
from cases.filters import Where
from cases.forecast_errors import Errors
from cases.forecast_numbers import Span, Waiting
from cases.forecast_tables import Forecast
from cases.moments import midnight
from sla import calendars
from sla.calendar import Calendar
from sla.forecast import Expected, Line, Pace, expected, is_enough, pace_of
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core import clock

FIVE, TEN = 5, 10  # working days ahead, today among them
_EVERYTHING = Where("")
_PORTION = 1_000


@dataclass(frozen=True, slots=True)
class AgencyForecast:
    """One agency: what waits, its pace, and what will come of it. `lines` is None where too little is known.

    `agency` None: cases that no agency has been given yet, so that there is no pace to go by.
    """

    agency: str | None
    open: int
    overdue: int
    due_five: int
    due_ten: int
    pace: Pace
    lines: tuple[Expected, ...] | None

    @property
    def late(self) -> int | None:
        return None if self.lines is None else sum(line.late for line in self.lines)

    @property
    def least(self) -> int | None:
        return None if self.lines is None else sum(line.least for line in self.lines)

    @property
    def most(self) -> int | None:
        return None if self.lines is None else sum(line.most for line in self.lines)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecast of everything that somebody reaches, as of an instant, with the errors of past ones."""

    as_of: datetime
    agencies: list[AgencyForecast]
    errors: Errors


async def outlook(staff: StaffView) -> Outlook:
    """The forecast as of now and what past ones were worth, in a fixed number of statements."""
    now = clock.now()
    found = await of_agencies(now, await figures.reach(staff))
    return Outlook(now, found, await forecast_errors.errors(now, await agencies.scope(staff)))


async def of_agencies(now: datetime, reached: Where) -> list[AgencyForecast]:
    """The forecast of every agency within reach that has open cases. Three statements besides the calendar's."""
    calendar = await calendars.national()
    span = forecast_numbers.span_of_pace(now, calendar)
    lines = await forecast_numbers.waiting(now, reached)
    replies, since = await forecast_numbers.answered(span, reached), await forecast_numbers.began(reached)
    found = []
    for agency, group in groupby(lines, key=lambda line: line.agency):
        waiting = list(group)
        observed = _observed(replies.get(agency, [0] * len(span.days)), calendar.day_of(since[agency]), span)
        found.append(_of_agency(waiting, pace_of(observed), now, calendar))
    return found


def _observed(daily: list[int], began: date, span: Span) -> list[int]:
    """The replies of the days on which this agency had anything to answer: a new one was not idle before it began."""
    first = next((place for place, count in enumerate(daily) if count or span.days[place] >= began), len(daily))
    return daily[first:]


def _of_agency(waiting: list[Waiting], pace: Pace, now: datetime, calendar: Calendar) -> AgencyForecast:
    today = calendar.day_of(now)
    lines = [
        Line(line.due_at, calendar.working_days(now, line.due_at), line.cases)
        for line in waiting
        if line.due_at is not None
    ]
    still_open = sum(line.cases for line in waiting)
    overdue = still_open - sum(line.cases for line in lines)
    is_known = waiting[0].agency is not None and is_enough(pace, still_open)
    return AgencyForecast(
        agency=waiting[0].agency,
        open=still_open,
        overdue=overdue,
        due_five=sum(line.cases for line in lines if line.due_at < ends(today, FIVE, calendar)),
        due_ten=sum(line.cases for line in lines if line.due_at < ends(today, TEN, calendar)),
        pace=pace,
        lines=tuple(expected(lines, pace, overdue)) if is_known else None,
    )


def ends(today: date, days: int, calendar: Calendar) -> datetime:
    """The end of a stretch of working days that begins today, or with the next working day."""
    before = today - timedelta(days=1)
    return midnight(calendar.nth(before, days) + timedelta(days=1))


async def store(day: date) -> int:
    """Write the forecast of this working day down, made at its close; returns for how many due dates.

    Once the next day has opened it is too late: more would be known than could have been known at the close. A
    second run writes nothing.
    """
    now, calendar = clock.now(), await calendars.national()
    if not calendar.close_of(day) <= now < calendar.opening_of(calendar.nth(day, 1)):
        return 0
    rows = [
        Forecast(
            made_on=day,
            agency=each.agency,
            due_on=due_on,
            days_ahead=calendar.count(day, due_on),
            due=sum(line.cases for line in lines),
            late=sum(line.late for line in lines),
        )
        for each in await of_agencies(now, _EVERYTHING)
        for due_on, lines in _by_day(each, calendar).items()
    ]
    for first in range(0, len(rows), _PORTION):
        await Forecast.insert(*rows[first : first + _PORTION]).on_conflict(action="DO NOTHING")
    return len(rows)


def _by_day(each: AgencyForecast, calendar: Calendar) -> dict[date, list[Expected]]:
    found: dict[date, list[Expected]] = {}
    for line in each.lines or ():
        found.setdefault(calendar.day_of(line.due_at), []).append(line)
    return found
