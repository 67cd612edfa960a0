"""What a circular changes in a calendar, and the calendar that this makes. Pure.

A change is one of four: days off (or taken back), hours of a stretch of days as in Ramadan, hours of one day, and how
far the calendar reaches. A new stretch of hours takes the place of those that it overlaps: Ramadan comes once a year,
and its estimate is what the circular corrects.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from sla.calendar_spec import BadCalendar, CalendarSpec, read_hours
from tawasul.core.errors import FieldError

Kind = Literal["days", "period", "hours", "horizon"]
KINDS: tuple[Kind, ...] = ("days", "period", "hours", "horizon")
STATUSES = ("estimated", "announced", "confirmed", "cancelled")
CANCELLED = "cancelled"
AFTER_THE_FACT = "after_the_fact"  # beside a stored change: who entered it knew that its days are over
LONGEST_DAYS = 31
LONGEST_PERIOD = 40
LEAST_HORIZON = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """One change. Both ends belong to it; `hours` is as typed, "08:00-14:00" or several with commas."""

    kind: Kind
    first: date
    last: date
    name_en: str = ""
    name_ar: str = ""
    status: str = "confirmed"
    hours: str = ""

    @property
    def days(self) -> list[date]:
        """Every date that the change speaks of."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    def stored(self) -> dict[str, str]:
        """The change as JSON values."""
        return {name: str(value) for name, value in asdict(self).items()}


def read(stored: Mapping[str, Any]) -> CalendarChange:
    """A change as it was stored, without the mark that it is meant for days that are over."""
    values = {name: value for name, value in stored.items() if name != AFTER_THE_FACT}
    return CalendarChange(
        **{**values, "first": date.fromisoformat(stored["first"]), "last": date.fromisoformat(stored["last"])}
    )


def hours_of(typed: str) -> list[list[str]]:
    """`08:00-14:00` as a revision keeps it. What is no such thing is refused by whoever reads the revision."""
    return [[end.strip() for end in stretch.replace("–", "-").split("-")] for stretch in typed.split(",")]


def changed_spec(spec: Mapping[str, Any], change: CalendarChange) -> dict[str, Any]:
    """The revision that the change makes of another one."""
    made = dict(spec)
    match change.kind:
        case "days":
            days, closures = {str(day) for day in change.days}, set(spec.get("closures", []))
            made["closures"] = sorted(closures - days if change.status == CANCELLED else closures | days)
        case "period":
            made["periods"] = _with_period(spec, change)
        case "hours":
            hours = hours_of(change.hours)
            made["exceptions"] = {**spec.get("exceptions", {}), **{str(day): hours for day in change.days}}
        case "horizon":
            made["horizon"] = {**spec["horizon"], "last": str(change.last)}
    return made


def _with_period(spec: Mapping[str, Any], change: CalendarChange) -> list[dict[str, Any]]:
    """The stretches of hours with a new one, in order. On days without work it brings none."""
    kept = [period for period in spec.get("periods", []) if not _overlaps(period, change)]
    hours = hours_of(change.hours)
    week = {weekday: hours for weekday, usual in spec["hours"].items() if usual}
    made = {"first": str(change.first), "last": str(change.last), "hours": week}
    return sorted([*kept, made], key=lambda period: str(period["first"]))


def _overlaps(period: Mapping[str, Any], change: CalendarChange) -> bool:
    return str(period["first"]) <= str(change.last) and str(change.first) <= str(period["last"])


def differing(before: CalendarSpec, after: CalendarSpec) -> tuple[date, ...]:
    """The dates on which two revisions differ, in order, as far as both reach."""
    first, last = max(before.first, after.first), min(before.last, after.last)
    days = (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
    return tuple(day for day in days if before.hours_on(day) != after.hours_on(day))


def faults_of(
    change: CalendarChange, today: date, horizon_end: date, closures: Collection[date] = ()
) -> list[FieldError]:
    """Every fault that can be told without laying the calendar out."""
    if change.kind == "horizon":
        near = change.last <= horizon_end or change.last < today + LEAST_HORIZON
        return [FieldError("last", "horizon_too_near")] if near else []
    faults = _date_faults(change, horizon_end)
    if change.kind == "days":
        faults += [FieldError(name, "needs_name") for name in ("name_en", "name_ar") if not getattr(change, name)]
        if change.status not in STATUSES:
            faults.append(FieldError("status", "unknown"))
        if change.status == CANCELLED and not set(change.days) & set(closures):
            faults.append(FieldError("first", "no_such_holiday"))
        return faults
    return faults + hours_faults(change.hours)


def _date_faults(change: CalendarChange, horizon_end: date) -> list[FieldError]:
    if change.last < change.first:
        return [FieldError("last", "ends_before_it_begins")]
    if (change.last - change.first).days >= (LONGEST_PERIOD if change.kind == "period" else LONGEST_DAYS):
        return [FieldError("last", "too_many_days")]
    return [FieldError("last", "beyond_the_calendar")] if change.last > horizon_end else []


def hours_faults(typed: str) -> list[FieldError]:
    """What is wrong with hours as typed."""
    if not typed.strip():
        return [FieldError("hours", "needs_hours")]
    try:
        read_hours(hours_of(typed))
    except BadCalendar as error:
        return [FieldError("hours", error.code)]
    return []


def is_after_the_fact(change: CalendarChange, today: date) -> bool:
    """Whether the change reaches into days that have passed."""
    return change.kind != "horizon" and change.first < today


def one_day(change: CalendarChange) -> CalendarChange:
    """The change of the hours of a single day ends where it begins."""
    return replace(change, last=change.first) if change.kind == "hours" else change
