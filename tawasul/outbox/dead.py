"""Jobs that failed for good, for staff to see and to try again, and how much work waits."""

import json
from dataclasses import dataclass
from datetime import datetime

from tawasul import audit
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import fetch, transaction
from tawasul.core.errors import NotFound
from tawasul.outbox.tables import OutboxMessage


@dataclass(frozen=True, slots=True)
class DeadJob:
    """One job that was given up."""

    id: str
    job: str
    args: tuple[int | str, ...]
    attempts: int
    created_at: datetime
    last_error: str | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits: jobs by state, and since when the oldest of them is due."""

    ready: int
    leased: int
    dead: int
    oldest: datetime | None


async def dead(limit: int = 200) -> list[DeadJob]:
    """The jobs given up, newest first."""
    rows = (
        await OutboxMessage.select()
        .where(OutboxMessage.state == "dead")
        .order_by(OutboxMessage.created_at, ascending=False)
        .limit(limit)
    )
    return [
        DeadJob(r["id"], r["job"], tuple(json.loads(r["args"])), r["attempts"], r["created_at"], r["last_error"])
        for r in rows
    ]


async def living(job: str) -> set[tuple[int | str, ...]]:
    """The arguments of every message of a job that waits or runs, and so was not given up."""
    rows = await OutboxMessage.select(OutboxMessage.args).where(
        OutboxMessage.job == job, OutboxMessage.state.is_in(["ready", "leased"])
    )
    return {tuple(json.loads(row["args"])) for row in rows}


async def retry(message_id: str, *, by: Actor) -> None:
    """Try a dead job again, from the start of its attempts. `NotFound` if it is not dead (any more)."""
    async with transaction():
        rows = await fetch(
            """UPDATE "outbox_message" SET "state" = 'ready', "attempts" = 0, "leases" = 0, "available_at" = {}
            WHERE "id" = {} AND "state" = 'dead' RETURNING "job" """,
            clock.now(),
            message_id,
        )
        if not rows:
            raise NotFound("no_such_job")
        await audit.append("outbox", actor=by, act="job_retried", data={"job": rows[0]["job"], "id": message_id})


async def backlog() -> Backlog:
    """How much work waits, for health and metrics."""
    rows = await fetch(
        """SELECT "state", COUNT(*) AS "n", MIN("available_at") AS "oldest" FROM "outbox_message" GROUP BY "state" """
    )
    counts = {row["state"]: row["n"] for row in rows}
    oldest = [row["oldest"] for row in rows if row["state"] == "ready"]
    return Backlog(counts.get("ready", 0), counts.get("leased", 0), counts.get("dead", 0), _instant(oldest))


def _instant(values: list[datetime | str]) -> datetime | None:
    """An aggregate's instant: SQLite answers with text, PostgreSQL with an instant."""
    if not values:
        return None
    value = values[0]
    return datetime.fromisoformat(value) if isinstance(value, str) else value
