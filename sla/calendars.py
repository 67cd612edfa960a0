"""The calendars in force, and making a new revision of one. Revisions never change, so they are laid out once."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sla.calendar import Calendar
from sla.calendar_spec import CalendarSpec, read_spec
from sla.tables import CalendarRevision, Holiday
from tawasul.audit.entries import append
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import fetch, require_transaction
from tawasul.core.errors import NotFound

NATIONAL = "BH"
CANCELLED = "cancelled"
_KEPT = 64

# By the digest of what the revision says, never by date or number: a process that started yesterday must not go on
# with yesterday's holidays, and numbers are another database's too.
_laid_out: dict[str, Calendar] = {}


@dataclass(frozen=True, slots=True)
class Revision:
    """A calendar as it is worked by, with the number that clocks remember."""

    id: int
    calendar: Calendar


async def national() -> Calendar:
    """The calendar of the citizen's promise."""
    return (await current()).calendar


async def current(code: str = NATIONAL) -> Revision:
    """The latest revision of a calendar."""
    return await _latest([code])


async def of_agency(agency: str) -> Revision:
    """The calendar by which an agency works: its own where it has one, else the national one."""
    return await _latest([agency, NATIONAL])


async def by_id(revisions: Iterable[int]) -> dict[int, Calendar]:
    """These revisions, laid out."""
    wanted = sorted(set(revisions))
    if not wanted:
        return {}
    rows = await CalendarRevision.select(CalendarRevision.id, CalendarRevision.digest).where(
        CalendarRevision.id.is_in(wanted)
    )
    return {row["id"]: await _calendar(row) for row in rows}


@dataclass(frozen=True, slots=True)
class Laid:
    """The last revision of a calendar as it was written: what administration shows and changes."""

    id: int
    code: str
    rev: int
    digest: str
    horizon_end: date
    made_at: datetime
    spec: dict[str, Any]


async def latest(code: str) -> Laid:
    """The last revision of exactly this calendar."""
    row = (
        await CalendarRevision.select()
        .where(CalendarRevision.calendar == code)
        .order_by(CalendarRevision.rev, ascending=False)
        .first()
    )
    if row is None:
        raise NotFound("no_calendar", calendar=code)
    kept = {name: row[name] for name in ("id", "rev", "digest", "horizon_end", "made_at")}
    return Laid(**kept, code=code, spec=json.loads(row["spec"]))


async def specs(code: str, *, before: int) -> dict[int, CalendarSpec]:
    """What the revisions of a calendar earlier than number `before` say, by the number that clocks remember."""
    rows = await CalendarRevision.select(CalendarRevision.id, CalendarRevision.spec).where(
        CalendarRevision.calendar == code, CalendarRevision.rev < before
    )
    return {row["id"]: read_spec(json.loads(row["spec"])) for row in rows}


async def horizons() -> dict[str, date]:
    """The last day that each calendar knows, by its latest revision."""
    rows = await CalendarRevision.select(CalendarRevision.calendar, CalendarRevision.horizon_end).order_by(
        CalendarRevision.rev
    )
    return {row["calendar"]: row["horizon_end"] for row in rows}


async def revised() -> list[str]:
    """The calendars that were ever revised: only of these can a clock go by an earlier revision."""
    rows = await fetch("SELECT calendar FROM calendar_revision GROUP BY calendar HAVING COUNT(*) > 1")
    return sorted((row["calendar"] for row in rows), key=lambda code: (code != NATIONAL, code))


async def holidays(code: str = NATIONAL) -> list[dict[str, Any]]:
    """The closures of a calendar as they are known today, by date."""
    return await Holiday.select().where(Holiday.calendar == code).order_by(Holiday.date)


async def revise(code: str, *, actor: Actor, layout: Mapping[str, Any] | None = None) -> int:
    """Freeze the calendar as it is known now into a new revision, and return its number.

    `layout` gives hours, periods, exceptions, zone and horizon; without it those of the last revision stay. The
    closures are the holidays that are not cancelled. Where nothing changed, the last revision stays in force.
    """
    require_transaction()
    last = await _last_row([code])
    if layout is None and last is None:
        raise NotFound("no_calendar", calendar=code)
    closures = [str(row["date"]) for row in await holidays(code) if row["status"] != CANCELLED]
    kept = await _spec(last["id"]) if layout is None and last else dict(layout or {})
    spec = {**kept, "closures": closures}
    text = json.dumps(spec, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    if last is not None and last["digest"] == digest:
        return int(last["id"])
    calendar = Calendar(read_spec(spec))
    rev = last["rev"] + 1 if last else 1
    row = CalendarRevision(
        calendar=code,
        rev=rev,
        spec=text,
        digest=digest,
        horizon_end=calendar.horizon_end,
        made_at=clock.now(),
        made_by=str(actor),
    )
    made = await CalendarRevision.insert(row).returning(CalendarRevision.id)
    await append(f"calendar:{code}", actor=actor, act="revised", data={"rev": rev, "digest": digest})
    return int(made[0]["id"])


async def _latest(codes: list[str]) -> Revision:
    row = await _last_row(codes)
    if row is None:
        raise NotFound("no_calendar", calendar=codes[0])
    return Revision(row["id"], await _calendar(row))


async def _last_row(codes: list[str]) -> dict[str, Any] | None:
    """The last revision of the first of these calendars that has one."""
    rows = (
        await CalendarRevision.select(
            CalendarRevision.id, CalendarRevision.calendar, CalendarRevision.rev, CalendarRevision.digest
        )
        .where(CalendarRevision.calendar.is_in(codes))
        .order_by(CalendarRevision.rev)
    )
    by_code = {row["calendar"]: row for row in rows}
    return next((by_code[code] for code in codes if code in by_code), None)


async def _calendar(row: Mapping[str, Any]) -> Calendar:
    digest = row["digest"]
    if digest not in _laid_out:
        if len(_laid_out) >= _KEPT:
            _laid_out.clear()
        _laid_out[digest] = Calendar(read_spec(await _spec(row["id"])))
    return _laid_out[digest]


async def _spec(revision: int) -> dict[str, Any]:
    rows = await CalendarRevision.select(CalendarRevision.spec).where(CalendarRevision.id == revision)
    spec: dict[str, Any] = json.loads(rows[0]["spec"])
    return spec
