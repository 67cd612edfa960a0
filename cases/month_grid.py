"""The months of a year of a calendar as grids of weeks, with what each day is. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from cases.moments import months_on
from sla.calendar_spec import CalendarSpec, Hours

# Worked as ever; worked in other hours; off every week; a day off that is sure, or that the moon may still move.
Mark = Literal["usual", "other_hours", "off", "holiday", "estimated"]
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Day:
    """One day. `name_en` and `name_ar` of a holiday; `hours` where they are other than usual, in seconds."""

    date: date
    mark: Mark
    name_en: str = ""
    name_ar: str = ""
    hours: Hours = ()


@dataclass(frozen=True, slots=True)
class Month:
    """One month in weeks from Sunday on; no day where the week is another month's, or beyond the calendar."""

    first: date
    weeks: Sequence[Sequence[Day | None]]


def months_of(year: int, spec: CalendarSpec, holidays: Mapping[date, Mapping[str, Any]]) -> list[Month]:
    """The months of a year that the calendar reaches. `holidays` are those that are not cancelled, by date."""
    firsts = [date(year, number, 1) for number in range(1, 13)]
    return [
        Month(first, _weeks(first, spec, holidays))
        for first in firsts
        if spec.first < months_on(first, 1) and first <= spec.last
    ]


def _weeks(first: date, spec: CalendarSpec, holidays: Mapping[date, Mapping[str, Any]]) -> list[list[Day | None]]:
    begins = first - timedelta(days=(first.weekday() - SUNDAY) % 7)
    after = months_on(first, 1)
    weeks = []
    while begins < after:
        days = [begins + timedelta(days=number) for number in range(7)]
        shown = [day if day.month == first.month and spec.first <= day <= spec.last else None for day in days]
        weeks.append([_day(day, spec, holidays.get(day)) if day else None for day in shown])
        begins += timedelta(days=7)
    return weeks


def _day(day: date, spec: CalendarSpec, holiday: Mapping[str, Any] | None) -> Day:
    if day in spec.closures:
        known = holiday or {"name_en": "", "name_ar": "", "status": ""}
        mark: Mark = "estimated" if known["status"] == "estimated" else "holiday"
        return Day(day, mark, known["name_en"], known["name_ar"])
    hours, usual = spec.hours_on(day), spec.hours[day.weekday()]
    if hours != usual:
        return Day(day, "other_hours", hours=hours)
    return Day(day, "usual" if hours else "off")
