"""When a promise falls due: from its start, its target and the stretches in which the clock stood."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sla.calendar import Calendar
from tawasul.core.errors import DomainError

Unit = Literal["working_days", "business_seconds"]
Edge = Literal["close", "end_of_local_day"]
Pause = tuple[datetime, datetime]

WORKING_DAYS: Unit = "working_days"
BUSINESS_SECONDS: Unit = "business_seconds"
FLOOR_DAYS = 1


@dataclass(frozen=True, slots=True)
class Promise:
    """A target in its unit. `edge` says when a due day ends; close of business is the stricter one."""

    target: int
    unit: Unit = WORKING_DAYS
    edge: Edge = "close"


def united(pauses: Iterable[Pause], start: datetime) -> list[Pause]:
    """The pauses after `start`, in order; those that overlap or touch are one, so no minute counts twice."""
    merged: list[Pause] = []
    for began, ended in sorted(pauses):
        if ended < began:
            raise DomainError("end_before_start")
        began = max(began, start)  # noqa: PLW2901 - what lies before the start does not count
        if ended <= began:
            continue
        if merged and began <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ended))
        else:
            merged.append((began, ended))
    return merged


def cut(pauses: Iterable[Pause], until: datetime) -> list[Pause]:
    """The pauses as they were at `until`: one that was not over yet had lasted up to then."""
    return [(began, min(ended, until)) for began, ended in pauses if began < until]


def due_at(promise: Promise, start: datetime, calendar: Calendar, pauses: Iterable[Pause] = ()) -> datetime:
    """When the promise breaks, if the clock stood during `pauses` and runs otherwise."""
    if promise.target <= 0:
        raise DomainError("target_not_positive")
    stood = united(pauses, start)
    if promise.unit == BUSINESS_SECONDS:
        return due_by_seconds(timedelta(seconds=promise.target), start, calendar, stood)
    return edge_of(due_day(promise.target, start, calendar, stood), promise.edge, calendar)


def due_day(target: int, start: datetime, calendar: Calendar, stood: Iterable[Pause] = ()) -> date:
    """The due date of a promise in working days: day 0 is the day of receipt; whole days of pause move it on."""
    day = calendar.nth(calendar.day_of(start), target)
    days = paused_days(stood, start, calendar)
    return calendar.nth(day, days) if days else day


def paused_days(pauses: Iterable[Pause], start: datetime, calendar: Calendar) -> int:
    """Whole working days stood still: two half days are one, a quarter of an hour at night is none."""
    return int(sum(calendar.working_days(began, ended) for began, ended in united(pauses, start)))


def due_by_seconds(target: timedelta, start: datetime, calendar: Calendar, stood: Iterable[Pause]) -> datetime:
    """The first instant at which `target` has been worked outside the pauses (united and in order)."""
    running_from, remaining = start, target
    for began, ended in stood:
        worked = calendar.work(running_from, began)
        if worked >= remaining:
            break
        running_from, remaining = ended, remaining - worked
    return calendar.add(running_from, remaining)


def extended(due: datetime, unit: Unit, pauses: Iterable[Pause], start: datetime, calendar: Calendar) -> datetime:
    """A deadline without pauses, moved on by them: whole days for promises in days, working time for the others."""
    stood = united(pauses, start)
    if unit == BUSINESS_SECONDS:
        worked = sum((calendar.work(*pause) for pause in stood), timedelta())
        return calendar.add(due, worked) if worked else due
    days = paused_days(stood, start, calendar)
    return calendar.close_of(calendar.nth(calendar.day_of(due), days)) if days else due


def unextended(due: datetime, unit: Unit, pauses: Iterable[Pause], start: datetime, calendar: Calendar) -> datetime:
    """The deadline that `extended` moved to `due`: what it would be if no pause had counted."""
    stood = united(pauses, start)
    if unit == BUSINESS_SECONDS:
        worked = sum((calendar.work(*pause) for pause in stood), timedelta())
        return calendar.sub(due, worked) if worked else due
    days = paused_days(stood, start, calendar)
    return calendar.close_of(calendar.nth_before(calendar.day_of(due), days)) if days else due


def segment_due(own: datetime, citizens: datetime | None, floor: datetime) -> datetime:
    """When an agency's stretch ends: with the citizen's own deadline at the latest, unless that leaves no floor."""
    if citizens is None:
        return own
    return max(min(own, citizens), min(own, floor))


def consumed(start: datetime, until: datetime, calendar: Calendar, pauses: Iterable[Pause] = ()) -> timedelta:
    """Working time that counts against the promise: all of it, less what fell into pauses."""
    stood = ((began, min(ended, until)) for began, ended in united(pauses, start) if began < until)
    return calendar.work(start, until) - sum((calendar.work(*pause) for pause in stood), timedelta())


def edge_of(day: date, edge: Edge, calendar: Calendar) -> datetime:
    """The instant at which a due day ends."""
    return calendar.close_of(day) if edge == "close" else calendar.end_of(day)


def pause_ends(paused_at: datetime, most_days: int, calendar: Calendar) -> datetime:
    """When a pause ends by itself: at close of the last working day it may take, and never after more whole days.

    A pause from before opening, or from opening itself, takes that whole day: it is the first one.
    """
    day = calendar.day_of(paused_at)
    if calendar.is_working(day) and paused_at <= calendar.opening_of(day):
        return calendar.close_of(calendar.nth(day, most_days - 1) if most_days > 1 else day)
    return calendar.close_of(calendar.nth(day, most_days))


def floor_from(now: datetime, calendar: Calendar, days: int = FLOOR_DAYS) -> datetime:
    """The least time that a change must leave: close of the next working day, so that a click breaches nobody."""
    return calendar.close_of(calendar.nth(calendar.day_of(now), days))


def shortened(old_due: datetime, new_due: datetime, now: datetime, calendar: Calendar) -> datetime:
    """The due instant after a change to a shorter promise. It never moves later."""
    return min(old_due, max(new_due, floor_from(now, calendar)))


def is_on_time(met_at: datetime, due: datetime) -> bool:
    """The one comparison of the system: a reply at exactly the deadline counts."""
    return met_at <= due
