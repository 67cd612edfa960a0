"""Are the clocks what their events make of them? Read in portions, so that ten million take no more memory than ten.

Reading takes no lock, and life goes on meanwhile. What seems to differ is therefore read once more with the row held:
a clock that merely moved between two statements is no finding.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sla.rebuild import Event, differences
from sla.store import events_of
from sla.tables import Clock, ClockEvent
from sla.views import OPEN
from tawasul.core.db import lock, require_transaction
from tawasul.core.errors import DomainError

Fault = Literal["differs", "no_events", "never_wakes", "no_clock", "no_case", "miscounted"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One clock, case or sum that is not as it should be. `columns`: column -> (stored, made anew), as text."""

    fault: Fault
    case_id: int | None
    clock_id: int | None = None
    columns: Mapping[str, tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Portion:
    """The clocks of one portion: the number of the last one, how many there were, and which of them seem wrong."""

    last: int
    count: int
    suspects: tuple[int, ...]


async def portion(after: int, limit: int) -> Portion:
    """The next clocks by number, compared with their events. Two statements."""
    rows = await Clock.select().where(Clock.id > after).order_by(Clock.id).limit(limit)
    if not rows:
        return Portion(after, 0, ())
    written = (
        await ClockEvent.select(ClockEvent.clock, ClockEvent.type, ClockEvent.at, ClockEvent.data)
        .where(ClockEvent.clock >= rows[0]["id"], ClockEvent.clock <= rows[-1]["id"])
        .order_by(ClockEvent.clock, ClockEvent.seq)
    )
    events: dict[int, list[Event]] = {}
    for row in written:
        events.setdefault(row["clock"], []).append(Event(row["type"], row["at"], json.loads(row["data"])))
    suspects = [row["id"] for row in rows if judged(row, events.get(row["id"], []))]
    return Portion(rows[-1]["id"], len(rows), tuple(suspects))


async def confirmed(clock_ids: Sequence[int]) -> list[Finding]:
    """Those of these clocks that are wrong also while nobody can change them."""
    require_transaction()
    found = []
    for clock_id in clock_ids:
        row = await lock(Clock, clock_id)
        if row is not None and (finding := judged(row, await events_of(clock_id))):
            found.append(finding)
    return found


def judged(row: Mapping[str, Any], events: Sequence[Event]) -> Finding | None:
    """What is wrong with a clock, if anything. Pure."""
    try:
        differing = differences(row, events)
    except (DomainError, KeyError, TypeError, ValueError):  # no start, or events that nothing here can have written
        return Finding("no_events", row["case_id"], row["id"])
    columns = {column: (_shown(stored), _shown(made)) for column, (stored, made) in sorted(differing.items())}
    if row["state"] in OPEN and row["next_event_at"] is None:  # the worse of the two: nobody would ever hear of it
        return Finding("never_wakes", row["case_id"], row["id"], columns)
    return Finding("differs", row["case_id"], row["id"], columns) if columns else None


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
