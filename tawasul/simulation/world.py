"""What happens, one thing after the other: cases come, lie on desks, are taken, asked about, passed on, answered. Pure.

Whoever lives it (`driver` with the real acts, `office` with arithmetic alone) takes one happening after the other and
says what the promise of the case then is: desks work by due date, so the future depends on it.
"""

import heapq
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from sla.calendar import Calendar
from tawasul.simulation.fates import Fate
from tawasul.simulation.scenario import Habits

Kind = Literal["filed", "placed", "voided", "taken", "asked", "told", "passed_on", "replied", "reopened"]
_Inner = Literal["ready", "opening", "free", "set_aside"]

PAUSE_DAYS = 10  # as the policies have it
_GLANCE, _QUESTION, _PASSING = timedelta(minutes=12), timedelta(minutes=20), timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Happening:
    """What somebody does with a case. `officer` counts from 0 within the agency."""

    kind: Kind
    at: datetime
    number: int
    agency: str
    officer: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """An agency's officers, each with the days on which they are away."""

    away: tuple[frozenset[date], ...]


@dataclass(slots=True)
class _Item:
    """A case as the desks see it."""

    fate: Fate
    agency: str
    effort: timedelta
    due: datetime | None = None
    asked: bool = False
    visited: bool = False
    replies: int = 0


@dataclass(slots=True)
class _Pile:
    """What lies before an agency, and who is free to work on it."""

    desk: Desk
    cases: list[tuple[datetime, int]] = field(default_factory=list)
    free: list[int] = field(default_factory=list)
    opens_at: datetime | None = None


