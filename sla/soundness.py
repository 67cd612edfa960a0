"""Is the engine well? What of it waits too long, cannot be worked on, differs from its history, or comes to its end.

Health, metrics, the doctor and the pages of staff ask here, so that they cannot tell different stories.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sla import calendars, sweep
from sla.tables import ClockAudit
from tawasul.core.db import fetch

LATEST_SWEEP = timedelta(minutes=5)
LATEST_AUDIT = timedelta(hours=36)
TWELVE_MONTHS = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Audit:
    """One audit of all clocks. `found` holds the first findings as they were written down, `differing` counts all."""

    id: int
    started_at: datetime
    finished_at: datetime | None
    clocks: int
    cases: int
    differing: int
    found: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Soundness:
    """How the engine is. `audit` is the last one that came to its end; `calendars`: code -> its last known day."""

    now: datetime
    lag: timedelta
    pushed_back: int
    audit: Audit | None
    waits_for_audit_since: datetime | None
    calendars: Mapping[str, date]

    @property
    def sweeps_late(self) -> bool:
        """Whether steps that are due wait for longer than they should."""
        return self.lag > LATEST_SWEEP

    @property
    def audit_is_late(self) -> bool:
        """Whether an audit was begun long ago and none has come to its end since."""
        since = self.waits_for_audit_since
        return since is not None and self.now - since > LATEST_AUDIT

    @property
    def ending(self) -> dict[str, date]:
        """The calendars that end within twelve months, while there is time to enter the next years."""
        until = self.now.date() + TWELVE_MONTHS
        return {code: last for code, last in self.calendars.items() if last < until}


async def look(now: datetime) -> Soundness:
    """How the engine is at this moment."""
    last = await last_audit()
    return Soundness(
        now=now,
        lag=await sweep.lag(now) or timedelta(),
        pushed_back=await _pushed_back(),
        audit=last,
        waits_for_audit_since=await _waits_since(last),
        calendars=await calendars.horizons(),
    )


async def last_audit() -> Audit | None:
    """The last audit that came to its end."""
    query = ClockAudit.select().where(ClockAudit.finished_at.is_not_null())
    return _as_audit(await query.order_by(ClockAudit.id, ascending=False).first())


async def audit_of(audit_id: int) -> Audit | None:
    """One audit by its number."""
    return _as_audit(await ClockAudit.select().where(ClockAudit.id == audit_id).first())


def _as_audit(row: Mapping[str, Any] | None) -> Audit | None:
    if row is None:
        return None
    kept = {name: row[name] for name in Audit.__dataclass_fields__ if name != "found"}
    return Audit(**kept, found=tuple(json.loads(row["found"])))


async def _waits_since(last: Audit | None) -> datetime | None:
    """When the oldest audit began of those that came after the last finished one; else when that one ended."""
    rows = (
        await ClockAudit.select(ClockAudit.started_at)
        .where(ClockAudit.id > (last.id if last else 0))
        .order_by(ClockAudit.id)
        .limit(1)
    )
    begun: datetime | None = rows[0]["started_at"] if rows else None
    return begun or (last.finished_at if last else None)


async def _pushed_back() -> int:
    rows = await fetch("SELECT COUNT(*) AS n FROM clock WHERE attempts > 0 AND next_event_at IS NOT NULL")
    return int(rows[0]["n"])
