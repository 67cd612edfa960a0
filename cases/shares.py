"""Whose time a promise has used: what each agency had of it, and what it took to find the right one.

All of it is measured on the citizen's calendar and without pauses, so that the parts add up to what the promise used.
A share is of the time that agencies had; what passed before any had the case, and with one that handed it on within a
working day, is routing time and nobody's share.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from cases.promises import PromiseView
from sla import calendars
from sla.calendar import Calendar
from sla.deadline import Pause, united
from sla.policy import AGENCY
from sla.store import pauses_of
from sla.views import ClockView, clocks_of
from tawasul.core import clock

WRONG_ADDRESS = Fraction(1)  # working days within which a case is handed on because it came to the wrong agency


@dataclass(frozen=True, slots=True)
class Had:
    """One agency's time with a case, in working days. `hundredths` of a percent, rounded down; None: routing time."""

    agency: str
    began: datetime
    days: Fraction
    hundredths: int | None


@dataclass(frozen=True, slots=True)
class Shares:
    """The agencies in their order, and the routing time in working days."""

    agencies: tuple[Had, ...]
    routing: Fraction


def of_promise(promise: PromiseView, now: datetime, calendar: Calendar) -> Shares:
    """The time of the present cycle of a case, up to its end or to now."""
    pauses = [(one.began, one.ended or max(now, one.began)) for one in promise.stretches()]
    return shares(promise.clock, promise.held, pauses, now, calendar)


async def of_clocks(clocks: Sequence[ClockView]) -> dict[int, Shares]:
    """The same of many promises, of whatever cycle, by clock. Two statements besides the calendar's."""
    now, calendar = clock.now(), await calendars.national()
    pauses = await pauses_of([one.id for one in clocks if one.pauses])
    held: dict[tuple[int, int], list[ClockView]] = defaultdict(list)
    for stretch in await clocks_of([one.case_id for one in clocks], AGENCY):
        held[stretch.case_id, stretch.cycle].append(stretch)
    return {one.id: shares(one, held[one.case_id, one.cycle], pauses.get(one.id, []), now, calendar) for one in clocks}


def shares(
    promise: ClockView, held: Sequence[ClockView], pauses: Sequence[Pause], now: datetime, calendar: Calendar
) -> Shares:
    """The time of one cycle, from its stretches with agencies, oldest first. Pure."""
    until = promise.met_at or promise.closed_at or promise.voided_at or now
    stood = united(pauses, promise.started_at)
    ends = [min(ended_of(one) or until, until) for one in held]
    days = [used(one.started_at, end, stood, calendar) for one, end in zip(held, ends, strict=True)]
    strayed = [_strayed(held, place, calendar) for place in range(len(held))]
    whole = sum((one for one, lost in zip(days, strayed, strict=True) if not lost), Fraction(0))
    agencies = tuple(
        Had(one.agency or "", one.started_at, part, None if lost else _share(part, whole))
        for one, part, lost in zip(held, days, strayed, strict=True)
    )
    first = held[0].started_at if held else until
    found = used(promise.started_at, max(first, promise.started_at), stood, calendar)
    return Shares(agencies, found + sum((one.days for one in agencies if one.hundredths is None), Fraction(0)))


def used(start: datetime, until: datetime, stood: Sequence[Pause], calendar: Calendar) -> Fraction:
    """Working days between two instants, less those in which the clock stood."""
    if until <= start:
        return Fraction(0)
    clipped = [(max(began, start), min(ended, until)) for began, ended in stood]
    return calendar.working_days(start, until) - sum(
        (calendar.working_days(began, ended) for began, ended in clipped if began < ended), Fraction(0)
    )


def ended_of(held: ClockView) -> datetime | None:
    """When an agency's stretch ended: by its reply, or handed on."""
    return held.met_at or held.closed_at or held.voided_at


def _strayed(held: Sequence[ClockView], place: int, calendar: Calendar) -> bool:
    """Whether an agency handed the case on to another within a working day."""
    if place == len(held) - 1:
        return False
    ended = ended_of(held[place]) or held[place + 1].started_at
    return calendar.working_days(held[place].started_at, max(ended, held[place].started_at)) <= WRONG_ADDRESS


def _share(part: Fraction, whole: Fraction) -> int:
    return int(part * 10_000 / whole) if whole else 0
