"""What a calendar revision says, read and checked: weekly hours, dated periods, exceptions and closures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from tawasul.core.errors import DomainError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60 * 60
MOST_YEARS = 100

# Open stretches of one day, in seconds of its wall clock, ascending: ((25200, 51300),).
Hours = tuple[tuple[int, int], ...]


class BadCalendar(DomainError):
    """A calendar that cannot be worked by; refused when it is made, so that no clock ever hangs on it."""


@dataclass(frozen=True, slots=True)
class Period:
    """Dates with weekly hours of their own, as Ramadan. Both ends belong to it."""

    first: date
    last: date
    hours: tuple[Hours, ...]


@dataclass(frozen=True, slots=True)
class CalendarSpec:
    """One revision. Later layers win: weekly hours, then periods, then exceptions, then closures."""

    zone: ZoneInfo
    hours: tuple[Hours, ...]
    periods: tuple[Period, ...]
    exceptions: Mapping[date, Hours]
    closures: frozenset[date]
    first: date
    last: date

    def hours_on(self, day: date) -> Hours:
        """The open stretches of one local date."""
        if day in self.closures:
            return ()
        if day in self.exceptions:
            return self.exceptions[day]
        week = next(
            (period.hours for period in reversed(self.periods) if period.first <= day <= period.last), self.hours
        )
        return week[day.weekday()]


def read_spec(spec: Mapping[str, Any]) -> CalendarSpec:
    """Read `{tz, hours, periods, exceptions, closures, horizon: {first, last}}` as a revision stores it."""
    horizon = _mapping(spec.get("horizon"), "horizon")
    read = _checked(
        CalendarSpec(
            zone=_zone(spec.get("tz")),
            hours=_week(spec.get("hours")),
            periods=tuple(_period(period) for period in _list(spec.get("periods", []), "periods")),
            exceptions=_exceptions(spec.get("exceptions", {})),
            closures=_dates(spec.get("closures", [])),
            first=_date(horizon.get("first")),
            last=_date(horizon.get("last")),
        )
    )
    if read.last.year - read.first.year > MOST_YEARS:  # laid out day by day, in every process
        raise BadCalendar("horizon_too_far")
    return read


def read_plain(spec: Mapping[str, Any], first: date, last: date) -> CalendarSpec:
    """Read `{tz, hours, holidays, overrides}`, which names no horizon: the caller says how far it reaches."""
    return _checked(
        CalendarSpec(
            zone=_zone(spec.get("tz")),
            hours=_week(spec.get("hours")),
            periods=(),
            exceptions=_exceptions(spec.get("overrides") or {}),
            closures=_dates(spec.get("holidays") or []),
            first=first,
            last=last,
        )
    )


def _checked(spec: CalendarSpec) -> CalendarSpec:
    """Refuse what no clock can run on. Whether working time is left at all is known once the days are laid out."""
    if spec.last < spec.first:
        raise BadCalendar("bad_horizon")
    for before, after in pairwise(sorted(spec.periods, key=lambda period: period.first)):
        if after.first <= before.last:
            raise BadCalendar("overlapping_periods")
    return spec


def _zone(name: object) -> ZoneInfo:
    if not isinstance(name, str) or not name:
        raise BadCalendar("unknown_zone")
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:  # odd names are any of the three
        raise BadCalendar("unknown_zone") from error


def _week(hours: object) -> tuple[Hours, ...]:
    given = _mapping(hours, "hours")
    if unknown := set(given) - set(WEEKDAYS):
        raise BadCalendar("unknown_weekday", weekday=str(sorted(map(str, unknown))[0])[:20])
    return tuple(read_hours(given.get(weekday) or []) for weekday in WEEKDAYS)


def read_hours(stretches: object) -> Hours:
    """The open stretches of a day from `[["07:00", "14:15"], …]`, in order and without overlap."""
    read = sorted(_stretch(stretch) for stretch in _list(stretches, "hours"))
    for before, after in pairwise(read):
        if after[0] < before[1]:
            raise BadCalendar("overlapping_hours")
    return tuple(read)


def _stretch(stretch: object) -> tuple[int, int]:
    ends = _list(stretch, "hours")
    if len(ends) != 2:
        raise BadCalendar("bad_hours")
    opening, closing = _seconds(ends[0]), _seconds(ends[1])
    if closing <= opening:
        raise BadCalendar("closes_before_it_opens")
    return opening, closing


def _seconds(text: object) -> int:
    """Seconds of the wall clock; "24:00" is the end of the day."""
    parts = text.split(":") if isinstance(text, str) else []
    if not 2 <= len(parts) <= 3 or not all(len(part) == 2 and part.isascii() and part.isdigit() for part in parts):
        raise BadCalendar("bad_time")
    hour, minute, second = [*map(int, parts), 0][:3]
    seconds = hour * 3600 + minute * 60 + second
    if minute > 59 or second > 59 or seconds > DAY:
        raise BadCalendar("bad_time")
    return seconds


def _period(period: object) -> Period:
    given = _mapping(period, "periods")
    read = Period(_date(given.get("first")), _date(given.get("last")), _week(given.get("hours")))
    if read.last < read.first:
        raise BadCalendar("bad_period")
    return read


def _exceptions(given: object) -> dict[date, Hours]:
    return {_date(day): read_hours(hours) for day, hours in _mapping(given, "exceptions").items()}


def _dates(given: object) -> frozenset[date]:
    return frozenset(_date(day) for day in _list(given, "closures"))


def _date(text: object) -> date:
    if not isinstance(text, str) or len(text) != 10:
        raise BadCalendar("bad_date")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadCalendar("bad_date") from error


def _mapping(value: object, field: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadCalendar("bad_calendar", field=field)
    return value


def _list(value: object, field: str) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise BadCalendar("bad_calendar", field=field)
    return value
