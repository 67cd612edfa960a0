"""Moving the deadline of a held clock, and what every such move has in common: the ladder is set anew.

Acts on pauses, policies, calendars and verdicts all go through here, so that they agree on what a deadline is.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sla import calendars, ladder, policy
from sla.calendar import Calendar
from sla.deadline import BUSINESS_SECONDS, WORKING_DAYS, Pause, Unit
from sla.ladder import Course, rearmed
from sla.rebuild import ClockState, Event
from sla.store import Held, change, pauses_of, told_of
from tawasul.core import clock
from tawasul.core.actor import Actor


def unit_of(state: ClockState) -> Unit:
    """What the target of this clock counts."""
    return WORKING_DAYS if state.unit == WORKING_DAYS else BUSINESS_SECONDS


def course_of(state: ClockState, promised: tuple[str, ...], pauses: tuple[Pause, ...] = ()) -> Course:
    """What the ladder needs to know of a clock. `promised`: the ladder of its policy.

    A part has an agency's promise, but not its ladder, which leaves out what the citizen's clock tells.
    """
    steps = ladder.PART if state.kind == policy.PART and promised == ladder.AGENCY else promised
    return Course(steps, state.started_at, state.due_at, state.target, unit_of(state), pauses)


async def calendar_of(state: ClockState) -> Calendar:
    """The revision by which this clock is promised."""
    return (await calendars.by_id([state.calendar_revision]))[state.calendar_revision]


async def pauses_before(held: Held) -> list[Pause]:
    """How this clock stood so far; a clock that never stood costs no statement."""
    return (await pauses_of([held.id])).get(held.id, []) if held.state.pauses else []


async def next_steps(held: Held, moved: ClockState, pauses: list[Pause], now: datetime) -> dict[str, Any]:
    """The next step of a clock whose deadline is that of `moved`, as an event keeps it: step, instant and epoch.

    Steps told before that lie ahead again are told once more, in a new epoch.
    """
    calendar = await calendar_of(moved)
    promised = (await policy.ladders([moved.policy_version]))[moved.policy_version]
    course = course_of(moved, promised, tuple(pauses))
    following = rearmed(course, (await told_of([held]))[held.id], now, calendar)
    return {
        "epoch": held.state.epoch + following.again,
        "next_step": following.step.name,
        "next_event_at": following.step.wakes_at.isoformat(),
    }


async def move_due(held: Held, moved: ClockState, pauses: list[Pause], *, actor: Actor, reason: str) -> Held:
    """Give a held clock the deadlines, target, policy and calendar of `moved`."""
    now, state = clock.now(), held.state
    data = {
        "old": state.due_at.isoformat(),
        "due_at": moved.due_at.isoformat(),
        "gross_due_at": (moved.gross_due_at or moved.due_at).isoformat(),
        "target": moved.target,
        "policy_version": moved.policy_version,
        "calendar_revision": moved.calendar_revision,
        **await next_steps(held, moved, pauses, now),
    }
    if state.state == "paused":  # the pause still ends when it ends; its end sets the ladder anew
        data |= {"next_step": state.next_step, "next_event_at": state.next_event_at and state.next_event_at.isoformat()}
        data |= {"epoch": state.epoch}
    return await change(held, Event("due_changed", now, data), actor=actor, reason=reason)


def with_due(state: ClockState, due: datetime, gross: datetime) -> ClockState:
    """The clock with other deadlines."""
    return replace(state, due_at=due, gross_due_at=gross)
