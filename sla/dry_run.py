"""What a revision would do, counted without changing anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sla import calendars, effect, policy
from sla.affected import Target, cases_of, clocks_of, dates_of, moved_of, target_to_be, turn_to
from sla.calendar import BeyondHorizon, Calendar
from sla.calendar_spec import BadCalendar
from sla.calendars import Laid
from sla.effect import Effect
from sla.ladder import Told, rearmed
from sla.moving import course_of
from sla.policy import AGENCY
from sla.recomputed import Moved, Turn
from sla.store import Held
from sla.turned import turned_verdicts
from tawasul.core import clock, log

PORTION = 1_000
_log = log.get(__name__)
LADDER = timedelta(days=60)  # longer than from a deadline to the step after those that are fixed, over any holidays


@dataclass(frozen=True, slots=True)
class DryRun:
    """The effect, and the digest of the revision from which it was counted."""

    effect: Effect
    base: str


async def dry_run(code: str, spec: Mapping[str, Any]) -> DryRun:
    """Count what the clocks of a calendar would do if it said `spec`. `BadCalendar` if nobody could work by it."""
    last = await calendars.latest(code)
    target = target_to_be(last, spec)
    turn = await turn_to(target)
    counted = Effect(dates=[day.isoformat() for day in dates_of(turn)])
    try:
        await _count_all(counted, target, turn)
    except BeyondHorizon as error:
        raise BadCalendar("horizon_too_near") from error
    counted.corrections = len(await turned_verdicts(turn))
    return DryRun(counted, last.digest)


async def tried(last: Laid, spec: Mapping[str, Any]) -> DryRun | None:
    """The same for what a program proposes; None, and a warning, where nobody could work by it."""
    try:
        return await dry_run(last.code, spec)
    except BadCalendar as error:
        _log.warning("a change of a calendar was not proposed", calendar=last.code, code=error.code)
        return None


async def _count_all(counted: Effect, target: Target, turn: Turn) -> None:
    now, after = clock.now(), 0
    while cases := await cases_of(target, after=after, limit=PORTION):
        held = await clocks_of(cases, held=False)
        moved = await moved_of(held, turn)
        await _reach_their_steps(moved, target.calendar, now)
        effect.count(counted, moved, _agencies(held), at=(now, target.calendar))
        after = cases[-1]


async def _reach_their_steps(moved: Sequence[Moved], calendar: Calendar, now: datetime) -> None:
    """`BeyondHorizon` if a clock's next step would lie beyond the calendar: applied, the revision would never end.

    Only near the horizon is there anything to look at.
    """
    near = [
        one
        for one in moved
        if one.is_moved
        and one.held.state.state == "running"
        and calendar.day_of(max(one.then.due_at, now)) + LADDER > calendar.horizon_end
    ]
    ladders = await policy.ladders({one.then.policy_version for one in near}) if near else {}
    for one in near:
        rearmed(course_of(one.then, ladders[one.then.policy_version], one.pauses), Told(), now, one.calendar)


def _agencies(held: Sequence[Held]) -> dict[int, str]:
    """Who has a case, by the stretch that is open."""
    return {one.state.case_id: one.state.agency for one in held if one.state.kind == AGENCY and one.state.agency}
