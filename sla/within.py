"""The time of an agency ends within the citizen's: with the citizen's own deadline at the latest, floor aside."""

from datetime import datetime

from sla import policy
from sla.deadline import Pause, cut, extended, floor_from, segment_due
from sla.moving import calendar_of, pauses_before, unit_of
from sla.rebuild import ClockState
from sla.store import Held, newest


async def within(state: ClockState, due: datetime, pauses: list[Pause], until: datetime) -> datetime:
    """`due` of a clock that stood during `pauses`, the last of which ends with `until`; an agency's not too late.

    The floor is what an agency is left that gets a case late, so it moves on with the agency's own pauses.
    """
    if state.kind not in policy.OF_AGENCIES:
        return due
    calendar = await calendar_of(state)
    floor = extended(
        floor_from(state.started_at, calendar), unit_of(state), cut(pauses, until), state.started_at, calendar
    )
    return segment_due(due, await citizens_due(state.case_id, state.cycle, until), floor)


async def citizens_due(case_id: int, cycle: int, until: datetime) -> datetime | None:
    """The citizen's deadline, if the promise of this cycle had not stood after `until`."""
    held = await newest(case_id, policy.FINAL_REPLY)
    return await due_until(held, until) if held is not None and held.state.cycle == cycle else None


async def due_until(held: Held, until: datetime) -> datetime:
    """The deadline of a clock, if it had not stood after `until`."""
    state, pauses = held.state, await pauses_before(held)
    stood = cut(pauses, until)
    if stood == pauses:
        return state.due_at
    gross = state.gross_due_at or state.due_at
    return extended(gross, unit_of(state), stood, state.started_at, await calendar_of(state))
