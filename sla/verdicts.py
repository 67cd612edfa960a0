"""Frozen verdicts that change: a supervisor says that a reply is none, or two persons correct one. Nothing else may."""

from dataclasses import replace

from sla import policy, revision
from sla.moving import next_steps, pauses_before
from sla.rebuild import Event
from sla.store import Held, change, hold_clock, latest
from sla.views import ClockView
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import require_transaction
from tawasul.core.errors import Conflict, NotFound


async def revoke(case_id: int, *, actor: Actor, reason: str) -> ClockView:
    """The reply was none: its verdict is revoked and the clock goes on as if it had never stopped.

    The stretch of the agency that the same reply ended goes on too, both by the calendar as it is by now: what it said
    between reply and rejection passed them by.
    """
    require_transaction()
    held = await _answered(case_id, policy.FINAL_REPLY)
    if held is None:
        raise Conflict("not_answered")
    await _go_on(held, actor=actor, reason=reason)
    segment = await _answered(case_id, policy.AGENCY)
    if segment is not None:
        await _go_on(segment, actor=actor, reason=reason)
    await revision.catch_up(case_id, actor=actor)
    return (await hold_clock(held.id)).view


async def _answered(case_id: int, kind: str) -> Held | None:
    """The latest clock of this kind, held, if a reply ended it."""
    found = await latest(case_id, kind)
    if found is None:
        return None
    held = await hold_clock(found.id)
    return held if held.state.met_at is not None else None


async def _go_on(held: Held, *, actor: Actor, reason: str) -> None:
    now = clock.now()
    moved = replace(held.state, state="running", met_at=None, on_time=None)
    data = {"was": held.state.on_time, **await next_steps(held, moved, await pauses_before(held), now)}
    await change(held, Event("revoked", now, data), actor=actor, reason=reason)


async def correct(clock_id: int, on_time: bool, *, actor: Actor, reason: str) -> ClockView:
    """Change a frozen verdict, as two persons decided. The old one stays in the clock's events."""
    require_transaction()
    held = await hold_clock(clock_id)
    if held.state.kind != policy.FINAL_REPLY:
        raise NotFound("no_clock")
    if held.state.met_at is None:
        raise Conflict("not_answered")
    if held.state.on_time is on_time:
        raise Conflict("same_verdict")
    data = {"was": held.state.on_time, "becomes": on_time}
    return (await change(held, Event("corrected", clock.now(), data), actor=actor, reason=reason)).view
