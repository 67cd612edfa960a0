"""Surges and incidents as pages show them: to staff of the agency, and to the citizen of one case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases import incidents, mailings, walls
from cases.filters import Where, every, one_of
from cases.surge_rule import LIMITS, group
from cases.surge_tables import IncidentCase, Mailing, MailingCase, Surge
from cases.tables import Case
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch

SHOWN = 100
_LINKED = """
    SELECT i.surge AS surge, i.id AS incident, COUNT(m.id) AS linked,
        COUNT(*) FILTER (WHERE c.status IN ('assigned', 'in_progress', 'reopened', 'waiting_for_citizen')) AS open
    FROM "incident" i LEFT JOIN "incident_case" m ON m.incident = i.id LEFT JOIN "case_" c ON c.id = m."case"
    WHERE i.surge IN ({}) GROUP BY i.surge, i.id
"""


@dataclass(frozen=True, slots=True)
class SurgeView:
    """A surge, and its incident if one was opened. `open`: cases of the incident that wait for a reply."""

    id: int
    agency: str
    category: str
    level: str
    place: str
    cases: int
    usual: float
    began_at: datetime
    last_at: datetime
    incident: int | None = None
    linked: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may belong to a matter. `reason` says why it cannot be linked; `alike`, whether its words fit."""

    reference: str
    text: str
    language: str
    status: str
    received_at: datetime
    reason: str
    alike: bool


@dataclass(frozen=True, slots=True)
class MailingView:
    """A text to all, with how many lines stand where."""

    id: int
    kind: str
    outcome: str
    text_ar: str
    text_en: str
    due_on: date | None
    by: int
    at: datetime
    confirmed_at: datetime | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One case of a mailing."""

    reference: str
    language: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Matter:
    """What a citizen learns: how many others have the same, and what was written to all of them."""

    others: int
    notices: list[tuple[datetime, str]]


async def surges(staff: StaffView, *, standing: bool) -> list[SurgeView]:
    """The surges in reach, the newest first; `standing`: only those of the last window, without an incident."""
    scope = await agencies.scope(staff)
    query = Surge.select().order_by(Surge.last_at, Surge.id, ascending=False).limit(SHOWN)
    if not scope.national:
        if not scope.agencies:
            return []
        query = query.where(Surge.agency.is_in(sorted(scope.agencies)))
    if standing:
        query = query.where(Surge.last_at > clock.now() - LIMITS.window)
    found = await _with_incidents(await query)
    return [each for each in found if each.incident is None] if standing else found


async def count_standing(staff: StaffView) -> int:
    """How many surges in reach wait for somebody, as `surges` lists them. One statement."""
    scope = await agencies.scope(staff)
    where = every(
        Where("s.last_at > {}", (clock.now() - LIMITS.window,)),
        Where("") if scope.national else one_of("s.agency", sorted(scope.agencies)),
        Where("NOT EXISTS (SELECT 1 FROM incident i WHERE i.surge = s.id)"),
    )
    counted = 'SELECT COUNT(*) AS n FROM "surge" s WHERE '
    rows = await fetch(counted + where.sql, *where.values)
    return int(rows[0]["n"])


async def surge(surge_id: int, staff: StaffView) -> SurgeView:
    """One surge in reach."""
    return (await _with_incidents([await incidents.reached_surge(surge_id, staff)]))[0]


async def incident(incident_id: int, staff: StaffView) -> SurgeView:
    """The surge of one incident in reach, with its incident."""
    row = await incidents.reached_incident(incident_id, staff)
    return await surge(row["surge"], staff)


async def _with_incidents(rows: Sequence[dict[str, Any]]) -> list[SurgeView]:
    if not rows:
        return []
    counted = await fetch(_LINKED.format(", ".join("{}" for _ in rows)), *[row["id"] for row in rows])
    of = {row["surge"]: row for row in counted}
    names = ("id", "agency", "category", "level", "place", "cases", "usual", "began_at", "last_at")
    return [
        SurgeView(
            **{name: row[name] for name in names},
            **{name: of[row["id"]][name] for name in ("incident", "linked", "open") if row["id"] in of},
        )
        for row in rows
    ]


async def candidates(shown: SurgeView, staff: StaffView) -> list[Candidate]:
    """The cases at the place, with why one cannot be linked. No text of another agency's case is shown."""
    row = {"agency": shown.agency, "category": shown.category, "level": shown.level, "place": shown.place}
    rows = await incidents.candidates({**row, "began_at": shown.began_at, "last_at": shown.last_at}, staff)
    rows = [each for each in rows if shown.incident is None or each["incident"] != shown.incident]
    mine = {each["id"]: each["text"] for each in rows if each["agency"] == shown.agency}
    fits = group(mine, LIMITS.overlap)
    return [
        Candidate(
            reference=each["reference"],
            text=each["text"][:160] if each["id"] in mine else "",
            language=each["language"],
            status=each["status"],
            received_at=each["received_at"],
            reason=incidents.reason_against(each, row),
            alike=each["id"] in fits,
        )
        for each in rows
    ]


