"""Calendars as administration sees them: how far each reaches, its days off by year, and what nobody entered yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from cases.month_grid import Month, months_of
from sla import calendars
from sla import proposals as library
from sla.calendar_spec import read_spec
from sla.calendars import NATIONAL, Laid
from sla.proposals import Proposal as Suggestion
from sla.tables import Calendar, CalendarRevision
from tawasul.accounts import views
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.i18n import ZONE, current

WARN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One calendar of the list. `ends_soon`: less than a year of it is left."""

    code: str
    name_en: str
    name_ar: str
    rev: int
    horizon_end: date
    ends_soon: bool

    @property
    def name(self) -> str:
        return self.name_ar if current() == "ar" else self.name_en


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days off that belong together: one after the other, with one name, one status and one source."""

    first: date
    last: date
    name_en: str
    name_ar: str
    status: str
    source: str
    entered_by: str
    approved_by: str
    in_lieu_of: date | None

    @property
    def name(self) -> str:
        return self.name_ar if current() == "ar" else self.name_en


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """One calendar in one year. `suggested` are days that a public library knows and we do not;
    `months` the year in grids."""

    row: CalendarRow
    laid: Laid
    year: int
    years: Sequence[int]
    days_off: Sequence[DaysOff]
    periods: Sequence[Mapping[str, Any]]
    exceptions: Sequence[tuple[date, Sequence[Sequence[str]]]]
    suggested: Sequence[Suggestion]
    months: Sequence[Month]
    people: Mapping[str, StaffView]


async def calendar_list() -> list[CalendarRow]:
    """Every calendar, the national one first."""
    rows = await Calendar.select().order_by(Calendar.code)
    last = await _last_revisions()
    found = [_row(row, last[row["code"]]) for row in rows if row["code"] in last]
    return sorted(found, key=lambda row: (row.code != NATIONAL, row.code))


async def of_agencies() -> list[CalendarRow]:
    """The calendars that do not follow the national one: a circular has to be entered in each."""
    return [row for row in await calendar_list() if row.code != NATIONAL]


async def _last_revisions() -> dict[str, dict[str, Any]]:
    rows = await CalendarRevision.select(
        CalendarRevision.calendar, CalendarRevision.rev, CalendarRevision.horizon_end
    ).order_by(CalendarRevision.rev)
    return {row["calendar"]: row for row in rows}


def _row(row: Mapping[str, Any], last: Mapping[str, Any]) -> CalendarRow:
    ends_soon = last["horizon_end"] < today() + WARN
    return CalendarRow(row["code"], row["name_en"], row["name_ar"], last["rev"], last["horizon_end"], ends_soon)


async def calendar_page(code: str, year: int | None = None) -> CalendarPage:
    """One calendar. A year that it does not reach shows the present one."""
    laid = await calendars.latest(code)
    row = (await Calendar.select().where(Calendar.code == code))[0]
    first = date.fromisoformat(laid.spec["horizon"]["first"]).year
    years = range(first, laid.horizon_end.year + 1)
    shown = year if year is not None and year in years else min(max(today().year, first), laid.horizon_end.year)
    known = await calendars.holidays(code)
    of_year = [each for each in known if each["date"].year == shown]
    last = {"rev": laid.rev, "horizon_end": laid.horizon_end}
    return CalendarPage(
        row=_row(row, last),
        laid=laid,
        year=shown,
        years=list(years),
        days_off=_gathered(of_year),
        periods=[each for each in laid.spec.get("periods", []) if str(each["first"]).startswith(f"{shown}-")],
        exceptions=[
            (date.fromisoformat(day), hours)
            for day, hours in sorted(laid.spec.get("exceptions", {}).items())
            if day.startswith(f"{shown}-")
        ],
        suggested=library.unknown(shown, {each["date"] for each in known}) if code == NATIONAL else [],
        months=months_of(shown, read_spec(laid.spec), {each["date"]: each for each in known}),
        people=await _people(of_year),
    )


def _gathered(days: Sequence[Mapping[str, Any]]) -> list[DaysOff]:
    """Days one after the other that say the same, as one line."""

    def same(numbered: tuple[int, Mapping[str, Any]]) -> tuple[Any, ...]:
        number, day = numbered
        return day["date"].toordinal() - number, *(day[name] for name in ("name_en", "status", "source_ref"))

    found = []
    for _, group in groupby(enumerate(days), key=same):
        together = [day for _, day in group]
        one = together[0]
        found.append(
            DaysOff(
                one["date"],
                together[-1]["date"],
                one["name_en"],
                one["name_ar"],
                one["status"],
                one["source_ref"],
                one["entered_by"],
                one["approved_by"],
                one["in_lieu_of"],
            )
        )
    return found


async def _people(days: Sequence[Mapping[str, Any]]) -> dict[str, StaffView]:
    """Who entered and approved these days."""
    named = {name for day in days for name in (day["entered_by"], day["approved_by"]) if name.startswith("staff:")}
    found = await views.by_ids(sorted(int(name.partition(":")[2]) for name in named))
    return {f"staff:{number}": person for number, person in found.items()}


def today() -> date:
    """The present date in Bahrain."""
    return clock.now().astimezone(ZONE).date()
