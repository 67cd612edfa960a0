"""What only administration reads, in words: changes, their states, days off."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from cases.month_grid import Day
from sla.calendar_spec import WEEKDAYS
from tawasul.core import i18n
from tawasul.core.i18n import _, ngettext
from web.words import Chip, kind_words


def state_chip(state: str) -> Chip:
    """Where a change stands."""
    return {
        "proposed": Chip("soon", "hourglass", _("Waits for a second person")),
        "approved": Chip("info", "history", _("Approved, open cases follow")),
        "refused": Chip("late", "circle-x", _("Refused")),
        "withdrawn": Chip("", "undo-2", _("Taken back")),
        "applied": Chip("ok", "circle-check-big", _("In force")),
    }[state]


def status_chip(status: str) -> Chip:
    """How sure a day off is."""
    return {
        "estimated": Chip("soon", "hourglass", _("Estimated")),
        "announced": Chip("info", "file-text", _("Announced")),
        "confirmed": Chip("ok", "circle-check-big", _("Confirmed")),
        "cancelled": Chip("", "circle-minus", _("Cancelled, a working day")),
    }[status]


def status_options() -> list[tuple[str, str]]:
    return [(status, status_chip(status).words) for status in ("confirmed", "announced", "estimated", "cancelled")]


def form_words() -> Mapping[str, str]:
    """What a circular may change, as tabs of the form."""
    return {
        "days": _("Days off"),
        "period": _("Ramadan hours"),
        "hours": _("Hours of one day"),
        "horizon": _("Longer calendar"),
    }


def clock_name(name: str) -> str:
    return {
        "final_reply": _("Reply to the citizen"),
        "agency": _("Time of the agency"),
        "first_response": _("First answer"),
    }[name]


def range_words(first: date, last: date) -> str:
    """One day, or from the first to the last."""
    if first == last:
        return i18n.long_date(first)
    return _("%(first)s to %(last)s") % {"first": i18n.long_date(first), "last": i18n.long_date(last)}


def days_words(count: int) -> str:
    return ngettext("%(days)s working day", "%(days)s working days", count) % {"days": i18n.number(count)}


def hours_words(stretches: Any) -> str:
    """The open hours of a day: `8:00–14:00`, from left to right in any text."""
    return ", ".join(f"{opens}–{closes}" for opens, closes in stretches)


def change_title(subject: str, change: Mapping[str, Any]) -> str:
    """A change of a calendar or a policy in one line."""
    if subject == "policy":
        return _("%(clock)s within %(days)s") % {
            "clock": clock_name(change["clock"]),
            "days": days_words(int(change["target"])),
        }
    name = change["name_ar"] if i18n.current() == "ar" else change["name_en"]
    if change["kind"] == "new":
        return new_calendar_title(name)
    first, last = date.fromisoformat(change["first"]), date.fromisoformat(change["last"])
    if change["kind"] == "days" and change["status"] == "cancelled":
        return _("%(name)s is no holiday: %(dates)s") % {"name": name, "dates": range_words(first, last)}
    sentence = {
        "days": _("%(name)s: %(dates)s"),
        "period": _("Hours of a period: %(dates)s"),
        "hours": _("Hours of one day: %(dates)s"),
        "horizon": _("The calendar reaches to %(dates)s"),
    }[change["kind"]]
    values = {"dates": range_words(last if change["kind"] == "horizon" else first, last), "name": name}
    return sentence % values


def new_calendar_title(agency: str) -> str:
    """A calendar that an agency is to have, in one line."""
    return _("%(agency)s: a calendar of its own") % {"agency": agency}


def weekday_words(weekday: str, *, narrow: bool = False) -> str:
    """A day of the week by its code; narrow, its letter."""
    return i18n.weekday(WEEKDAYS.index(weekday), narrow=narrow)


def day_words(day: Day) -> str:
    """What a day of a grid is, for those who do not see its mark; nothing to say of a usual one."""
    name = day.name_ar if i18n.current() == "ar" else day.name_en
    hours = ", ".join(f"{i18n.clock_time(_of(opens))}–{i18n.clock_time(_of(closes))}" for opens, closes in day.hours)
    return {
        "usual": "",
        "off": _("off"),
        "holiday": name or _("Holiday"),
        "estimated": _("%(name)s, estimated") % {"name": name},
        "other_hours": _("other hours: %(hours)s") % {"hours": hours} if hours else _("off"),
    }[day.mark]


def _of(second: int) -> time:
    """A second of the day as a time; the end of the day is its beginning on the wall clock."""
    return time(second // 3_600 % 24, second // 60 % 60)


def priority_words(priority: str) -> str:
    """How urgent a case is, where a promise asks for it."""
    return {"urgent": _("Urgent"), "high": _("High priority")}[priority]


def matches_words(row: Mapping[str, Any], names: Any) -> str:
    """Which cases a promise is for."""
    parts = [
        kind_words(row["kind"]) if row["kind"] else "",
        names.agency(row["agency"]),
        names.category(row["category"]),
        priority_words(row["priority"]) if row.get("priority") else "",
    ]
    return " · ".join(filter(None, parts)) or _("Every case")
