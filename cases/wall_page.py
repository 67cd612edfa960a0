"""Who is kept from a case and who may read it, for those who decide on it."""

from dataclasses import dataclass
from datetime import datetime

from cases import walls
from cases.barring import NATIONAL
from cases.filters import Where, one_of
from cases.passing_tables import Part, TransferProposal
from cases.tables import Case
from cases.wall_tables import Barred, NamedReader, Reading
from tawasul.accounts import agencies, views
from tawasul.accounts.permissions import BELOW, roles_for
from tawasul.accounts.permissions import NATIONAL as NATIONAL_ROLES
from tawasul.accounts.views import StaffView
from tawasul.core.db import fetch
from tawasul.core.errors import NotFound

SHOWN = 50


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody, and when: barred, named, or read."""

    person: StaffView
    at: datetime


@dataclass(frozen=True, slots=True)
class WallView:
    """The access to a case. `choices`: who could be barred or named; `may_read`: whether the reader sees the case."""

    id: int
    reference: str
    rev: int
    confidential: bool
    barred: list[PersonLine]
    readers: list[PersonLine]
    readings: list[PersonLine]
    choices: list[StaffView]
    may_read: bool


async def wall(reference: str, staff: StaffView) -> WallView:
    """For whoever reaches the case. The national unit decides on a confidential case without reading it."""
    columns = (Case.id, Case.reference, Case.rev, Case.agency, Case.confidential)
    row = await Case.select(*columns).where(Case.reference == reference).first()
    if row is None or not (await agencies.scope(staff)).holds(row["agency"]):
        raise NotFound("no_such_case")
    case_id: int = row["id"]
    shut = bool(await walls.shut([case_id], staff))
    if shut and (staff.role != NATIONAL or await walls.is_barred(case_id, staff.id)):
        raise NotFound("no_such_case")
    barred = await Barred.select(Barred.staff, Barred.at).where(Barred.case == case_id).order_by(Barred.at)
    readers = (
        await NamedReader.select(NamedReader.staff, NamedReader.at)
        .where(NamedReader.case == case_id)
        .order_by(NamedReader.at)
    )
    readings = (
        await Reading.select(Reading.staff, Reading.at)
        .where(Reading.case == case_id)
        .order_by(Reading.id, ascending=False)
        .limit(SHOWN)
    )
    people = await views.by_ids(list({line["staff"] for line in (*barred, *readers, *readings)}))
    lines = [[PersonLine(people[line["staff"]], line["at"]) for line in found] for found in (barred, readers, readings)]
    return WallView(
        id=case_id,
        reference=row["reference"],
        rev=row["rev"],
        confidential=row["confidential"],
        barred=lines[0],
        readers=lines[1],
        readings=lines[2],
        choices=await _choices(case_id, row["agency"]),
        may_read=not shut,
    )


async def _choices(case_id: int, agency: str | None) -> list[StaffView]:
    """Whoever could read the case by role: people of the agency and those above it, and the nation's. Besides, people
    of agencies that are asked for a part of it, or to take it on."""
    known = await agencies.all_agencies()
    asked = await Part.select(Part.agency).where(Part.case == case_id, Part.state == "open")
    proposed = await TransferProposal.select(TransferProposal.to_agency).where(
        TransferProposal.case == case_id, TransferProposal.state == "open"
    )
    concerned = [agency, *(row["agency"] for row in asked), *(row["to_agency"] for row in proposed)]
    near = {code for one in concerned for code in agencies.line(one, known)}
    people = await views.of_roles(roles_for("case.read"))
    return [person for person in people if person.agency is None or person.agency in near]


async def unread(staff: StaffView) -> list[str]:
    """Confidential open cases that nobody may read yet, by reference: for the national unit, which names readers."""
    if staff.role != NATIONAL:
        return []
    where = _unread(staff)
    asked = f"{_LINE} SELECT c.reference {where.sql} ORDER BY c.received_at LIMIT {SHOWN}"
    return [row["reference"] for row in await fetch(asked, *where.values)]


async def count_unread(staff: StaffView) -> int:
    """How many there are of those, however many are listed."""
    if staff.role != NATIONAL:
        return 0
    where = _unread(staff)
    rows = await fetch(f"{_LINE} SELECT COUNT(*) AS n {where.sql}", *where.values)
    return int(rows[0]["n"])


# Every agency with itself and all above it. UNION, so that a ring of parents ends.
_LINE = """WITH RECURSIVE line (code, above) AS (
    SELECT code, code FROM "agency"
    UNION SELECT l.code, a.parent FROM line l JOIN "agency" a ON a.code = l.above WHERE a.parent IS NOT NULL
)"""


def _unread(staff: StaffView) -> Where:
    """Confidential open cases none of whose named readers works here still and reaches them."""
    national, below = one_of("s.role", sorted(NATIONAL_ROLES)), one_of("s.role", sorted(BELOW))
    sql = f"""FROM "case_" c WHERE c.confidential AND c.status NOT IN ('closed', 'withdrawn')
        AND NOT EXISTS (
            SELECT 1 FROM "named_reader" r JOIN "staff" s ON s.id = r.staff
            WHERE r."case" = c.id AND s.active AND (
                {national.sql} OR (s.role = 'officer' AND s.agency = c.agency)
                OR ({below.sql} AND s.agency IN (SELECT l.above FROM line l WHERE l.code = c.agency))
            )
        )
        AND NOT EXISTS (SELECT 1 FROM "barred" w WHERE w."case" = c.id AND w.staff = {{}})"""  # noqa: S608 - our own words
    return Where(sql, (*national.values, *below.values, staff.id))
