"""Clocks as others read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sla.deadline import Unit
from sla.tables import Clock


@dataclass(frozen=True, slots=True)
class ClockView:
    """A clock. `met_at` is the reply; `closed_at` a closing without one after the deadline.

    `due_at` of a paused clock holds if the pause runs to its end, which is `pause_ends_at`. `gross_due_at` is due if
    no pause had counted.
    """

    id: int
    case_id: int
    kind: str
    cycle: int
    segment: int
    state: str
    started_at: datetime
    due_at: datetime
    met_at: datetime | None
    on_time: bool | None
    target: int
    unit: Unit
    agency: str | None
    paused_since: datetime | None
    next_event_at: datetime | None
    closed_at: datetime | None = None
    gross_due_at: datetime | None = None
    pauses: int = 0
    corrected: bool = False
    pause_ends_at: datetime | None = None
    voided_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether anybody still owes an answer."""
        return self.state in OPEN


OPEN = ("running", "paused")
_FIELDS = tuple(ClockView.__dataclass_fields__)


def view(row: Mapping[str, Any]) -> ClockView:
    """A row of the clock table as a view."""
    return ClockView(**{field: row[field] for field in _FIELDS})


async def final_replies(case_ids: Sequence[int]) -> dict[int, ClockView]:
    """The citizen's clock of each case, its latest cycle. One statement."""
    return {clock.case_id: clock for clock in await clocks_of(case_ids, "final_reply")}


async def clock_of(clock_id: int) -> ClockView | None:
    """One clock, of whatever cycle."""
    row = await Clock.select().where(Clock.id == clock_id).first()
    return view(row) if row else None


async def clocks_of(case_ids: Sequence[int], *kinds: str) -> list[ClockView]:
    """All clocks of these cases (of these kinds, if any are named), oldest first. One statement."""
    if not case_ids:
        return []
    query = Clock.select().where(Clock.case_id.is_in(list(case_ids)))
    if kinds:
        query = query.where(Clock.kind.is_in(list(kinds)))
    rows = await query.order_by(Clock.case_id, Clock.kind, Clock.cycle, Clock.segment)
    return [view(row) for row in rows]
