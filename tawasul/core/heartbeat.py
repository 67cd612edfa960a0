"""Signs of life: each process says now and then that it works, and what it knows of itself."""

import json
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tawasul.core import clock
from tawasul.core.tables import Heartbeat

FRESH = timedelta(seconds=30)
_FORGET_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Beat:
    """The last sign of one process."""

    process: str
    instance: str
    beaten_at: datetime
    data: Mapping[str, Any]

    def is_fresh(self, now: datetime) -> bool:
        return now - self.beaten_at < FRESH


async def beat(process: str, **data: Any) -> None:
    """Say that `process` (web, worker, ticker) works. `data` holds numbers about it, for metrics."""
    row = Heartbeat(
        instance=f"{process}@{socket.gethostname()}:{os.getpid()}",
        process=process,
        beaten_at=clock.now(),
        data=json.dumps(data),
    )
    await Heartbeat.insert(row).on_conflict(
        target=Heartbeat.instance, action="DO UPDATE", values=[Heartbeat.beaten_at, Heartbeat.data]
    )


async def latest() -> list[Beat]:
    """The newest sign of each process, by its name. Long silent instances are left out."""
    rows = (
        await Heartbeat.select().where(Heartbeat.beaten_at > clock.now() - _FORGET_AFTER).order_by(Heartbeat.beaten_at)
    )
    newest = {row["process"]: row for row in rows}
    return [
        Beat(name, row["instance"], row["beaten_at"], json.loads(row["data"])) for name, row in sorted(newest.items())
    ]


async def forget_silent() -> None:
    """Remove the signs of processes that ended long ago."""
    await Heartbeat.delete().where(Heartbeat.beaten_at < clock.now() - _FORGET_AFTER)


async def forget_all() -> None:
    """Remove every sign: those of an earlier run say nothing of the one that starts now."""
    await Heartbeat.delete(force=True)
