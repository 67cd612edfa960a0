"""When people are reminded of a promise, and who is told when it breaks: the steps of a clock and their instants.

The ladder of a policy names its fixed steps in order; after the last one a weekly reminder follows for as long as
the clock is open, so that an open clock always has a next step.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from sla.calendar import Calendar
from sla.deadline import BUSINESS_SECONDS, Pause, Unit, due_by_seconds, united
from tawasul.core.errors import DomainError

# The citizen's promise; the first message, told to those who can write it; the office's own target, which spares its
# officers a second set of letters; urgent hours.
FINAL_REPLY = ("t3", "t1", "t0", "breach", "plus1", "plus3", "plus5")
FIRST_RESPONSE = ("t1", "t0", "breach")
AGENCY = ("t1", "breach")
PART = ("t3", "t1", "t0", "breach")  # of another agency's case: nothing else reminds its officers
HOURS = ("p50", "p75", "p90", "breach", "plus1", "plus3", "plus5")

WEEKLY = "weekly"
_DAYS_BEFORE = {"t3": 3, "t1": 1}
_DAYS_AFTER = {"plus1": 1, "plus3": 3, "plus5": 5}
_SHARES = {"p50": Fraction(50, 100), "p75": Fraction(75, 100), "p90": Fraction(90, 100)}
BEFORE = frozenset({*_DAYS_BEFORE, "t0", *_SHARES})  # the steps that come before the promise breaks
_LAST_FIXED_DAY = 5
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Course:
    """What the ladder needs to know of a clock."""

    ladder: tuple[str, ...]
    started_at: datetime
    due_at: datetime
    target: int
    unit: Unit
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step and its true instant. `name` is its key: fixed steps once, weekly ones numbered."""

    name: str
    at: datetime

    @property
    def wakes_at(self) -> datetime:
        """When the ticker should look. A reply at exactly the deadline is on time, so a breach is seen just after."""
        return self.at + _TICK if self.name == "breach" else self.at

    @property
    def kind(self) -> str:
        """The step without its number, as people and rules know it."""
        return self.name.partition(":")[0]


def checked(ladder: Iterable[str]) -> tuple[str, ...]:
    """The fixed steps of a policy's ladder; unknown ones and a wrong order are refused."""
    steps = tuple(ladder)
    order = [*_SHARES, *_INSTANTS]
    places = [order.index(step) if step in order else -1 for step in steps]
    if not steps or -1 in places or places != sorted(set(places)):
        raise DomainError("bad_ladder")
    return steps


def check_unit(steps: Iterable[str], unit: Unit) -> None:
    """Refuse steps that a promise in this unit cannot have: shares are for hours, days before for working days."""
    others = {"t0", *_DAYS_BEFORE} if unit == BUSINESS_SECONDS else _SHARES
    if any(step in others for step in steps):
        raise DomainError("ladder_of_other_unit")


def step_at(course: Course, index: int, calendar: Calendar) -> Step:
    """The step of this number: the fixed ones first, then one each week."""
    if index < len(course.ladder):
        name = course.ladder[index]
        return Step(name, _instant(course, name, calendar))
    week = index - len(course.ladder) + 1
    day = calendar.nth(calendar.day_of(course.due_at), _LAST_FIXED_DAY) + timedelta(weeks=week)
    return Step(f"{WEEKLY}:{week}", calendar.opening_of(_working_day_from(day, calendar)))


def index_of(course: Course, name: str) -> int:
    """The number of a step."""
    kind, _, week = name.partition(":")
    return len(course.ladder) + int(week) - 1 if kind == WEEKLY else course.ladder.index(name)


def first_step(course: Course, calendar: Calendar) -> Step:
    """The first step after the start. A short promise has no time for the early ones."""
    return next(step for step in _steps(course, 0, calendar) if step.at > course.started_at)


def reached(course: Course, name: str, now: datetime, calendar: Calendar) -> tuple[list[Step], Step]:
    """The steps from `name` on whose time has come, and the one that comes next."""
    due: list[Step] = []
    for step in _steps(course, index_of(course, name), calendar):
        if step.wakes_at > now:
            return due, step
        due.append(step)
    raise AssertionError("the steps of an open clock do not end")


@dataclass(frozen=True, slots=True)
class Rearmed:
    """What comes next after a deadline moved; `again` if a step that was already told lies ahead once more."""

    step: Step
    again: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What a clock has told: the last step of its present epoch, and every step of any epoch with its instant."""

    last: str | None = None
    ever: frozenset[tuple[str, datetime]] = frozenset()


def rearmed(course: Course, told: Told, now: datetime, calendar: Calendar) -> Rearmed:
    """The next step of a clock whose deadline moved.

    Told steps that now lie ahead are told again, in a new epoch; those whose time has passed are not repeated, nor
    those that lie where they were told once, as when the deadline moved back; and steps that the move skipped are
    caught up with.
    """
    count_told = index_of(course, told.last) + 1 if told.last else 0
    ahead = next(n for n, step in enumerate(_steps(course, 0, calendar)) if step.wakes_at > now)
    first = index_of(course, first_step(course, calendar).name)
    steps = _steps(course, max(min(ahead, count_told), first), calendar)
    step = next(step for step in steps if (step.name, step.at) not in told.ever)
    return Rearmed(step, again=ahead < count_told)


def _steps(course: Course, index: int, calendar: Calendar) -> Iterator[Step]:
    """Every step from a number on. The calendar's horizon ends it, loudly."""
    while True:
        yield step_at(course, index, calendar)
        index += 1


def _instant(course: Course, name: str, calendar: Calendar) -> datetime:
    if name in _SHARES:
        return _share(course, _SHARES[name], calendar)
    return _INSTANTS[name](course.due_at, calendar)


def _share(course: Course, share: Fraction, calendar: Calendar) -> datetime:
    """When this share of a target in seconds is used up, which is never outside business hours."""
    if course.unit != BUSINESS_SECONDS:
        raise DomainError("bad_ladder")
    target = timedelta(microseconds=int(course.target * 1_000_000 * share))
    return due_by_seconds(target, course.started_at, calendar, united(course.pauses, course.started_at))


def _before(days: int) -> Callable[[datetime, Calendar], datetime]:
    return lambda due, calendar: calendar.opening_of(calendar.nth_before(calendar.day_of(due), days))


def _after(days: int) -> Callable[[datetime, Calendar], datetime]:
    return lambda due, calendar: calendar.opening_of(calendar.nth(calendar.day_of(due), days))


def _on_the_day(due: datetime, calendar: Calendar) -> datetime:
    day = calendar.day_of(due)
    return calendar.opening_of(day if calendar.is_working(day) else calendar.nth_before(day, 1))


_INSTANTS: Mapping[str, Callable[[datetime, Calendar], datetime]] = {
    **{name: _before(days) for name, days in _DAYS_BEFORE.items()},
    "t0": _on_the_day,
    "breach": lambda due, _: due,
    **{name: _after(days) for name, days in _DAYS_AFTER.items()},
}


def _working_day_from(day: date, calendar: Calendar) -> date:
    return day if calendar.is_working(day) else calendar.nth(day, 1)
