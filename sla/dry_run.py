"""What a revision would do, counted without changing anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sla import calendars, effect
from sla.affected import Target, cases_of, clocks_of, dates_of, moved_of, target_to_be, turn_to
from sla.calendar import BeyondHorizon
from sla.calendar_spec import BadCalendar
from sla.effect import Effect
from sla.policy import AGENCY
from sla.recomputed import Turn
from sla.store import Held
from sla.turned import turned_verdicts
from tawasul.core import clock

PORTION = 1_000


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


async def _count_all(counted: Effect, target: Target, turn: Turn) -> None:
    now, after = clock.now(), 0
    while cases := await cases_of(target, after=after, limit=PORTION):
        held = await clocks_of(cases, held=False)
        moved = await moved_of(held, turn)
        effect.count(counted, moved, _agencies(held), at=(now, target.calendar))
        after = cases[-1]


def _agencies(held: Sequence[Held]) -> dict[int, str]:
    """Who has a case, by the stretch that is open."""
    return {one.state.case_id: one.state.agency for one in held if one.state.kind == AGENCY and one.state.agency}
