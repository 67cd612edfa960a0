"""How a clock reads to people: days left, days late, the day of how many. The same for citizen and officer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sla.calendar import Calendar
from sla.deadline import WORKING_DAYS
from sla.views import ClockView

State = Literal["ok", "soon", "today", "late", "paused", "met", "met_late", "void"]
SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """`days` are working days left, or late; `under_a_day` says that it is late by less than one."""

    state: State
    days: int
    under_a_day: bool = False


def standing(view: ClockView, now: datetime, calendar: Calendar) -> Standing:
    """Where a clock stands. What is frozen stays as it was: lateness does not grow after the end."""
    if view.state == "void":
        return Standing("void", 0)
    if view.met_at is not None:
        return Standing("met", 0) if view.on_time else _late("met_late", view, view.met_at, calendar)
    if view.state == "paused" and view.paused_since is not None:
        return Standing("paused", _left_at_pause(view, view.paused_since, calendar))
    until = view.closed_at or now
    if until > view.due_at:
        return _late("late", view, until, calendar)
    days = calendar.count(calendar.day_of(until), calendar.day_of(view.due_at))
    if days == 0:
        return Standing("today", 0)
    return Standing("soon" if days <= SOON_DAYS else "ok", days)


def day_of(view: ClockView, now: datetime, calendar: Calendar) -> tuple[int, int]:
    """Which working day of how many: (9, 14). Day 0 is the day of receipt; pauses do not move it on."""
    until = min(filter(None, (view.met_at, view.closed_at, view.paused_since, now)))
    due = calendar.day_of(view.due_at)
    started = calendar.day_of(view.started_at)
    total = view.target if view.unit == WORKING_DAYS else max(calendar.count(started, due), 1)
    today = calendar.day_of(until)
    if view.state == "paused":
        return max(total - _left_at_pause(view, until, calendar), 0), total
    if today > due:
        return total + calendar.count(due, today), total
    return max(total - calendar.count(today, due), 0), total


def _late(state: Literal["late", "met_late"], view: ClockView, until: datetime, calendar: Calendar) -> Standing:
    # Two persons may find a reply late that was sent before the deadline: it is late, by no time.
    days = int(calendar.working_days(view.due_at, max(until, view.due_at)))
    return Standing(state, days, under_a_day=days == 0)


def _left_at_pause(view: ClockView, since: datetime, calendar: Calendar) -> int:
    """Working days that remain when a paused clock runs again.

    While it stands, `due_at` assumes that the pause lasts to its cap.
    """
    left = calendar.count(calendar.day_of(since), max(calendar.day_of(view.due_at), calendar.day_of(since)))
    if view.pause_ends_at is None:
        return left
    return max(left - int(calendar.working_days(since, max(since, view.pause_ends_at))), 0)
