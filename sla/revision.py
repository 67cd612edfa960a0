"""Moving open clocks on to a new revision of their calendar, in portions, each in a transaction of its caller.

Which clocks are left, the clocks themselves say: those by an earlier revision. So whoever is killed in between goes on
where it stopped, and a second run finds nothing to do. Every open clock comes along, also one whose date stays: a
pause that it makes later has to count the new days too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sla import calendars, policy
from sla.affected import Target, behind, clocks_of, moved_of, target_of, turn_to
from sla.effect import tells
from sla.ladder import Told, rearmed
from sla.moving import course_of
from sla.rebuild import Event, after
from sla.recomputed import Moved, Turn
from sla.store import Held, told_of, write_dues
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import require_transaction

PORTION = 500  # cases in one transaction: few enough that nobody waits long for one of them
REASON = "calendar"


@dataclass(frozen=True, slots=True)
class Applied:
    """How many clocks a portion moved on, and the cases whose citizens have to be told."""

    clocks: int
    told: tuple[int, ...]


async def apply_portion(target: Target, turn: Turn, cases: Sequence[int], *, actor: Actor) -> Applied:
    """Move the open clocks of these cases on to the revision `target`, which is in force."""
    require_transaction()
    moved = await moved_of(await clocks_of(cases, held=True), turn)
    await _write(moved, actor=actor)
    told = tuple(one.held.state.case_id for one in moved if tells(one, target.calendar))
    return Applied(len(moved), told)


async def catch_up(case_id: int, *, actor: Actor) -> None:
    """Move the open clocks of one case on to the revisions in force: whatever they missed while they were closed."""
    require_transaction()
    for code in await behind(case_id):
        target = await target_of((await calendars.current(code)).id)
        await apply_portion(target, await turn_to(target), [case_id], actor=actor)


async def _write(moved: Sequence[Moved], *, actor: Actor) -> None:
    """One event a clock, and all rows in one statement."""
    running = [one.held for one in moved if one.is_moved and one.held.state.state == "running"]
    told = await told_of(running)
    ladders = await policy.ladders(one.held.state.policy_version for one in moved)
    known = _Known(ladders, told)
    await write_dues([_changed(one, known) for one in moved], actor=actor, reason=REASON)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the ladder of every clock of a portion needs."""

    ladders: Mapping[int, tuple[str, ...]]
    told: Mapping[int, Told]


def _changed(one: Moved, known: _Known) -> tuple[Held, Event]:
    """The event that moves a clock, and the clock after it."""
    state, then = one.held.state, one.then
    event = Event(
        "due_changed",
        clock.now(),
        {
            "old": state.due_at.isoformat(),
            "due_at": then.due_at.isoformat(),
            "gross_due_at": (then.gross_due_at or then.due_at).isoformat(),
            "target": then.target,
            "policy_version": then.policy_version,
            "calendar_revision": then.calendar_revision,
            **_next(one, known),
        },
    )
    return Held(one.held.id, after(state, event)), event


def _next(one: Moved, known: _Known) -> dict[str, object]:
    """The next step. A pause still ends when it ends, and where no date moved the ladder stands as it stood."""
    state = one.held.state
    if not one.is_moved or state.state == "paused":
        wakes = state.next_event_at
        return {
            "epoch": state.epoch,
            "next_step": state.next_step,
            "next_event_at": wakes.isoformat() if wakes else None,
        }
    course = course_of(one.then, known.ladders[one.then.policy_version], one.pauses)
    following = rearmed(course, known.told[one.held.id], clock.now(), one.calendar)
    return {
        "epoch": state.epoch + following.again,
        "next_step": following.step.name,
        "next_event_at": following.step.wakes_at.isoformat(),
    }
