"""The moments of a working day at which the promise as a whole is looked at, and giving out their work once.

Besides, every day begins at midnight, whether it is a working day or not.

Any number of tickers may come by, late or twice: the row of a moment can be written once, together with the job.
Of the closes that were missed only the last is kept, as an alarm about last week helps nobody; a moment before the
close is worth nothing after it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from cases.forecast_tables import KeptMoment
from cases.moments import midnight
from sla import calendars
from sla.calendar import Calendar
from tawasul import outbox
from tawasul.core import clock
from tawasul.core.db import fetch, transaction
from tawasul.core.i18n import ZONE

Name = Literal["midnight", "opening", "before_close", "close"]
KEEP = "cases.jobs.keep_moment"
BEFORE_CLOSE = timedelta(hours=2)

_CLAIM = 'INSERT INTO "kept_moment" ("key", "at") VALUES ({}, {}) ON CONFLICT DO NOTHING RETURNING "key"'


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of a working day, or the midnight with which any day begins."""

    name: Name
    day: date
    at: datetime

    @property
    def key(self) -> str:
        return f"{self.day.isoformat()}:{self.name}"


def moment(name: Name, day: date, calendar: Calendar) -> Moment:
    """The moment of this name on a working day. A very short day has two hours before its close at its opening."""
    opening, close = calendar.opening_of(day), calendar.close_of(day)
    instants = {
        "midnight": midnight(day),
        "opening": opening,
        "before_close": max(opening, close - BEFORE_CLOSE),
        "close": close,
    }
    return Moment(name, day, instants[name])


async def is_kept(name: Name, day: date) -> bool:
    """Whether the work of this moment was given out."""
    return await KeptMoment.exists().where(KeptMoment.key == f"{day.isoformat()}:{name}")


def come(now: datetime, calendar: Calendar) -> list[Moment]:
    """The moments that have come and are still worth something: the last close, and one of the day that is on."""
    today = calendar.day_of(now)
    if not calendar.is_working(today):
        return [moment("close", calendar.nth_before(today, 1), calendar)]
    opening, late, close = (moment(name, today, calendar) for name in ("opening", "before_close", "close"))
    if now >= close.at:
        return [close]
    last = moment("close", calendar.nth_before(today, 1), calendar)
    if now >= late.at:
        return [last, late]
    return [last, opening] if now >= opening.at else [last]


def begun(now: datetime) -> Moment:
    """The midnight with which the day that is on began. Those of days without a ticker are past."""
    today = now.astimezone(ZONE).date()
    return Moment("midnight", today, midnight(today))


async def give_out() -> list[Moment]:
    """Have the work done of every moment that has come and was not given out yet; returns those moments."""
    now, calendar = clock.now(), await calendars.national()
    found = [begun(now), *come(now, calendar)]
    rows = await KeptMoment.select(KeptMoment.key).where(KeptMoment.key.is_in([each.key for each in found]))
    known = {row["key"] for row in rows}
    return [each for each in found if each.key not in known and await _claim(each)]


async def _claim(each: Moment) -> bool:
    """Write the moment down with its job, unless somebody was faster."""
    async with transaction():
        if not await fetch(_CLAIM, each.key, clock.now()):
            return False
        await outbox.append(KEEP, each.name, each.day.isoformat())
        return True
