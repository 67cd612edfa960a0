"""Clocks and their events in the database. A row changes only together with the event that says why."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from piccolo.columns import Column

from sla.deadline import Pause
from sla.ladder import Told
from sla.rebuild import COLUMNS, ClockState, Event, after
from sla.tables import Clock, ClockEvent, ClockStep
from sla.views import OPEN, ClockView, view
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import dialect, fetch, insert_rows, lock, update_rows
from tawasul.core.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class Held:
    """A clock whose row this transaction holds."""

    id: int
    state: ClockState

    @property
    def view(self) -> ClockView:
        """The clock as others read it."""
        return view({"id": self.id, **asdict(self.state)})


@dataclass(frozen=True, slots=True)
class Written:
    """An event with the clock that it belongs to and its place among that clock's events."""

    clock_id: int
    seq: int
    event: Event
    reason: str | None = None


Listener = Callable[[ClockState], None]
_listeners: list[Listener] = []


def on_change(listener: Listener) -> Listener:
    """Have `listener` told of every clock that began or changed, in the transaction in which it did.

    Steps of the ladder are none: they change nothing that anybody counts. The engine knows no cases; whoever keeps
    numbers about them listens.
    """
    _listeners.append(listener)
    return listener


def tell(state: ClockState) -> None:
    """Tell the listeners; for those who write clocks without `create` or `change`."""
    for listener in _listeners:
        listener(state)


def state_of(row: Mapping[str, Any]) -> ClockState:
    """A row of the clock table as plain values."""
    state = ClockState(**{column: row[column] for column in COLUMNS})
    if state.state == "paused" and state.pause_ends_at is None:  # by a process from before that column
        return replace(state, pause_ends_at=state.next_event_at)
    return state


async def create(started: Event, state: ClockState, *, actor: Actor) -> Held:
    """Write a new clock with its first event."""
    made = await Clock.insert(Clock(**asdict(state))).returning(Clock.id)
    held = Held(int(made[0]["id"]), state)
    await write_events([Written(held.id, 1, started)], actor=actor)
    tell(state)
    return held


async def change(held: Held, event: Event, *, actor: Actor, reason: str | None = None) -> Held:
    """Apply one event to a held clock."""
    changed = after(held.state, event)
    columns: dict[Column | str, Any] = {
        name: value for name, value in asdict(changed).items() if value != getattr(held.state, name)
    }
    moved = await Clock.update(columns).where(Clock.id == held.id, Clock.rev == held.state.rev).returning(Clock.id)
    if not moved:
        raise Conflict("moved")
    await write_events([Written(held.id, changed.rev, event, reason)], actor=actor)
    tell(changed)
    return Held(held.id, changed)


async def write_events(written: Sequence[Written], *, actor: Actor) -> None:
    """Append events, oldest first."""
    now, by = clock.now(), str(actor)
    rows = [
        (
            item.clock_id,
            item.seq,
            item.event.type,
            item.event.at,
            now,
            by,
            item.reason,
            json.dumps(dict(item.event.data)),
        )
        for item in written
    ]
    await insert_rows("clock_event", _EVENT, rows)


_EVENT = {
    "clock": "bigint",
    "seq": "integer",
    "type": "varchar",
    "at": "timestamptz",
    "recorded_at": "timestamptz",
    "actor": "varchar",
    "reason": "varchar",
    "data": "jsonb",
}


async def latest(case_id: int, kind: str) -> ClockView | None:
    """The latest clock of a case and kind, unlocked."""
    found = await newest(case_id, kind)
    return found.view if found else None


async def newest(case_id: int, kind: str) -> Held | None:
    """Like `latest`, with all that the engine knows of it. Unlocked all the same: nobody changes a clock by this."""
    row = (
        await Clock.select()
        .where(Clock.case_id == case_id, Clock.kind == kind)
        .order_by(Clock.cycle, Clock.segment, ascending=False)
        .first()
    )
    return Held(row["id"], state_of(row)) if row else None


async def hold(case_id: int, kind: str) -> Held:
    """The latest clock of a case and kind, locked and still open. Whoever comes second sees what the first did."""
    found = await latest(case_id, kind)
    if found is None:
        raise NotFound("no_clock", kind=kind)
    held = await hold_clock(found.id)
    if held.state.state not in OPEN:
        raise Conflict("clock_not_running", kind=kind)
    return held


async def hold_open(case_id: int, *kinds: str) -> list[Held]:
    """The clocks of a case and these kinds that still run or stand, locked, the elder first."""
    rows = (
        await Clock.select(Clock.id)
        .where(Clock.case_id == case_id, Clock.kind.is_in(list(kinds)), Clock.state.is_in(list(OPEN)))
        .order_by(Clock.id)
    )
    return [await hold_clock(row["id"]) for row in rows]


