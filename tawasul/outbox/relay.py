"""Handing waiting work over and settling it. The row is the truth; a broker only carries its id.

A row is leased while its job is on the way. A job that fails comes back after a pause that doubles, and is
dead after `MOST_ATTEMPTS` failures, or after `MOST_LEASES` handovers that nobody finished (a job that kills
its process must not kill every next one).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from tawasul.core import clock
from tawasul.core.db import dialect, fetch, transaction
from tawasul.outbox.tables import OutboxMessage

MOST_ATTEMPTS = 12
MOST_LEASES = 60
LONGEST_PAUSE = timedelta(hours=1)

_LEASE = """
    UPDATE "outbox_message" SET "state" = 'leased', "leased_until" = {{}}, "leases" = "leases" + 1
    WHERE "id" IN (
        SELECT "id" FROM "outbox_message"
        WHERE ("state" = 'ready' AND "available_at" <= {{}}) OR ("state" = 'leased' AND "leased_until" <= {{}})
        ORDER BY "available_at" LIMIT {{}} {lock}
    ) RETURNING "id", "job", "args", "leases"
"""
_RECLAIM = """
    UPDATE "outbox_message" SET "state" = 'ready', "leased_until" = NULL WHERE "state" = 'leased' RETURNING "id"
"""
_SOMETHING_WAITS = """
    SELECT 1 AS "waits" FROM "outbox_message"
    WHERE ("state" = 'ready' AND "available_at" <= {}) OR ("state" = 'leased' AND "leased_until" <= {}) LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Leased:
    """One job to be done now."""

    id: str
    job: str
    args: tuple[int | str, ...]


def pause_after(attempts: int) -> timedelta:
    """How long a job waits after so many failures: 1 s, 2 s, 4 s … an hour."""
    return min(timedelta(seconds=2 ** min(attempts - 1, 20)), LONGEST_PAUSE)


async def lease(limit: int, patience: timedelta) -> list[Leased]:
    """Take up to `limit` waiting jobs; nobody else gets them until `patience` is over."""
    now = clock.now()
    if limit < 1 or not await fetch(_SOMETHING_WAITS, now, now):
        return []
    lock = "FOR UPDATE SKIP LOCKED" if dialect() == "postgres" else ""
    async with transaction():
        rows = await fetch(_LEASE.format(lock=lock), now + patience, now, now, limit)
        worn = [row["id"] for row in rows if row["leases"] > MOST_LEASES]
        if worn:
            await _bury(worn, "worker ended")
    return [Leased(row["id"], row["job"], tuple(json.loads(row["args"]))) for row in rows if row["id"] not in worn]


async def extend(ids: list[str], patience: timedelta) -> None:
    """The jobs stand in a broker's queue now, confirmed: they may wait there longer than a handover takes."""
    await OutboxMessage.update({OutboxMessage.leased_until: clock.now() + patience}).where(
        OutboxMessage.id.is_in(ids), OutboxMessage.state == "leased"
    )


async def _bury(ids: list[str], why: str) -> None:
    await OutboxMessage.update(
        {OutboxMessage.state: "dead", OutboxMessage.leased_until: None, OutboxMessage.last_error: why}
    ).where(OutboxMessage.id.is_in(ids))


async def give_back(ids: Sequence[str]) -> None:
    """Free leased jobs that could not be handed over, as if nobody had asked for them."""
    if ids:
        await OutboxMessage.update(
            {
                OutboxMessage.state: "ready",
                OutboxMessage.leased_until: None,
                OutboxMessage.leases: OutboxMessage.leases - 1,
            }
        ).where(OutboxMessage.id.is_in(list(ids)), OutboxMessage.state == "leased")


async def is_leased(message_id: str) -> bool:
    """Whether the job is still to be done. A broker may bring one twice; the second finds its row gone."""
    return await OutboxMessage.exists().where(OutboxMessage.id == message_id, OutboxMessage.state == "leased")


async def done(message_id: str) -> None:
    """The job is done: its row goes."""
    await OutboxMessage.delete().where(OutboxMessage.id == message_id)


async def failed(message_id: str, why: str) -> None:
    """The job failed. `why` names the kind of error, never a text or contact."""
    async with transaction():
        row = await OutboxMessage.select(OutboxMessage.attempts).where(OutboxMessage.id == message_id).first()
        if row is None:
            return
        attempts = row["attempts"] + 1
        await OutboxMessage.update(
            {
                OutboxMessage.state: "dead" if attempts >= MOST_ATTEMPTS else "ready",
                OutboxMessage.attempts: attempts,
                OutboxMessage.available_at: clock.now() + pause_after(attempts),
                OutboxMessage.leased_until: None,
                OutboxMessage.last_error: why,
            }
        ).where(OutboxMessage.id == message_id)


async def reclaim() -> int:
    """Make every leased row ready again: for the only worker of an embedded system, when it starts."""
    return len(await fetch(_RECLAIM))
