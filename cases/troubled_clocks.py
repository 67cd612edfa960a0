"""Clocks and cases that the ticker could not work on, and what the last audit found, with the cases they belong to."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.tables import Case
from cases.trouble_tables import SetAside
from sla import soundness
from sla.audit import Fault
from sla.soundness import Soundness
from sla.tables import ClockEvent
from tawasul.core import clock
from tawasul.core.db import fetch

MOST_SHOWN = 200

_PUSHED_BACK = """
    SELECT k.id, k.kind, k.attempts, k.next_event_at, c.reference
    FROM clock k LEFT JOIN "case_" c ON c.id = k.case_id
    WHERE k.attempts > 0 AND k.next_event_at IS NOT NULL ORDER BY k.next_event_at, k.id LIMIT {}
"""
_NOT_CLOSED = """
    SELECT c.reference, s.attempts, s.error, s.since, s.again_at
    FROM "set_aside" s JOIN "case_" c ON c.id = s."case" ORDER BY s.again_at, s.id LIMIT {}
"""


@dataclass(frozen=True, slots=True)
class PushedBack:
    """A clock that failed. `error` is its kind and code, `since` when it failed last, `again_at` the next try."""

    clock_id: int
    kind: str
    reference: str | None
    attempts: int
    error: str
    since: datetime | None
    again_at: datetime


@dataclass(frozen=True, slots=True)
class NotClosed:
    """A case whose window has ended and that could not be closed; as `PushedBack`."""

    reference: str
    attempts: int
    error: str
    since: datetime
    again_at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of the audit with the case's reference, if there is such a case, and the columns that differ."""

    fault: Fault
    reference: str | None
    clock_id: int | None
    columns: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """All there is to see about clocks."""

    engine: Soundness
    pushed_back: tuple[PushedBack, ...]
    found: tuple[Found, ...]
    set_aside: tuple[NotClosed, ...] = ()


async def trouble() -> Trouble:
    """How the engine is now, with the first of what it could not work on. The number of statements is fixed."""
    engine = await soundness.look(clock.now())
    found = engine.audit.found if engine.audit else ()
    references = await _references(one["case_id"] for one in found if one["case_id"] is not None)
    found_ones = tuple(_found(one, references) for one in found)
    return Trouble(engine, await _pushed_back(), found_ones, await _not_closed())


async def count_set_aside() -> int:
    """How many cases could not be closed so far."""
    return int(await SetAside.count())


async def _not_closed() -> tuple[NotClosed, ...]:
    return tuple(NotClosed(**row) for row in await fetch(_NOT_CLOSED, MOST_SHOWN))


async def _pushed_back() -> tuple[PushedBack, ...]:
    rows = await fetch(_PUSHED_BACK, MOST_SHOWN)
    if not rows:
        return ()
    events = (
        await ClockEvent.select(ClockEvent.clock, ClockEvent.at, ClockEvent.data)
        .where(ClockEvent.clock.is_in([row["id"] for row in rows]), ClockEvent.type == "pushed_back")
        .order_by(ClockEvent.clock, ClockEvent.seq)
    )
    last = {event["clock"]: event for event in events}
    return tuple(_failed(row, last.get(row["id"])) for row in rows)


def _failed(row: Mapping[str, Any], event: Mapping[str, Any] | None) -> PushedBack:
    error = json.loads(event["data"]).get("error", "") if event else ""
    since = event["at"] if event else None
    return PushedBack(row["id"], row["kind"], row["reference"], row["attempts"], error, since, row["next_event_at"])


async def _references(case_ids: Iterable[int]) -> dict[int, str]:
    wanted = sorted(set(case_ids))
    if not wanted:
        return {}
    rows = await Case.select(Case.id, Case.reference).where(Case.id.is_in(wanted))
    return {row["id"]: row["reference"] for row in rows}


def _found(one: Mapping[str, Any], references: Mapping[int, str]) -> Found:
    columns = tuple((column, stored, made) for column, (stored, made) in (one["columns"] or {}).items())
    return Found(one["fault"], references.get(one["case_id"]), one["clock_id"], columns)
