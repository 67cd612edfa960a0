"""The life of a clock as a chain of events, and the clock that they make.

Acts change a clock only by adding an event here, so the row and its history cannot tell different stories; the
audit folds the history again and compares.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from tawasul.core.errors import DomainError


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a clock. `data` holds plain JSON values, instants in ISO form."""

    type: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClockState:
    """Every column of a clock but its number."""

    case_id: int
    kind: str
    cycle: int
    segment: int
    agency: str | None
    policy_version: int
    calendar_revision: int
    unit: str
    target: int
    started_at: datetime
    due_at: datetime
    next_step: str | None
    next_event_at: datetime | None
    state: str = "running"
    consumed_s: int = 0
    paused_since: datetime | None = None
    met_at: datetime | None = None
    on_time: bool | None = None
    voided_at: datetime | None = None
    closed_at: datetime | None = None
    epoch: int = 1
    attempts: int = 0
    rev: int = 1
    gross_due_at: datetime | None = None
    pauses: int = 0
    corrected: bool = False
    pause_ends_at: datetime | None = None


COLUMNS = tuple(column.name for column in fields(ClockState))


def rebuilt(events: Iterable[Event]) -> ClockState:
    """The clock that these events make, oldest first."""
    chain = iter(events)
    born = next(chain, None)
    if born is None or born.type != "started":
        raise DomainError("clock_without_start")
    clock = _started(born)
    for event in chain:
        clock = after(clock, event)
    return clock


def differences(row: Mapping[str, Any], events: Iterable[Event]) -> dict[str, tuple[Any, Any]]:
    """The columns in which a row differs from what its events make: (stored, rebuilt)."""
    clock = rebuilt(events)
    pairs = {column: (row[column], getattr(clock, column)) for column in COLUMNS}
    return {column: (stored, made) for column, (stored, made) in pairs.items() if stored != made}


def after(clock: ClockState, event: Event) -> ClockState:
    """The clock after one more event. Its `rev` is the number of events behind it."""
    return replace(_CHANGES[event.type](clock, event), rev=clock.rev + 1)


def _started(event: Event) -> ClockState:
    data = dict(event.data)
    for name in ("due_at", "next_event_at"):
        data[name] = datetime.fromisoformat(data[name])
    return ClockState(**data, started_at=event.at, gross_due_at=data["due_at"])


def _due_changed(clock: ClockState, event: Event) -> ClockState:
    data = event.data
    return replace(
        clock,
        due_at=datetime.fromisoformat(data["due_at"]),
        gross_due_at=datetime.fromisoformat(data["gross_due_at"]),
        target=data["target"],
        policy_version=data["policy_version"],
        calendar_revision=data["calendar_revision"],
        epoch=data["epoch"],
        **_next(event),
    )


def _paused(clock: ClockState, event: Event) -> ClockState:
    data = event.data
    ends_at = datetime.fromisoformat(data["ends_at"])
    return replace(
        clock,
        state="paused",
        paused_since=event.at,
        pauses=clock.pauses + 1,
        due_at=datetime.fromisoformat(data["due_at"]),
        next_event_at=ends_at,
        pause_ends_at=ends_at,
    )


def _resumed(clock: ClockState, event: Event) -> ClockState:
    data = event.data
    due_at = datetime.fromisoformat(data["due_at"])
    running = replace(clock, state="running", paused_since=None, pause_ends_at=None, due_at=due_at)
    return replace(running, attempts=0, epoch=data["epoch"], **_next(event))


def _revoked(clock: ClockState, event: Event) -> ClockState:
    running = replace(clock, state="running", met_at=None, on_time=None, consumed_s=0, corrected=False)
    return replace(running, epoch=event.data["epoch"], **_next(event))


def _corrected(clock: ClockState, event: Event) -> ClockState:
    on_time = event.data["becomes"]
    return replace(clock, state="met" if on_time else "missed", on_time=on_time, corrected=True)


def _step_reached(clock: ClockState, event: Event) -> ClockState:
    return replace(clock, attempts=0, **_next(event))


def _pushed_back(clock: ClockState, event: Event) -> ClockState:
    return replace(clock, attempts=clock.attempts + 1, next_event_at=_next(event)["next_event_at"])


def _stopped(clock: ClockState, event: Event) -> ClockState:
    on_time = event.data["on_time"]
    state = "met" if on_time else "missed"
    return replace(_ended(clock, event), state=state, met_at=event.at, on_time=on_time)


def _voided(clock: ClockState, event: Event) -> ClockState:
    return replace(_ended(clock, event), state="void", voided_at=event.at)


def _closed_late(clock: ClockState, event: Event) -> ClockState:
    return replace(_ended(clock, event), state="missed", on_time=False, closed_at=event.at)


def _ended(clock: ClockState, event: Event) -> ClockState:
    stopped = replace(clock, next_step=None, next_event_at=None, paused_since=None, pause_ends_at=None)
    return replace(stopped, consumed_s=event.data["consumed_s"])


def _next(event: Event) -> dict[str, Any]:
    wakes = event.data["next_event_at"]
    return {"next_step": event.data.get("next_step"), "next_event_at": datetime.fromisoformat(wakes)}


_CHANGES: Mapping[str, Callable[[ClockState, Event], ClockState]] = {
    "due_changed": _due_changed,
    "paused": _paused,
    "resumed": _resumed,
    "revoked": _revoked,
    "corrected": _corrected,
    "step_reached": _step_reached,
    "waited": _step_reached,
    "pushed_back": _pushed_back,
    "stopped": _stopped,
    "voided": _voided,
    "closed_late": _closed_late,
}
