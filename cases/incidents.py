"""One matter behind many cases: opened from a surge by a supervisor, who chooses the cases that belong to it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from cases import walls
from cases.moves import stream
from cases.surge_rule import LIMITS
from cases.surge_tables import Incident, IncidentCase, Surge
from cases.tables import Case
from tawasul import audit
from tawasul.accounts import agencies
from tawasul.accounts.permissions import may
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import DatabaseError, is_unique_violation, lock, transaction
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid, NotFound

CAP = 500  # cases of one incident
OPEN_ACTION = "incident.open"


async def reached_surge(surge_id: int, by: StaffView) -> dict[str, Any]:
    """The surge, for somebody who reaches its agency."""
    row = await Surge.select().where(Surge.id == surge_id).first()
    return await _reached(row, by)


async def reached_incident(incident_id: int, by: StaffView) -> dict[str, Any]:
    """The incident, for somebody who reaches its agency."""
    row = await Incident.select().where(Incident.id == incident_id).first()
    return await _reached(row, by)


async def _reached(row: dict[str, Any] | None, by: StaffView) -> dict[str, Any]:
    if row is None or not (await agencies.scope(by)).holds(row["agency"]):
        raise NotFound("no_such_incident")
    return row


async def open_from(surge_id: int, references: Sequence[str], *, by: StaffView) -> int:
    """Open the incident of a surge with the cases that were shown and chosen; gives its id.

    A case that can no longer be linked is refused with the whole, so that nobody links what she did not see.
    """
    async with transaction():
        surge = await reached_surge(surge_id, by)
        _needs_right(by)
        await lock(Surge, surge_id)
        if await Incident.exists().where(Incident.surge == surge_id):
            raise Conflict("incident_is_open")
        cases = await _linkable(surge, references, by)
        row = Incident(surge=surge_id, agency=surge["agency"], by=by.id, at=clock.now())
        incident_id: int = (await Incident.insert(row).returning(Incident.id))[0]["id"]
        data = {"cases": len(cases), "surge": surge_id}
        await audit.append(f"incident:{incident_id}", actor=by.actor(), act="incident_opened", data=data)
        await _link(incident_id, cases, by)
    return incident_id


async def add(incident_id: int, references: Sequence[str], *, by: StaffView) -> None:
    """Link further cases that came later."""
    async with transaction():
        incident = await reached_incident(incident_id, by)
        _needs_right(by)
        await lock(Incident, incident_id)
        there = await IncidentCase.count().where(IncidentCase.incident == incident_id)
        surge = await reached_surge(incident["surge"], by)
        cases = await _linkable(surge, references, by, room=CAP - there)
        await _link(incident_id, cases, by)


async def take_out(incident_id: int, reference: str, *, by: StaffView) -> None:
    """A case does not belong to the matter after all. What it was answered stays."""
    async with transaction():
        await reached_incident(incident_id, by)
        _needs_right(by)
        case = await Case.select(Case.id).where(Case.reference == reference).first()
        if case is None or await walls.shut([case["id"]], by):
            raise NotFound("no_such_case")
        mine = (IncidentCase.incident == incident_id, IncidentCase.case == case["id"])
        if not await IncidentCase.delete().where(*mine).returning(IncidentCase.id):
            raise NotFound("no_such_case")
        data = {"incident": incident_id}
        await audit.append(stream(case["id"]), actor=by.actor(), act="incident_left", data=data)


def _needs_right(by: StaffView) -> None:
    if not may(by, OPEN_ACTION):
        raise Forbidden("not_for_you")


async def _linkable(
    surge: dict[str, Any], references: Iterable[str], by: StaffView, *, room: int = CAP
) -> list[dict[str, Any]]:
    """The chosen cases, each of the surge's matter and place, and free."""
    chosen = list(dict.fromkeys(references))
    if not chosen:
        raise Invalid(FieldError("cases", "choose_cases"))
    if len(chosen) > room:
        raise Invalid(FieldError("cases", "too_many_cases", {"limit": CAP}))
    offered = {row["reference"]: row for row in await candidates(surge, by)}
    if any(each not in offered or reason_against(offered[each], surge) for each in chosen):
        raise Invalid(FieldError("cases", "cases_changed"))
    return [offered[each] for each in chosen]


async def _link(incident_id: int, cases: Sequence[dict[str, Any]], by: StaffView) -> None:
    rows = [IncidentCase(incident=incident_id, case=case["id"], by=by.id, at=clock.now()) for case in cases]
    try:
        await IncidentCase.insert(*rows)
    except DatabaseError as error:
        if is_unique_violation(error):  # another incident took one of them a moment ago
            raise Invalid(FieldError("cases", "cases_changed")) from error
        raise
    for case in cases:
        data = {"incident": incident_id}
        await audit.append(stream(case["id"]), actor=by.actor(), act="incident_joined", data=data)


_COLUMNS = (
    Case.id,
    Case.reference,
    Case.status,
    Case.agency,
    Case.text,
    Case.language,
    Case.received_at,
    Case.block,
    Case.area,
)


async def candidates(surge: dict[str, Any], by: StaffView) -> list[dict[str, Any]]:
    """The cases of the matter at the place, from a window before the surge to one after it; `incident` if linked.

    Those that somebody is kept from are not there. Three statements, by the index over category and time.
    """
    place = getattr(Case, surge["level"])
    rows = (
        await Case.select(*_COLUMNS)
        .where(
            Case.category == surge["category"],
            Case.received_at > surge["began_at"] - LIMITS.window,
            Case.received_at <= surge["last_at"] + LIMITS.window + timedelta(microseconds=1),
            place == surge["place"],
            Case.confidential.eq(False),
        )
        .order_by(Case.received_at, Case.id)
        .limit(2 * CAP)
    )
    shut = await walls.shut([row["id"] for row in rows], by)
    rows = [row for row in rows if row["id"] not in shut]
    ids = [row["id"] for row in rows]
    linked = await IncidentCase.select().where(IncidentCase.case.is_in(ids)) if ids else []
    of = {row["case"]: row["incident"] for row in linked}
    return [{**row, "incident": of.get(row["id"])} for row in rows]


_WORKED_ON = ("assigned", "in_progress", "reopened", "waiting_for_citizen")


def reason_against(case: dict[str, Any], surge: dict[str, Any]) -> str:
    """Why a case cannot be linked: the code, or nothing. Pure."""
    if case["agency"] != surge["agency"]:
        return "other_agency"
    if case["incident"] is not None:
        return "linked"
    return "" if case["status"] in _WORKED_ON else "not_open"
