"""Which steps of the ladder a clock must have told, by arithmetic of its own, against those that are written. Pure."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sla.calendar import Calendar
from tawasul.simulation.event_log import Told

_BEFORE = {"t3": 3, "t1": 1}
_AFTER = {"plus1": 1, "plus3": 3, "plus5": 5}
_RUNGS = {"final_reply": ("t3", "t1", "t0", "breach", "plus1", "plus3", "plus5"), "agency": ("t1", "breach")}
_MOST_WEEKS = 60


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as it is written. `suppressed`: a later one of the same catch-up was told instead."""

    id: int
    clock: int
    step: str
    epoch: int
    scheduled_at: datetime
    detected_at: datetime
    suppressed: bool


def faults(told: Told, rows: Sequence[StepRow], looks: Sequence[datetime], calendar: Calendar) -> list[str]:
    """What is wrong with the steps of one clock: doubled, missing, or at a time that was never theirs.

    `looks`: when a ticker looked, in order. A step that came between the last look and the end is written by the end.
    """
    written = Counter((row.step, row.scheduled_at) for row in rows)
    keys = Counter((row.step, row.epoch) for row in rows)
    found = [f"{step} told {n} times in one epoch" for (step, _), n in keys.items() if n > 1]
    found += [f"{step} told {n} times for one instant" for (step, _), n in written.items() if n > 1]
    owed, allowed = set(_owed(told, looks, calendar)), set(_allowed(told, looks, calendar))
    found += [f"{step} of {at.isoformat()} is missing" for step, at in sorted(owed - set(written))]
    found += [f"{step} at {at.isoformat()} was never due" for step, at in sorted(set(written) - allowed)]
    return [f"clock {told.clock}: {fault}" for fault in found]


def _written_until(told: Told, looks: Sequence[datetime]) -> datetime | None:
    """Until when steps are written: the end, which writes those that no ticker has seen, or the last look."""
    return told.ended_at or _last_look(told, looks)


def _last_look(told: Told, looks: Sequence[datetime]) -> datetime | None:
    """The last look while an answer was owed."""
    index = bisect_right(looks, told.ended_at) if told.ended_at else len(looks)
    return looks[index - 1] if index else None


def _owed(told: Told, looks: Sequence[datetime], calendar: Calendar) -> Iterator[tuple[str, datetime]]:
    """Every step that came while the clock ran under a due date, until its end or the last look.

    One that no ticker saw before a pause moved its date is written when the pause ends; before another move, it is
    owed no more: the date it was about is gone.
    """
    last = _written_until(told, looks)
    if last is None:
        return
    paused = {began for began, _ in told.pauses}
    went_on = {began for began in paused if told.ended_at or began < told.dues[-1][0]}
    for (since, due_at), after in zip(told.dues, [*(at for at, _ in told.dues[1:]), None], strict=True):
        if since in paused:
            continue
        until = last if after is None else min(after, last)
        came = (step for step in steps(told.kind, due_at, until, calendar) if since < step[1])
        # A breach is seen just after its instant: a reply at exactly the deadline is in time.
        seen = ((name, at) for name, at in came if not (name == "breach" and at >= until))
        yield from ((name, at) for name, at in seen if after is None or after in went_on or _is_seen(at, after, looks))
    yield from _pause_ends(told, looks)


def _is_seen(at: datetime, before: datetime, looks: Sequence[datetime]) -> bool:
    index = bisect_left(looks, at)
    return index < len(looks) and looks[index] < before


def _pause_ends(told: Told, looks: Sequence[datetime]) -> Iterator[tuple[str, datetime]]:
    """The end of a pause is a step where nobody ended it earlier, and a ticker looked while an answer was owed."""
    last = _last_look(told, looks)
    if last is None:
        return
    resumed = {at for at, _ in told.dues}
    for number, (_, ends_at) in enumerate(told.pauses, start=1):
        if ends_at in resumed and ends_at <= last:
            yield f"pause_ended:{number}", ends_at


def _allowed(told: Told, looks: Sequence[datetime], calendar: Calendar) -> Iterator[tuple[str, datetime]]:
    """Every step under any due date that the clock ever had, to its end or the last look: catching up is no fault."""
    last = _written_until(told, looks)
    if last is not None:
        for _, due_at in told.dues:
            yield from steps(told.kind, due_at, last, calendar)
        yield from _pause_ends(told, looks)


def steps(kind: str, due_at: datetime, until: datetime, calendar: Calendar) -> list[tuple[str, datetime]]:
    """The steps of a promise in working days and their instants, as far as they had come by then."""
    day = calendar.day_of(due_at)
    named = [(rung, _instant(rung, day, due_at, calendar)) for rung in _RUNGS[kind]]
    return [step for step in (*named, *_weekly(day, until, calendar)) if step[1] <= until]


def _instant(rung: str, day: date, due_at: datetime, calendar: Calendar) -> datetime:
    if rung == "breach":
        return due_at
    if rung in _BEFORE:
        return calendar.opening_of(calendar.nth_before(day, _BEFORE[rung]))
    return calendar.opening_of(calendar.nth(day, _AFTER[rung]) if rung in _AFTER else day)


def _weekly(day: date, until: datetime, calendar: Calendar) -> Iterator[tuple[str, datetime]]:
    """A reminder every week after the fifth working day, on the next day on which people work."""
    fifth = calendar.nth(day, 5)
    for week in range(1, _MOST_WEEKS):
        wanted = fifth + timedelta(weeks=week)
        at = calendar.opening_of(wanted if calendar.is_working(wanted) else calendar.nth(wanted, 1))
        if at > until:
            return
        yield f"weekly:{week}", at


def unheard(
    told: Told, rows: Sequence[StepRow], heard: Mapping[int, int], at: tuple[Sequence[datetime], Calendar]
) -> list[str]:
    """Steps of which people heard twice, or not at all though an answer was still owed. `at`: looks and calendar.

    People hear in working hours: a case that was answered before the first look of those needs no letter.
    """
    looks, calendar = at
    found = [f"{row.step} was told to people {heard[row.id]} times" for row in rows if heard.get(row.id, 0) > 1]
    for row in rows:
        if told.kind != "final_reply" or row.suppressed or row.step.startswith("pause_ended"):
            continue
        index = bisect_left(looks, calendar.next_open(row.detected_at))
        is_owed = index < len(looks) and (told.ended_at is None or told.ended_at > looks[index])
        if is_owed and row.id not in heard:
            found.append(f"nobody heard of {row.step} of {row.scheduled_at.isoformat()}")
    return [f"clock {told.clock}: {fault}" for fault in found]


def by_clock(rows: Iterable[Mapping[str, Any]]) -> dict[int, list[StepRow]]:
    """Rows of the table of steps, clock by clock."""
    found: dict[int, list[StepRow]] = {}
    for row in rows:
        step = StepRow(**{**row, "suppressed": bool(row["suppressed"])})
        found.setdefault(step.clock, []).append(step)
    return found
