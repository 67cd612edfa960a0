"""The calendar of an agency that works other hours than the national offices: as it begins. Pure.

It begins as the national one, with its holidays, Ramadans and single days, but for the weekly hours.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sla.calendar_change import LEAST_HORIZON, hours_faults, hours_of
from sla.calendar_spec import WEEKDAYS
from tawasul.core.errors import FieldError

# Sunday begins the week in Bahrain.
WEEK = (WEEKDAYS[-1], *WEEKDAYS[:-1])


def field_of(weekday: str) -> str:
    """The name under which the hours of a weekday are typed."""
    return f"hours_{weekday}"


def typed_hours(spec: Mapping[str, Any]) -> dict[str, str]:
    """The weekly hours of a calendar as they are typed; a day without work is empty."""
    week = {weekday: spec["hours"].get(weekday) or [] for weekday in WEEK}
    return {day: ", ".join(f"{opens}-{closes}" for opens, closes in stretches) for day, stretches in week.items()}


def begun(national: Mapping[str, Any], hours: Mapping[str, str], last: date) -> dict[str, Any]:
    """The calendar with these weekly hours, up to its last day. A day of Ramadan is worked if that weekday is."""
    week = {weekday: hours_of(typed) for weekday, typed in hours.items() if typed.strip()}
    periods = [
        {**period, "hours": dict.fromkeys(week, next(filter(None, period["hours"].values()), []))}
        for period in national.get("periods", [])
    ]
    return {**national, "hours": week, "periods": periods, "horizon": {**national["horizon"], "last": str(last)}}


def faults(national: Mapping[str, Any], hours: Mapping[str, str], last: date | None, today: date) -> list[FieldError]:
    """Every fault of what was typed."""
    found = _hours_faults(national, hours)
    if last is None:
        found.append(FieldError("last", "bad_date"))
    elif last < today + LEAST_HORIZON:
        found.append(FieldError("last", "horizon_too_near"))
    elif str(last) > national["horizon"]["last"]:
        found.append(FieldError("last", "beyond_the_national"))
    return found


def _hours_faults(national: Mapping[str, Any], hours: Mapping[str, str]) -> list[FieldError]:
    typed = {weekday: text for weekday, text in hours.items() if text.strip()}
    if not typed:
        return [FieldError(field_of(WEEK[0]), "no_working_time")]
    found = [
        FieldError(field_of(weekday), fault.code) for weekday, text in typed.items() for fault in hours_faults(text)
    ]
    usual = {weekday: stretches for weekday, stretches in national["hours"].items() if stretches}
    if not found and {weekday: hours_of(text) for weekday, text in typed.items()} == usual:
        return [FieldError(field_of(WEEK[0]), "same_as_national")]
    return found
