"""What the events of the clocks tell by themselves, read without the engine and without the boards.

Counted anew on purpose: what the product computes is held against this, so none of its rules is used here.
"""

import json
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tawasul.core.db import fetch

_BATCH = 2_000
_READ = """
    SELECT clock, type, at, data FROM clock_event WHERE clock > {} AND clock <= {} ORDER BY clock, seq
"""
_ENDS = {"stopped": "answered", "voided": "void", "closed_late": "closed"}


@dataclass(slots=True)
class Told:
    """One clock as its events tell it. `dues`: since when which date was its due date, oldest first.

    `pauses`: when each began, when it would end by itself. `how` it ended: answered, void, closed; None while open.
    """

    clock: int
    case: int
    kind: str
    cycle: int
    agency: str | None
    started_at: datetime
    dues: list[tuple[datetime, datetime]]
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    stands: bool = False
    how: str | None = None
    ended_at: datetime | None = None
    unknown: list[str] = field(default_factory=list)

    @property
    def due_at(self) -> datetime:
        return self.dues[-1][1]

    @property
    def gross_due_at(self) -> datetime:
        """What was due before any pause."""
        return self.dues[0][1]

    @property
    def met_at(self) -> datetime | None:
        return self.ended_at if self.how == "answered" else None

    def kept_by(self, due_at: datetime) -> bool:
        """Whether the reply came in time for this date."""
        return self.met_at is not None and self.met_at <= due_at


async def clocks() -> AsyncIterator[Told]:
    """Every clock that there is, batch after batch."""
    last = (await fetch("SELECT COALESCE(MAX(clock), 0) AS n FROM clock_event"))[0]["n"]
    for first in range(0, last, _BATCH):
        rows = await fetch(_READ, first, first + _BATCH)
        for told in folded(rows):
            yield told


def folded(rows: Iterable[Mapping[str, Any]]) -> list[Told]:
    """The clocks of these events, which come clock by clock in their order."""
    found: dict[int, Told] = {}
    for row in rows:
        data = json.loads(row["data"])
        if row["type"] == "started":
            due_at = datetime.fromisoformat(data["due_at"])
            identity = (data["case_id"], data["kind"], data["cycle"], data["agency"])
            found[row["clock"]] = Told(row["clock"], *identity, row["at"], [(row["at"], due_at)])
        else:
            _follow(found[row["clock"]], row["type"], row["at"], data)
    return list(found.values())


def _follow(told: Told, kind: str, at: datetime, data: Mapping[str, Any]) -> None:
    if kind in ("paused", "resumed", "due_changed"):
        told.dues.append((at, datetime.fromisoformat(data["due_at"])))
    if kind == "paused":
        told.pauses.append((at, datetime.fromisoformat(data["ends_at"])))
        told.stands = True
    elif kind == "resumed":
        told.stands = False
    elif kind in _ENDS:
        told.how, told.ended_at, told.stands = _ENDS[kind], at, False
    elif kind not in ("step_reached", "waited", "due_changed"):
        told.unknown.append(kind)
