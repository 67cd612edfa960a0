"""What will happen in the demonstration, in the order of its time, and the work that comes up meanwhile."""

import heapq
import itertools
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from cases import alike, comparing, daily, escalation, export_files, import_files, orphans, sorting, timetable, waits
from cases.moments import midnight
from cases.tables import Case
from sla.calendar import Calendar
from tawasul.accounts.views import StaffView
from tawasul.core import clock, log
from tawasul.core.errors import Conflict, NotFound
from tawasul.outbox import relay

_PATIENCE = timedelta(minutes=5)
_log = log.get(__name__)
_JOBS: dict[str, Callable[..., Awaitable[None]]] = {
    "cases.jobs.sort_case": sorting.sort_case,
    alike.COMPARE: comparing.compare,
    alike.REMEMBER: comparing.remember,
    "cases.jobs.escalate": escalation.escalate,
    "cases.jobs.time_is_up": waits.time_is_up,
    import_files.CHECK: import_files.check,
    import_files.TAKE_IN: import_files.take_in,
    export_files.WRITE: export_files.write,
    orphans.REMOVE: orphans.remove,
    timetable.KEEP: lambda name, day: daily.keep(name, date.fromisoformat(day)),
}

Act = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Story:
    """What will happen, in the order of its time. Each act may plan later ones.

    `chance` decides what `dice` does not, so that one story does not change the throws of the other.
    """

    dice: random.Random
    chance: random.Random
    officers: dict[str, StaffView]
    supervisors: dict[str, StaffView]
    sorter: StaffView
    calendar: Calendar
    ends: datetime
    plan: list[tuple[datetime, int, Act]] = field(default_factory=list)
    number: Any = field(default_factory=itertools.count)

    def at(self, when: datetime, act: Act) -> None:
        """Have something happen; what would lie in the future never does."""
        if when < self.ends:
            heapq.heappush(self.plan, (when, next(self.number), act))

    async def run(self) -> None:
        """Live through it. Jobs are done as they come up, the ticker looks once a day."""
        while self.plan:
            when, _, act = heapq.heappop(self.plan)
            clock.move_to(when)
            try:
                await act()
            except (Conflict, NotFound) as error:
                # Two made-up people may get in each other's way, as real ones do; the case goes on without.
                _log.info("two people in each other's way", code=error.code)
                continue
            await work()

    def working_moment(self, after: datetime, days: int) -> datetime:
        """Some time in working hours, so many working days later."""
        day = self.calendar.nth(self.calendar.day_of(after), days) if days else self.calendar.day_of(after)
        moment = midnight(day) + timedelta(minutes=self.dice.randint(7 * 60 + 5, 13 * 60 + 50))
        return max(moment, after + timedelta(minutes=self.dice.randint(3, 40)))


async def work() -> None:
    """Do what waits in the outbox, as the worker would."""
    for leased in await relay.lease(50, _PATIENCE):
        await _JOBS[leased.job](*leased.args)
        await relay.done(leased.id)


async def row(case_id: int) -> dict[str, Any]:
    """A case as it stands."""
    found: dict[str, Any] = (await Case.select().where(Case.id == case_id))[0]
    return found
