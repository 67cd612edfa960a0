"""Writing the events and new columns of many held clocks, each kind in one statement.

The rows go in as one JSON value, which the database takes apart: a statement with a place for every value of five
hundred clocks takes longer to put together than to run.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sla.rebuild import Event
from sla.store import Held, tell
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import dialect, fetch, require_transaction

Changed = tuple[Held, Event]

_EVENTS = """
    INSERT INTO clock_event (clock, seq, type, at, recorded_at, actor, reason, data)
    SELECT {clock}, {seq}, {type}, {at}, {recorded}, {actor}, {reason}, {data} FROM {rows}
"""
_CLOCKS = """
    WITH new AS (
        SELECT {id} AS id, {due} AS due, {gross} AS gross, {revision} AS revision, {step} AS step, {wakes} AS wakes,
            {epoch} AS epoch, {rev} AS rev FROM {rows}
    )
    UPDATE clock SET due_at = new.due, gross_due_at = new.gross, calendar_revision = new.revision,
        next_step = new.step, next_event_at = new.wakes, epoch = new.epoch, rev = new.rev
    FROM new WHERE clock.id = new.id
"""
_EVENT_COLUMNS = {
    "clock": "bigint",
    "seq": "integer",
    "type": "text",
    "at": "timestamptz",
    "recorded": "timestamptz",
    "actor": "text",
    "reason": "text",
    "data": "jsonb",
}
_CLOCK_COLUMNS = {
    "id": "bigint",
    "due": "timestamptz",
    "gross": "timestamptz",
    "revision": "integer",
    "step": "text",
    "wakes": "timestamptz",
    "epoch": "integer",
    "rev": "integer",
}


async def write_dues(changed: Sequence[Changed], *, actor: Actor, reason: str) -> None:
    """Write the event that moved each of these clocks, and what it made of the row."""
    require_transaction()
    if not changed:
        return
    now = _text(clock.now())
    events = [
        [held.id, held.state.rev, event.type, _text(event.at), now, str(actor), reason, json.dumps(dict(event.data))]
        for held, event in changed
    ]
    await fetch(_taken_apart(_EVENTS, _EVENT_COLUMNS), json.dumps(events))
    await fetch(_taken_apart(_CLOCKS, _CLOCK_COLUMNS), json.dumps([_row(held) for held, _ in changed]))
    for held, _ in changed:
        tell(held.state)


def _row(held: Held) -> list[Any]:
    state = held.state
    due, gross, wakes = _text(state.due_at), _text(state.gross_due_at), _text(state.next_event_at)
    return [held.id, due, gross, state.calendar_revision, state.next_step, wakes, state.epoch, state.rev]


def _text(instant: datetime | None) -> str | None:
    """An instant as SQLite keeps it, which PostgreSQL reads too. Clocks hold UTC."""
    return str(instant) if instant else None


def _taken_apart(statement: str, columns: dict[str, str]) -> str:
    """The statement with every column read from its place in a row, and the one value that remains to be given."""
    if dialect() == "postgres":
        read = {name: f"CAST(one.value ->> {place} AS {kind})" for place, (name, kind) in enumerate(columns.items())}
        rows = "jsonb_array_elements(CAST({} AS jsonb)) AS one(value)"
    else:
        read = {name: f"(one.value ->> {place})" for place, name in enumerate(columns)}
        rows = "json_each({}) AS one"
    return statement.format(**read, rows=rows)
