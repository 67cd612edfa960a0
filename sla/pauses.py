"""The clock stands: while the citizen was asked something, or while the law forbids to answer. Nothing else stops it.

A pause has an end from the start. Until somebody ends it earlier, `due_at` is the date that applies if it runs to its
end, and the end itself is the clock's next event, so that a clock never waits for nobody.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sla import policy
from sla.deadline import Pause, extended, pause_ends
from sla.moving import calendar_of, course_of, next_steps, pauses_before, unit_of, with_due
from sla.reaching import keep_unseen
from sla.rebuild import ClockState, Event
from sla.store import Held, change, hold, hold_open, state_of
from sla.store import pauses_of as of
from sla.tables import Clock, ClockEvent
from sla.views import ClockView
from sla.within import within
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import require_transaction
from tawasul.core.errors import Conflict, DomainError, NotFound

__all__ = ["of", "pause", "pause_like", "resume", "resume_held", "resume_if_paused", "would_end"]

WAITING, STAY = "waiting_for_citizen", "legal_stay"
_SECOND = 1


async def pause(
    case_id: int, *, reason: str, actor: Actor, ends_at: datetime | None = None, second_allowed: bool = False
) -> ClockView:
    """Let the citizen's clock and those of agencies stand. A question ends at the policy's cap, a stay at `ends_at`.

    Refused once the promise is due, while it stands already, and a second time unless a supervisor allows it.
    """
    require_transaction()
    if reason not in (WAITING, STAY):
        raise DomainError("unknown_reason", reason=reason)
    held = await hold(case_id, policy.FINAL_REPLY)
    now = clock.now()
    _check(held, now, second_allowed=second_allowed)
    end = await _end(held, reason, ends_at, now)
    stands = await _stand(held, reason, end, now, actor=actor)
    for theirs in await hold_open(case_id, *policy.OF_AGENCIES):
        await _stand_with(stands, theirs, reason, actor=actor)
    return stands.view


def _check(held: Held, now: datetime, *, second_allowed: bool) -> None:
    if held.state.state == "paused":
        raise Conflict("already_paused")
    if now > held.state.due_at:
        raise Conflict("past_due")
    if held.state.pauses >= _SECOND and not second_allowed:
        raise Conflict("second_pause")


async def _end(held: Held, reason: str, ends_at: datetime | None, now: datetime) -> datetime:
    if reason == STAY:
        if ends_at is None:
            raise DomainError("needs_end")
        if ends_at <= now:
            raise DomainError("end_before_start")
        return ends_at
    most = await policy.most_pause_days(held.state.policy_version)
    return pause_ends(now, most, await calendar_of(held.state))


async def would_end(clock_id: int) -> datetime:
    """When a question that is sent now would end by itself."""
    row = await Clock.select().where(Clock.id == clock_id).first()
    if row is None:
        raise NotFound("no_clock")
    return await _end(Held(clock_id, state_of(row)), WAITING, None, clock.now())


async def pause_like(citizens: Held, segment: Held, *, actor: Actor) -> Held:
    """Let the clock of an agency that gets a case stand with the citizen's, for the same reason."""
    return await _stand_with(citizens, segment, await _reason_of(citizens.id), actor=actor)


async def _stand_with(citizens: Held, segment: Held, reason: str, *, actor: Actor) -> Held:
    """Let an agency's running clock stand with the citizen's. One that is late already goes on being late."""
    end, now = citizens.state.pause_ends_at, clock.now()
    if end is None or segment.state.state != "running" or now > segment.state.due_at:
        return segment
    return await _stand(segment, reason, end, now, actor=actor)


async def _reason_of(clock_id: int) -> str:
    """Why a clock stands, or stood last."""
    row = await _last_pause(clock_id)
    return str(row["reason"]) if row else ""


async def _last_pause(clock_id: int) -> Mapping[str, Any] | None:
    """The event by which a clock stands, or stood last."""
    events = ClockEvent.select(ClockEvent.reason, ClockEvent.data)
    paused = events.where(ClockEvent.clock == clock_id, ClockEvent.type == "paused")
    return await paused.order_by(ClockEvent.seq, ascending=False).first()


async def _stand(held: Held, reason: str, end: datetime, now: datetime, *, actor: Actor) -> Held:
    due = await _due(held, [*await pauses_before(held), (now, end)])
    data = {"ends_at": end.isoformat(), "old": held.state.due_at.isoformat(), "due_at": due.isoformat()}
    return await change(held, Event("paused", now, data), actor=actor, reason=reason)


async def _due(held: Held, pauses: list[Pause]) -> datetime:
    """The deadline after these pauses; an agency's within the citizen's, as that is when the last of them ends."""
    state, calendar = held.state, await calendar_of(held.state)
    due = extended(state.gross_due_at or state.due_at, unit_of(state), pauses, state.started_at, calendar)
    return await within(state, due, pauses, pauses[-1][1])


async def resume(case_id: int, *, actor: Actor) -> ClockView:
    """Let the clocks of a case run again. What remained of the promise remains, no more and no less."""
    require_transaction()
    held = await hold(case_id, policy.FINAL_REPLY)
    if held.state.state != "paused":
        raise Conflict("not_paused")
    return await _go_on(held, actor=actor)


async def resume_if_paused(case_id: int, *, reason: str, actor: Actor) -> ClockView | None:
    """Like `resume`, for whoever may come after that pause has ended by itself: then None, and nothing changes.

    Only a pause for this reason ends: an answer to a question that had its time ends no stay that came after it.
    """
    require_transaction()
    held = await hold(case_id, policy.FINAL_REPLY)
    if held.state.state != "paused" or await _reason_of(held.id) != reason:
        return None
    return await _go_on(held, actor=actor)


async def _go_on(held: Held, *, actor: Actor) -> ClockView:
    running = await resume_held(held, actor=actor)
    for theirs in await hold_open(held.state.case_id, *policy.OF_AGENCIES):
        await resume_held(theirs, actor=actor)
    return running.view


async def resume_held(held: Held, *, actor: Actor) -> Held:
    """Let a held clock run again: from now, or from the end of its pause if that has passed unnoticed."""
    state, now = held.state, clock.now()
    if state.pause_ends_at is None:
        return held
    at = min(now, state.pause_ends_at)
    pauses = await pauses_before(held)
    pauses[-1] = (pauses[-1][0], at)
    due = await _due(held, pauses)
    moved = with_due(state, due, state.gross_due_at or due)
    following = await next_steps(held, moved, pauses, at)
    known = await _with_unseen(held, moved, pauses)
    if known is not held:  # they come again, as those do that were told
        following["epoch"] = state.epoch + 1
    data = {"old": state.due_at.isoformat(), "due_at": due.isoformat(), **following}
    reason = "pause_ended" if at == state.pause_ends_at else "answered"
    return await change(known, Event("resumed", at, data), actor=actor, reason=reason)


async def _with_unseen(held: Held, moved: ClockState, pauses: list[Pause]) -> Held:
    """The clock with the steps written that it had reached before its last pause, unseen, and that this moves away."""
    paused = await _last_pause(held.id)
    if paused is None:
        raise AssertionError("a paused clock has an event that says so")
    before = replace(held.state, due_at=datetime.fromisoformat(json.loads(paused["data"])["old"]))
    promised = (await policy.ladders([moved.policy_version]))[moved.policy_version]
    courses = course_of(before, promised, tuple(pauses[:-1])), course_of(moved, promised, tuple(pauses))
    return await keep_unseen(held, *courses, pauses[-1][0])
