"""Writing down that steps of the ladder were reached: by the ticker, or by an act that came before it.

Such an act ends a clock, or ends a pause that moved the date: what came before that, unseen, was reached all the same.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sla import policy
from sla.ladder import Course, Step, index_of, reached, step_at
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
    state = held.state
    if state.state != "running" or state.next_step is None or state.next_event_at is None:
        return held
    if state.next_event_at > until:
        return held
    promised = (await policy.ladders([state.policy_version]))[state.policy_version]
    course = course_of(state, promised, tuple(await pauses_before(held)))
    steps, following = reached(course, state.next_step, until, await calendar_of(state))
    return await _write_untold(held, steps, following)  # none, if it was pushed back and would only have been looked at


async def keep_unseen(held: Held, before: Course, moved: Course, until: datetime) -> Held:
    """Write the steps that came before a pause, with no ticker to see them, if the pause moved their date away.

    Nobody is told: they come again. Those that lie where they lay are left to the next ticker, which tells of them.
    """
    state = held.state
    if state.next_step is None:
        return held
    calendar = await calendar_of(state)
    steps, following = reached(before, state.next_step, until, calendar)
    gone = [step for step in steps if step_at(moved, index_of(moved, step.name), calendar).at > step.at]
    return await _write_untold(held, gone, following)


async def _write_untold(held: Held, steps: Sequence[Step], following: Step) -> Held:
    now, epoch, written = clock.now(), held.state.epoch, []
    for step in steps:
        event = step_event(step, following, epoch, now, suppressed=True)
        held = Held(held.id, after(held.state, event))
        written.append(Written(held.id, held.state.rev, event))
    if steps:
        await write_steps([(held.id, step.name, epoch, step.at, now, True) for step in steps])
        await write_events(written, actor=TICKER)
        await advance([held])
    return held
