"""Open clocks that go by an earlier revision of their calendar although its circular is done: they follow it late.

A filing may read the calendar before a circular is approved and commit after the last portion was moved on. Run by the
ticker once an hour; a calendar whose circular is still being applied is left to that.
"""

from collections.abc import Sequence
from typing import Any

from cases.moved_dates import say
from cases.moves import OPEN, Row
from cases.tables import Case
from cases.two_persons import APPROVED, CALENDAR
from sla import calendars, revision
from sla.affected import Target, cases_of, target_of, turn_to
from sla.recomputed import Turn
from sla.tables import Proposal
from sla.views import final_replies
from tawasul import audit
from tawasul.core import log
from tawasul.core.actor import system
from tawasul.core.db import lock, transaction
from tawasul.core.errors import DomainError

PORTION = 100
CASES_A_RUN = 20_000
_CALENDARS = system("calendars")
_log = log.get(__name__)


async def catch_up() -> int:
    """Move them on, of every calendar; returns how many clocks that were."""
    moved = 0
    for code in await calendars.revised():
        if not await _is_applying(code):
            moved += await _of_calendar(code)
    return moved


async def _is_applying(code: str) -> bool:
    return bool(
        await Proposal.exists().where(Proposal.subject == CALENDAR, Proposal.code == code, Proposal.state == APPROVED)
    )


async def _of_calendar(code: str) -> int:
    target = await target_of((await calendars.current(code)).id)
    waiting = await cases_of(target, limit=CASES_A_RUN)
    if not waiting:
        return 0
    turn = await turn_to(target)
    moved = 0
    for first in range(0, len(waiting), PORTION):
        try:
            moved += await _portion(target, turn, waiting[first : first + PORTION])
        except DomainError as error:  # the others follow; these are tried again in an hour
            _log.error("clocks could not follow a calendar", calendar=code, revision=target.rev, code=error.code)
    _log.warning("clocks followed a calendar late", calendar=code, revision=target.rev, clocks=moved)
    return moved


async def _portion(target: Target, turn: Turn, cases: Sequence[int]) -> int:
    """The cases are held first, as every act does it. What was moved stands in the history of the calendar."""
    async with transaction():
        rows = {case_id: row for case_id in cases if (row := await lock(Case, case_id)) is not None}
        applied = await revision.apply_portion(target, turn, list(rows), actor=_CALENDARS)
        await _tell([rows[case_id] for case_id in applied.told], target.id)
        data: dict[str, Any] = {"revision": target.id, "clocks": applied.clocks}
        if applied.clocks:
            await audit.append(f"{CALENDAR}:{target.code}", actor=_CALENDARS, act="calendar_caught_up", data=data)
    return applied.clocks


async def _tell(cases: Sequence[Row], number: int) -> None:
    """A clock follows a revision once, so its citizen is told once."""
    promises = await final_replies([case["id"] for case in cases])
    for case in cases:
        if case["status"] in OPEN:
            await say(case, promises[case["id"]].due_at, {"revision": number}, key=f"due_moved:revision:{number}")
