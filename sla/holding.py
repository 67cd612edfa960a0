"""Whether a step that was reached is still to be told: meanwhile dates move, clocks stand, and cases end."""

from collections.abc import Mapping
from typing import Any, Literal

from sla import policy
from sla.ladder import BEFORE, WEEKLY, index_of, step_at
from sla.moving import calendar_of, course_of, pauses_before
from sla.store import Held, hold_clock
from sla.views import OPEN
from tawasul.core import clock

Why = Literal["ended", "not_late", "paused", "moved"]


async def why_not(step: Mapping[str, Any]) -> Why | None:
    """Why a step (`clock`, `step`, `epoch`, `scheduled_at`, `detected_at`) does not hold any more; None if it does.

    Whoever asks holds the case, so that nothing moves until the letters are written.
    """
    held = await hold_clock(step["clock"])
    state, kind = held.state, step["step"].partition(":")[0]
    if state.state not in OPEN:
        return "ended"
    if kind not in BEFORE and max(clock.now(), step["detected_at"]) <= state.due_at:
        return "not_late"
    if kind in BEFORE and state.state == "paused":
        return "paused"
    return "moved" if step["epoch"] < state.epoch and not await _stands(held, step) else None


async def _stands(held: Held, step: Mapping[str, Any]) -> bool:
    """Whether a step from before the deadline moved lies where it lay, as when the deadline moved back."""
    state, name = held.state, step["step"]
    promised = (await policy.ladders([state.policy_version]))[state.policy_version]
    course = course_of(state, promised, tuple(await pauses_before(held)))
    if name not in course.ladder and not name.startswith(WEEKLY):
        return False
    there = step_at(course, index_of(course, name), await calendar_of(state))
    return bool(there.at == step["scheduled_at"])
