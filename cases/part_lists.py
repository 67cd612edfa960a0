"""Parts as people read them: those of a case, those that an agency has to answer, and one with what it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases import attached, details, filters, folder, walls
from cases.attached import AttachmentView, Given
from cases.details import DetailView
from cases.folder import ContactView
from cases.moves import OPEN, Row
from cases.passing_tables import Part
from cases.tables import Case
from sla.views import ClockView, clocks_of
from tawasul.accounts import agencies, views
from tawasul.accounts.permissions import may
from tawasul.accounts.views import StaffView
from tawasul.core.db import fetch, instant
from tawasul.core.errors import NotFound

PAGE = 100
_NO_CONTACT = ContactView(left=False, name=None, email=None, mobile=None)
_OPEN_CASE = f"c.status IN ({', '.join(repr(status) for status in OPEN)})"
_JOINED = f"""
    FROM "case_part" p JOIN "case_" c ON c.id = p."case" JOIN "clock" k ON k.id = p.clock
    WHERE p.state = 'open' AND {_OPEN_CASE}
"""


@dataclass(frozen=True, slots=True)
class PartView:
    """One part. `words`: the answer, or why it was withdrawn. `holder`: who of its agency took it on."""

    id: int
    agency: str
    asked: str
    by: StaffView | None
    at: datetime
    due_at: datetime
    paused: bool
    holder: StaffView | None
    state: str
    words: str
    ended_by: StaffView | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenPart:
    """A part that waits for its agency."""

    id: int
    reference: str
    agency: str
    holder: str | None
    category: str | None
    asked: str
    due_at: datetime
    paused: bool
    taken_by: StaffView | None


@dataclass(frozen=True, slots=True)
class ToldPart:
    """A part as its citizen hears of it: whom, since when, and when it was answered; nothing that was written."""

    agency: str
    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class PartPage:
    """One part for the agency that answers it, with what is needed of the case; contact and files while it is open."""

    part: PartView
    case: Mapping[str, Any]
    is_open: bool
    contact: ContactView
    details: list[DetailView]
    files: list[AttachmentView]


async def of_case(case_id: int) -> list[PartView]:
    """The parts of a case, the eldest first."""
    rows = await Part.select().where(Part.case == case_id).order_by(Part.id)
    if not rows:
        return []
    clocks = {one.id: one for one in await clocks_of([case_id], "part")}
    people = await views.by_ids(sorted({number for row in rows for number in _people(row) if number}))
    return [_view(row, clocks, people) for row in rows]


async def to_do(staff: StaffView) -> list[OpenPart]:
    """The parts that agencies in reach have to answer, soonest due first."""
    where = await _reach(staff)
    found = await fetch(
        f"SELECT p.id, c.reference, p.agency, c.agency AS holder, c.category, substr(p.asked, 1, 300) AS asked, "
        f"k.due_at, k.state, p.holder AS taken_by {_JOINED} AND ({where.sql}) ORDER BY k.due_at, p.id LIMIT {PAGE}",
        *where.values,
    )
    people = await views.by_ids(sorted({row["taken_by"] for row in found if row["taken_by"]}))
    return [_open_part(row, people) for row in found]


async def count(staff: StaffView) -> int:
    """How many parts agencies in reach have to answer."""
    if not may(staff, "part.answer"):
        return 0
    where = await _reach(staff)
    return int((await fetch(f"SELECT COUNT(*) AS n {_JOINED} AND ({where.sql})", *where.values))[0]["n"])


async def one(number: int, staff: StaffView) -> PartPage:
    """A part, for its agency alone; of the case what the part needs, and who it is only if the agency may know."""
    row, case = await _reached(number, staff)
    part = next(found for found in await of_case(row["case"]) if found.id == number)
    is_open = _is_open(row, case)
    files = await attached.of_case(row["case"]) if is_open else []
    contact = await folder.contact_of(row["case"]) if is_open else _NO_CONTACT
    return PartPage(part, case, is_open, contact, await details.of(row["case"]), files)


async def file_of(number: int, file: int, staff: StaffView) -> Given:
    """A file of the case, for the agency of a part and as long as the part is open."""
    row, case = await _reached(number, staff)
    if not _is_open(row, case):
        raise NotFound("no_such_file")
    return await attached.given(row["case"], file)


async def _reached(number: int, staff: StaffView) -> tuple[Row, Row]:
    """The part and its case, for its agency alone, and nobody from whom the case is kept."""
    row = await Part.select().where(Part.id == number).first()
    if row is None or not (await agencies.scope(staff)).holds(row["agency"]) or await walls.shut([row["case"]], staff):
        raise NotFound("no_such_part")
    case = (await Case.select().where(Case.id == row["case"]))[0]
    if case["confidential"]:
        await walls.record_reading(case["id"], staff)
    return dict(row), dict(case)


def _is_open(row: Row, case: Row) -> bool:
    return row["state"] == "open" and case["status"] in OPEN


async def beside(reference: str) -> list[str]:
    """Which agencies work on parts of an open case."""
    found = await fetch(f"SELECT p.agency {_JOINED} AND c.reference = {{}} ORDER BY p.id", reference)
    return [row["agency"] for row in found]


async def told(reference: str) -> list[ToldPart]:
    """What the citizen is told of parts: who was asked and when they answered, of those that were not withdrawn."""
    rows = await (
        Part.select(Part.agency, Part.at, Part.ended_at)
        .where(
            Part.case.reference == reference,
            (Part.state == "answered") | ((Part.state == "open") & Part.case.status.is_in(list(OPEN))),
        )
        .order_by(Part.id)
    )
    return [ToldPart(row["agency"], row["at"], row["ended_at"]) for row in rows]


async def _reach(staff: StaffView) -> filters.Where:
    scope = await agencies.scope(staff)
    reached = filters.Where("1 = 1") if scope.national else filters.one_of("p.agency", sorted(scope.agencies))
    return filters.every(reached, walls.open_to(staff))


def _view(row: Mapping[str, Any], clocks: Mapping[int, ClockView], people: Mapping[int, StaffView]) -> PartView:
    return PartView(
        id=row["id"],
        agency=row["agency"],
        asked=row["asked"],
        by=people.get(row["by"]),
        at=row["at"],
        due_at=clocks[row["clock"]].due_at,
        paused=clocks[row["clock"]].state == "paused",
        holder=people.get(row["holder"]),
        state=row["state"],
        words=row["words"],
        ended_by=people.get(row["ended_by"]),
        ended_at=row["ended_at"],
    )


def _open_part(row: Row, people: Mapping[int, StaffView]) -> OpenPart:
    names = ("id", "reference", "agency", "holder", "category", "asked")
    return OpenPart(
        **{name: row[name] for name in names},
        due_at=instant(row["due_at"]),
        paused=row["state"] == "paused",
        taken_by=people.get(row["taken_by"]),
    )


def _people(row: Mapping[str, Any]) -> tuple[int | None, ...]:
    return row["by"], row["holder"], row["ended_by"]