async def hold_clock(clock_id: int) -> Held:
    """One clock, locked, whatever its state."""
    row = await lock(Clock, clock_id)
    if row is None:
        raise NotFound("no_clock")
    return Held(clock_id, state_of(row))


async def events_of(clock_id: int) -> list[Event]:
    """All events of a clock, oldest first."""
    rows = await ClockEvent.select().where(ClockEvent.clock == clock_id).order_by(ClockEvent.seq)
    return [Event(row["type"], row["at"], json.loads(row["data"])) for row in rows]


async def last_seq(clock_id: int) -> int:
    """The number of the last event of a clock; 0 if it has none."""
    rows = await fetch("SELECT COALESCE(MAX(seq), 0) AS last FROM clock_event WHERE clock = {}", clock_id)
    return int(rows[0]["last"])


async def pauses_of(clock_ids: Iterable[int]) -> dict[int, list[Pause]]:
    """The pauses of these clocks, oldest first; one that is not over counts up to the end it was given."""
    wanted = sorted(set(clock_ids))
    if not wanted:
        return {}
    rows = (
        await ClockEvent.select(ClockEvent.clock, ClockEvent.type, ClockEvent.at, ClockEvent.data)
        .where(ClockEvent.clock.is_in(wanted), ClockEvent.type.is_in(["paused", "resumed"]))
        .order_by(ClockEvent.clock, ClockEvent.seq)
    )
    found: dict[int, list[Pause]] = {}
    for row in rows:
        stretches = found.setdefault(row["clock"], [])
        if row["type"] == "paused":
            stretches.append((row["at"], datetime.fromisoformat(json.loads(row["data"])["ends_at"])))
        else:
            stretches[-1] = (stretches[-1][0], row["at"])
    return found


async def claim(now: datetime, limit: int) -> list[dict[str, Any]]:
    """The clocks whose next event has come, most overdue first; those another ticker works on are left to it.

    SQLite has one writer, whose transaction began by taking the lock, so there is nothing to skip.
    """
    return await fetch(_CLAIM + _SKIP if dialect() == "postgres" else _CLAIM, now, limit)


_CLAIM = "SELECT * FROM clock WHERE next_event_at <= {} ORDER BY next_event_at LIMIT {}"
_SKIP = " FOR UPDATE SKIP LOCKED"


async def advance(clocks: Sequence[Held]) -> None:
    """Write the ladder columns of many held clocks in one statement."""
    rows = [
        (held.id, held.state.next_step, held.state.next_event_at, held.state.attempts, held.state.rev)
        for held in clocks
    ]
    await update_rows("clock", _LADDER, rows)


async def write_dues(changed: Sequence[tuple[Held, Event]], *, actor: Actor, reason: str) -> None:
    """Write the event that moved each of these held clocks, and what it made of the row, each kind in one statement."""
    await write_events([Written(held.id, held.state.rev, event, reason) for held, event in changed], actor=actor)
    await update_rows(
        "clock", _DUES, [(held.id, *(getattr(held.state, name) for name in _MOVED)) for held, _ in changed]
    )
    for held, _ in changed:
        tell(held.state)


_DUES = {
    "id": "bigint",
    "due_at": "timestamptz",
    "gross_due_at": "timestamptz",
    "calendar_revision": "integer",
    "next_step": "varchar",
    "next_event_at": "timestamptz",
    "epoch": "integer",
    "rev": "integer",
}
_MOVED = tuple(_DUES)[1:]
_LADDER = {
    "id": "bigint",
    "next_step": "varchar",
    "next_event_at": "timestamptz",
    "attempts": "integer",
    "rev": "integer",
}


async def told_of(clocks: Sequence[Held]) -> dict[int, Told]:
    """What each of these clocks has told."""
    if not clocks:
        return {}
    rows = (
        await ClockStep.select(ClockStep.clock, ClockStep.step, ClockStep.epoch, ClockStep.scheduled_at)
        .where(ClockStep.clock.is_in([held.id for held in clocks]), ClockStep.step.not_like("pause_ended%"))
        .order_by(ClockStep.id)
    )
    found: dict[int, list[dict[str, Any]]] = {held.id: [] for held in clocks}
    for row in rows:
        found[row["clock"]].append(row)
    return {held.id: _told(found[held.id], held.state.epoch) for held in clocks}


def _told(rows: Sequence[Mapping[str, Any]], epoch: int) -> Told:
    present = [row["step"] for row in rows if row["epoch"] == epoch]
    return Told(present[-1] if present else None, frozenset((row["step"], row["scheduled_at"]) for row in rows))
