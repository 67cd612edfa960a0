"""The deadlines of open clocks under another revision of their calendar: from the start, with their pauses. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sla.calendar import Calendar
from sla.deadline import WORKING_DAYS, Pause, Promise, cut, due_at, extended, floor_from, segment_due
from sla.moving import unit_of
from sla.policy import FINAL_REPLY, OF_AGENCIES
from sla.rebuild import ClockState
from sla.store import Held


@dataclass(frozen=True, slots=True)
class Shift:
    """From one revision to another: both laid out, and the dates on which they differ, in order."""

    old: Calendar
    new: Calendar
    dates: tuple[date, ...]

    def meets(self, state: ClockState) -> bool:
        """Whether a changed date lies between a clock's start and its deadline."""
        index = bisect_left(self.dates, self.old.day_of(state.started_at))
        return index < len(self.dates) and self.dates[index] <= self.old.day_of(state.due_at)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a new revision means: its number, and the way to it from each earlier revision of the calendar.

    `others` are the calendars of agencies that work by another one, `pauses` how clocks stood.
    """

    revision: int
    shifts: Mapping[int, Shift]
    others: Mapping[int, Calendar] = field(default_factory=dict)
    pauses: Mapping[int, Sequence[Pause]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock before and after, its calendar then, and how it stood. If the date is the same, the revision is not."""

    held: Held
    then: ClockState
    calendar: Calendar
    pauses: tuple[Pause, ...] = ()

    @property
    def is_moved(self) -> bool:
        return self.held.state.due_at != self.then.due_at


def of_case(clocks: Iterable[Held], turn: Turn) -> list[Moved]:
    """The open clocks of one case, the citizen's first: what an agency gets ends with that, whatever its calendar."""
    moved: list[Moved] = []
    citizens: Moved | None = None
    for held in sorted(clocks, key=lambda held: (held.state.kind in OF_AGENCIES, held.id)):
        one = _after(held, turn, citizens)
        citizens = one if held.state.kind == FINAL_REPLY else citizens
        if one.then != held.state:
            moved.append(one)
    return moved


def _after(held: Held, turn: Turn, citizens: Moved | None) -> Moved:
    state, shift = held.state, turn.shifts.get(held.state.calendar_revision)
    follows = state.kind in OF_AGENCIES and citizens is not None and citizens.is_moved
    revision = turn.revision if shift else state.calendar_revision
    if shift is None:
        own = turn.others[state.calendar_revision]
        shift = Shift(own, own, ())
    pauses = tuple(turn.pauses.get(held.id, ()))
    gross, due = state.gross_due_at or state.due_at, state.due_at
    if follows or shift.meets(state):
        gross = gross_due(state, shift)
        due = _extended(gross, state, pauses, shift.new)
        if state.kind in OF_AGENCIES and citizens is not None:
            gross, due = _within(state, gross, (shift.new, pauses), citizens)
    turned = replace(state, calendar_revision=revision, gross_due_at=gross, due_at=due)
    return Moved(held, turned, shift.new, pauses)


def _within(
    state: ClockState, own: datetime, laid_out: tuple[Calendar, tuple[Pause, ...]], citizens: Moved
) -> tuple[datetime, datetime]:
    """An agency's deadline without its pauses and with them, inside the citizen's promise unless no floor is left.

    The pauses before the agency had the case are in the citizen's date and not its own: so its date without pauses
    ends with the citizen's without those after the case came.
    """
    (calendar, pauses), whole = laid_out, citizens.then
    floor = floor_from(state.started_at, calendar)
    most = whole.gross_due_at or whole.due_at
    most = _extended(most, whole, tuple(cut(citizens.pauses, state.started_at)), citizens.calendar)
    gross = segment_due(own, most, floor)
    due = _extended(gross, state, pauses, calendar)
    return gross, segment_due(due, whole.due_at, _extended(floor, state, pauses, calendar))


def _extended(gross: datetime, state: ClockState, pauses: tuple[Pause, ...], calendar: Calendar) -> datetime:
    return extended(gross, unit_of(state), pauses, state.started_at, calendar) if pauses else gross


def gross_due(state: ClockState, shift: Shift) -> datetime:
    """The deadline without pauses: by the target, and moved from that as far as it was before.

    It was moved where a shorter promise had to leave the floor, so that nobody was breached by a click.
    """
    promise = Promise(state.target, unit_of(state))
    by_target = due_at(promise, state.started_at, shift.new)
    if state.kind in OF_AGENCIES:
        return by_target
    was, stood = due_at(promise, state.started_at, shift.old), state.gross_due_at or state.due_at
    if was == stood:
        return by_target
    if state.unit == WORKING_DAYS:
        return _days_on(by_target, _days_between(was, stood, shift.old), shift.new)
    return shift.new.add(by_target, shift.old.work(was, stood)) if stood > was else min(by_target, stood)


def _days_between(was: datetime, stood: datetime, calendar: Calendar) -> int:
    first, last = calendar.day_of(was), calendar.day_of(stood)
    return calendar.count(first, last) if first <= last else -calendar.count(last, first)


def _days_on(due: datetime, days: int, calendar: Calendar) -> datetime:
    day = calendar.day_of(due)
    if days == 0:
        return due
    return calendar.close_of(calendar.nth(day, days) if days > 0 else calendar.nth_before(day, -days))