async def members(incident_id: int, staff: StaffView) -> list[dict[str, Any]]:
    """The cases of an incident that somebody is not kept from, in the order in which they came."""
    linked = await IncidentCase.select(IncidentCase.case).where(IncidentCase.incident == incident_id)
    ids = [row["case"] for row in linked]
    if not ids:
        return []
    columns = (Case.id, Case.reference, Case.status, Case.agency, Case.language, Case.received_at)
    rows: list[dict[str, Any]] = await Case.select(*columns).where(Case.id.is_in(ids)).order_by(Case.received_at)
    shut = await walls.shut(ids, staff)
    return [row for row in rows if row["id"] not in shut]


async def mailings_of(incident_id: int) -> list[MailingView]:
    """What was written to all, the newest first; what was only prepared is not among it."""
    rows = (
        await Mailing.select()
        .where(Mailing.incident == incident_id, Mailing.confirmed_at.is_not_null())
        .order_by(Mailing.id, ascending=False)
    )
    return await _mailings(rows)


async def mailing(incident_id: int, mailing_id: int, staff: StaffView) -> tuple[MailingView, list[Line]] | None:
    """One mailing of this incident, with its frozen list. A case that somebody is kept from is only counted."""
    row = await Mailing.select().where(Mailing.id == mailing_id, Mailing.incident == incident_id).first()
    if row is None:
        return None
    seen = every(Where("m.mailing = {}", (mailing_id,)), walls.open_to(staff))
    listed = 'SELECT c.reference, c.language, m.state, m.reason FROM "mailing_case" m JOIN "case_" c ON c.id = m."case"'
    lines = await fetch(f"{listed} WHERE {seen.sql} ORDER BY m.id", *seen.values)
    return (await _mailings([row]))[0], [Line(**line) for line in lines]


async def _mailings(rows: Sequence[dict[str, Any]]) -> list[MailingView]:
    names = ("id", "kind", "outcome", "text_ar", "text_en", "due_on", "by", "at", "confirmed_at")
    counts = await mailings.progress([row["id"] for row in rows])
    return [MailingView(**{name: row[name] for name in names}, counts=counts[row["id"]]) for row in rows]


async def of_case(case_id: int) -> int | None:
    """The incident of a case, if it has one."""
    row = await IncidentCase.select(IncidentCase.incident).where(IncidentCase.case == case_id).first()
    return row["incident"] if row else None


async def matter_of(reference: str) -> Matter | None:
    """What the citizen of this case learns of the matter; nothing of the others but their number."""
    case = await Case.select(Case.id, Case.language).where(Case.reference == reference).first()
    number = await of_case(case["id"]) if case else None
    if case is None or number is None:
        return None
    linked = await IncidentCase.count().where(IncidentCase.incident == number)
    told = await MailingCase.select(MailingCase.mailing, MailingCase.done_at).where(
        MailingCase.case == case["id"], MailingCase.state == "sent"
    )
    rows = await Mailing.select().where(
        Mailing.id.is_in([row["mailing"] for row in told] or [0]), Mailing.kind == "notice"
    )
    at = {row["mailing"]: row["done_at"] for row in told}
    return Matter(linked - 1, [(at[row["id"]], row[f"text_{case['language']}"]) for row in rows])
