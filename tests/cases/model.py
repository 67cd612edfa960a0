"""What may happen to one case, and what its promise is then: a small second account, with no database and no engine.

It takes from the product the hours of the calendar and nothing else. Deadlines are counted day by day, pauses as
fractions of the days they touch.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Literal

from sla.calendar import Calendar
from tawasul.core.i18n import ZONE

TARGET, MOST_PAUSED, FORTNIGHT = 14, 10, timedelta(days=14)
WORKED_ON = ("assigned", "in_progress", "waiting_for_citizen", "reopened")
Act = Literal[
    "asks", "asks_again", "answers", "takes_back", "replies", "rejects", "reopens", "withdraws", "tags", "ranks"
]


@dataclass
class Pause:
    began: datetime
    cap: datetime
    ended: datetime | None = None


@dataclass
class Question:
    """`ended`: None while it is open."""

    ended: Literal["answered", "expired", "withdrawn"] | None = None
    answered: bool = False


@dataclass
class Promise:
    """The citizen's clock of one cycle."""

    started: datetime
    pauses: list[Pause] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    met: datetime | None = None
    state: str = "running"


@dataclass
class Model:
    """One case from the moment it was given to an agency."""

    calendar: Calendar
    now: datetime
    status: str = "assigned"
    cycles: list[Promise] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cycles.append(Promise(self.now))

    @property
    def promise(self) -> Promise:
        return self.cycles[-1]

    def does(self, act: Act) -> bool:
        """Do it if it is allowed; says whether it was."""
        if not self.may(act):
            return False
        getattr(self, f"_{act}")()
        return True

    def may(self, act: Act) -> bool:
        allowed: bool = getattr(self, f"_may_{act}")()
        return allowed

    def passes(self, by: timedelta) -> None:
        """Time goes on, and whoever looks after it has looked."""
        self.now += by
        if self._open_pause() is not None and self._open_pause().cap <= self.now:
            self._resume()
            self.promise.questions[-1].ended = "expired"
            self.status = "in_progress"
        if self.status == "answered" and not self._in_window():
            self.status = "closed"

    def due(self, cycle: Promise) -> datetime:
        """Close of the fourteenth working day after the first, moved on by whole days of pause."""
        days = TARGET + int(sum((self._days(pause) for pause in cycle.pauses), Fraction()))
        return self._close(self._later(self._day(cycle.started), days))

    def on_time(self, cycle: Promise) -> bool | None:
        """The verdict: none while it is open, nor of a cycle that left the count."""
        return {"met": True, "missed": False}.get(cycle.state)

    def _may_asks(self) -> bool:
        return self._may_asks_again() and not self.promise.pauses

    def _may_asks_again(self) -> bool:
        return self.status in WORKED_ON and self.status != "waiting_for_citizen" and self.now <= self.due(self.promise)

    def _asks(self) -> None:
        day = self._day(self.now)
        whole = self.calendar.is_working(day) and self.now <= self.calendar.opening_of(day)  # this day is the first
        cap = self._close(self._later(day, MOST_PAUSED - whole))
        self.promise.pauses.append(Pause(self.now, cap))
        self.promise.questions.append(Question())
        self.promise.state, self.status = "paused", "waiting_for_citizen"

    _asks_again = _asks

    def _may_answers(self) -> bool:
        asked = self.promise.questions
        waits = bool(asked) and not asked[-1].answered and asked[-1].ended != "withdrawn"
        return waits and self.status in WORKED_ON

    def _answers(self) -> None:
        question = self.promise.questions[-1]
        question.answered = True
        if question.ended is None:
            question.ended = "answered"
            self._resume()
        if self.status == "waiting_for_citizen":
            self.status = "in_progress"

    def _may_takes_back(self) -> bool:
        return bool(self.promise.questions) and self.promise.questions[-1].ended is None

    def _takes_back(self) -> None:
        self.promise.questions[-1].ended = "withdrawn"
        self._resume()
        self.status = "in_progress"

    def _may_replies(self) -> bool:
        return self.status in WORKED_ON

    def _replies(self) -> None:
        self._stop_waiting()
        self.promise.met, self.status = self.now, "answered"
        self.promise.state = "met" if self.now <= self.due(self.promise) else "missed"

    def _may_rejects(self) -> bool:
        return self.status == "answered"

    def _rejects(self) -> None:
        self.promise.met, self.promise.state, self.status = None, "running", "in_progress"

    def _may_reopens(self) -> bool:
        return self.status == "answered" and len(self.cycles) == 1 and self._in_window()

    def _reopens(self) -> None:
        self.cycles.append(Promise(self.now))
        self.status = "reopened"

    _may_withdraws = _may_replies

    def _withdraws(self) -> None:
        self._stop_waiting()
        self.promise.state = "void" if self.now <= self.due(self.promise) else "missed"
        self.status = "withdrawn"

    def _may_tags(self) -> bool:
        return True

    def _tags(self) -> None:
        """It moves nothing, whatever the status."""

    _may_ranks = _may_replies

    def _ranks(self) -> None:
        """Another priority moves no date."""

    def _stop_waiting(self) -> None:
        if self._may_takes_back():
            self._takes_back()

    def _resume(self) -> None:
        pause = self._open_pause()
        assert pause is not None
        pause.ended = min(self.now, pause.cap)
        self.promise.state = "running"

    def _open_pause(self) -> Pause | None:
        pauses = self.promise.pauses
        return pauses[-1] if pauses and pauses[-1].ended is None else None

    def _in_window(self) -> bool:
        assert self.promise.met is not None
        last = self._day(self.promise.met) + FORTNIGHT
        return self.now < datetime.combine(last + timedelta(days=1), time(), ZONE)

    def _day(self, instant: datetime) -> date:
        return instant.astimezone(ZONE).date()

    def _close(self, day: date) -> datetime:
        return self.calendar.close_of(day)

    def _later(self, day: date, days: int) -> date:
        while days:
            day += timedelta(days=1)
            days -= self.calendar.is_working(day)
        return day

    def _days(self, pause: Pause) -> Fraction:
        """How many working days a pause took: of each day it touches, the part that was worked."""
        until, total = pause.ended or pause.cap, Fraction()
        day = self._day(pause.began)
        while day <= self._day(until):
            if self.calendar.is_working(day):
                opens, closes = self.calendar.opening_of(day), self._close(day)
                stood = max(timedelta(), min(closes, until) - max(opens, pause.began))
                total += Fraction(stood // timedelta(microseconds=1), (closes - opens) // timedelta(microseconds=1))
            day += timedelta(days=1)
        return total
