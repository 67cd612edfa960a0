"""Verdicts that a holiday entered after the fact would turn: answered late by the old calendar, in time by the new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sla.deadline import extended
from sla.moving import unit_of
from sla.policy import FINAL_REPLY
from sla.recomputed import Shift, Turn, gross_due
from sla.store import Held, pauses_of, state_of
from sla.tables import Clock
from tawasul.core.i18n import ZONE

PORTION = 1_000


@dataclass(frozen=True, slots=True)
class TurnedVerdict:
    """A missed promise, and the deadline that it has under the new revision."""

    clock_id: int
    case_id: int
    due_at: datetime


async def turned_verdicts(turn: Turn) -> list[TurnedVerdict]:
    """Replies that were late and would be in time. Two persons decide on each; nothing turns by itself."""
    found: list[TurnedVerdict] = []
    for revision, shift in turn.shifts.items():
        if shift.dates:
            found += await _of_revision(revision, shift)
    return sorted(found, key=lambda one: one.clock_id)


async def _of_revision(revision: int, shift: Shift) -> list[TurnedVerdict]:
    """Those promised by one earlier revision whose deadline lies at or after the first changed date, all of them."""
    found: list[TurnedVerdict] = []
    after = 0
    while clocks := await _late_replies(revision, shift, after):
        found += await _turned(clocks, shift)
        after = clocks[-1].id
    return found


async def _late_replies(revision: int, shift: Shift, after: int) -> list[Held]:
    """The next of them by number."""
    first = datetime.combine(shift.dates[0], datetime.min.time(), ZONE)
    rows = (
        await Clock.select()
        .where(
            Clock.id > after,
            Clock.kind == FINAL_REPLY,
            Clock.state == "missed",
            Clock.on_time.eq(False),
            Clock.met_at.is_not_null(),
            Clock.calendar_revision == revision,
            Clock.due_at >= first,
        )
        .order_by(Clock.id)
        .limit(PORTION)
    )
    return [Held(row["id"], state_of(row)) for row in rows]


async def _turned(clocks: Sequence[Held], shift: Shift) -> list[TurnedVerdict]:
    touched = [held for held in clocks if shift.meets(held.state)]
    stood = await pauses_of(held.id for held in touched if held.state.pauses)
    dues = [(held, _due(held, shift, stood.get(held.id, []))) for held in touched]
    return [
        TurnedVerdict(held.id, held.state.case_id, due)
        for held, due in dues
        if held.state.met_at is not None and held.state.met_at <= due
    ]


def _due(held: Held, shift: Shift, pauses: list[tuple[datetime, datetime]]) -> datetime:
    state = held.state
    return extended(gross_due(state, shift), unit_of(state), pauses, state.started_at, shift.new)