class World:
    """All desks and all cases, in one order of time."""

    def __init__(
        self, fates: Sequence[Fate], desks: Mapping[str, Desk], calendar: Calendar, habits: Habits, until: datetime
    ) -> None:
        self._calendar, self._habits, self._until = calendar, habits, until
        self._items = {fate.number: _Item(fate, fate.first_agency, self._slowed(fate.effort)) for fate in fates}
        self._piles = {code: _Pile(desk, free=list(range(len(desk.away)))) for code, desk in desks.items()}
        self._order = itertools.count()
        self._plan: list[tuple[datetime, int, Kind | _Inner, int, tuple[str, int]]] = []
        for fate in fates:
            self._at(fate.received_at, "filed", fate.number)

    def promised(self, number: int, due: datetime) -> None:
        """What the promise of a case is now."""
        self._items[number].due = due

    def next(self) -> Happening | None:
        """The next thing that somebody does; None once the stretch of time is over."""
        while self._plan and self._plan[0][0] < self._until:
            at, _, kind, number, (agency, officer) = heapq.heappop(self._plan)
            if kind == "ready":
                self._lie_down(number, at)
            elif kind == "opening":
                self._piles[agency].opens_at = None
                self._plan_opening(agency, at)
            elif kind == "free":
                self._piles[agency].free.append(officer)
                self._plan_opening(agency, at)
            elif kind == "set_aside":
                self._at(self._opening_in(at, self._items[number].fate.field_days), "ready", number)
            elif kind == "taken":
                if (taken := self._take(at, agency)) is not None:
                    return taken
            else:
                return self._did(kind, at, number, officer)
        return None

    def _at(self, when: datetime, kind: Kind | _Inner, number: int, where: tuple[str, int] = ("", 0)) -> None:
        heapq.heappush(self._plan, (when, next(self._order), kind, number, where))

    def _did(self, kind: Kind, at: datetime, number: int, officer: int) -> Happening:
        """Plan what follows from it, and tell it."""
        item = self._items[number]
        happening = Happening(kind, at, number, item.agency, officer)
        fate = item.fate
        if kind == "filed" and fate.by_hand:
            self._at(self._soon(at, 1), "voided" if fate.void else "placed", number)
        elif kind in ("filed", "placed"):
            self._at(self._routed(at), "ready", number)
        elif kind == "asked":
            self._at(*self._after_question(at, fate), number)
        elif kind == "told":
            self._at(at, "ready", number)
        elif kind == "passed_on":
            item.agency = fate.agency
            self._at(self._routed(at), "ready", number)
        elif kind == "replied" and item.replies == 0:
            item.replies = 1
            if fate.reopens_after is not None:
                self._at(at + fate.reopens_after, "reopened", number)
        elif kind == "reopened":
            item.effort = self._slowed(fate.effort) / 2
            self._at(at, "ready", number)
        return happening

    def _after_question(self, at: datetime, fate: Fate) -> tuple[datetime, Kind | _Inner]:
        """The citizen's answer, or the end of the pause, which the ticker of the next hour brings."""
        ends = self._calendar.close_of(self._calendar.nth(self._calendar.day_of(at), PAUSE_DAYS))
        if fate.silence is not None and at + fate.silence < ends:
            return at + fate.silence, "told"
        return ends + timedelta(hours=1), "ready"

    def _soon(self, at: datetime, days: int) -> datetime:
        """In working hours, so many working days later."""
        return self._opening_in(at, days) + timedelta(hours=2)

    def _routed(self, at: datetime) -> datetime:
        """When a case lies before those who answer."""
        days = self._habits.routing_days
        return self._opening_in(at, days) if days else at

    def _opening_in(self, at: datetime, days: int) -> datetime:
        """When work begins so many working days later."""
        return self._calendar.opening_of(self._calendar.nth(self._calendar.day_of(at), days))

    def _slowed(self, effort: timedelta) -> timedelta:
        """Not every hour of business is an hour of this work."""
        return effort / self._habits.productive

    def _lie_down(self, number: int, at: datetime) -> None:
        item = self._items[number]
        if item.due is None:
            raise AssertionError("nobody said what the promise is")
        heapq.heappush(self._piles[item.agency].cases, (item.due, number))
        self._plan_opening(item.agency, at)

    def _plan_opening(self, agency: str, at: datetime) -> None:
        """Have somebody take the next case: now, or when work begins and somebody is there."""
        pile = self._piles[agency]
        if not pile.cases or not pile.free:
            return
        opening = self._calendar.next_open(at)
        if opening == at and self._somebody(pile, at) is not None:
            self._at(at, "taken", 0, (agency, 0))
            return
        later = opening if opening > at else self._opening_in(at, 1)
        if pile.opens_at is None or later < pile.opens_at:
            pile.opens_at = later
            self._at(later, "opening", 0, (agency, 0))

    def _somebody(self, pile: _Pile, at: datetime) -> int | None:
        """The first free officer who is not away."""
        today = self._calendar.day_of(at)
        return next((officer for officer in sorted(pile.free) if today not in pile.desk.away[officer]), None)

    def _take(self, at: datetime, agency: str) -> Happening | None:
        """Somebody takes what is due first, and will be done with it after a while of working time."""
        pile = self._piles[agency]
        officer = self._somebody(pile, at) if pile.cases else None
        if officer is None:  # of many cases that came at once, the first ones found somebody
            return None
        pile.free.remove(officer)
        number = heapq.heappop(pile.cases)[1]
        item = self._items[number]
        kind, length = self._work_on(item, at)
        done = self._calendar.add(at, length)
        self._at(done, kind, number, (agency, officer))
        self._at(done, "free", number, (agency, officer))
        self._plan_opening(agency, at)
        return Happening("taken", at, number, agency, officer)

    def _work_on(self, item: _Item, at: datetime) -> tuple[Kind | _Inner, timedelta]:
        """What the officer finds: the wrong desk, something to ask or to look at, or all that it takes to answer."""
        if item.agency != item.fate.agency:
            return "passed_on", _PASSING
        may_ask = item.fate.asks and not item.asked and item.replies == 0
        if may_ask and item.due is not None and self._calendar.add(at, _QUESTION) < item.due:
            item.asked = True
            return "asked", _QUESTION
        if item.fate.field_days and not item.visited:
            item.visited = True
            return "set_aside", _GLANCE
        return "replied", max(item.effort, _GLANCE)
