"""Writing down that steps of the ladder were reached: by the ticker, or by an act that ends a clock before it came."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sla import policy
from sla.ladder import Step, reached
from sla.moving import calendar_of, course_of, pauses_before
from sla.rebuild import Event, after
from sla.store import Held, Written, advance, write_events
from tawasul.core import clock
from tawasul.core.actor import system
from tawasul.core.db import insert_rows

TICKER = system("ticker")
Row = tuple[int, str, int, datetime, datetime, bool]


def step_event(step: Step, following: Step, epoch: int, now: datetime, *, suppressed: bool) -> Event:
    """The event of a step that was reached. `following` is the one that comes next."""
    data = {
        "step": step.name,
        "epoch": epoch,
        "scheduled_at": step.at.isoformat(),
        "suppressed": suppressed,
        "next_step": following.name,
        "next_event_at": following.wakes_at.isoformat(),
    }
    return Event("step_reached", now, data)


async def write_steps(rows: Sequence[Row]) -> Mapping[tuple[int, str, int], int]:
    """Write steps (clock, step, epoch, its instant, now, suppressed); gives the numbers of those that are new."""
    written = await insert_rows("clock_step", _STEP, rows, unless_there=True, returning="id, clock, step, epoch")
    return {(row["clock"], row["step"], row["epoch"]): row["id"] for row in written}


_STEP = {
    "clock": "bigint",
    "step": "varchar",
    "epoch": "integer",
    "scheduled_at": "timestamptz",
    "detected_at": "timestamptz",
    "suppressed": "boolean",
}


async def catch_up(held: Held, until: datetime) -> Held:
    """Write the steps that a clock reached until its end and no ticker has seen. Nobody is told: it ends now."""
    state, now = held.state, clock.now()
    if state.state != "running" or state.next_step is None or state.next_event_at is None:
        return held
    if state.next_event_at > until:
        return held
    promised = (await policy.ladders([state.policy_version]))[state.policy_version]
    course = course_of(state, promised, tuple(await pauses_before(held)))
    steps, following = reached(course, state.next_step, until, await calendar_of(state))
    written = []
    for step in steps:
        event = step_event(step, following, state.epoch, now, suppressed=True)
        held = Held(held.id, after(held.state, event))
        written.append(Written(held.id, held.state.rev, event))
    if steps:  # none, if it was pushed back before and would only have been looked at
        await write_steps([(held.id, step.name, state.epoch, step.at, now, True) for step in steps])
        await write_events(written, actor=TICKER)
        await advance([held])
    return held
