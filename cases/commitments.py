"""What replies promised by a date: what is still to be done, what was kept, and what nobody did in time."""

from dataclasses import dataclass
from datetime import date, datetime

from cases import colleagues, filters, walls
from cases.moves import held, stream
from cases.reach import held_for
from cases.tables import Commitment
from tawasul import audit
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.actor import system
from tawasul.core.db import day, fetch, lock, transaction
from tawasul.core.errors import Conflict, NotFound
from tawasul.core.i18n import ZONE

PAGE = 100
BATCH = 100
_TICKER = system("ticker")
_JOINED = """
    FROM "commitment" m JOIN "reply" r ON r.id = m.reply JOIN "case_" c ON c.id = m."case"
    WHERE m.kept_at IS NULL AND r.rejected_at IS NULL
"""
_OVERDUE = f"""
    SELECT m.id, m."case" AS case_id {_JOINED} AND m.told_at IS NULL AND m.due_on < {{}}
    AND (m."case", m.id) > ({{}}, {{}}) ORDER BY m."case", m.id LIMIT {{}}
"""


@dataclass(frozen=True, slots=True)
class OpenCommitment:
    """Something still to be done."""

    id: int
    reference: str
    agency: str | None
    category: str | None
    due_on: date
    text: str


@dataclass(frozen=True, slots=True)
class OpenPage:
    """The first of what is still to be done, soonest first, and how much there is in all."""

    rows: list[OpenCommitment]
    total: int
    today: date


async def open_list(staff: StaffView) -> OpenPage:
    """What the agencies in reach still have to do."""
    where = filters.every(filters.reached(await agencies.scope(staff)), walls.open_to(staff))
    reached = f"AND ({where.sql})"
    counted = await fetch(f"SELECT COUNT(*) AS n {_JOINED} {reached}", *where.values)
    found = await fetch(
        f"SELECT m.id, c.reference, c.agency, c.category, m.due_on, substr(r.text, 1, 200) AS said "
        f"{_JOINED} {reached} ORDER BY m.due_on, m.id LIMIT {PAGE}",
        *where.values,
    )
    rows = [
        OpenCommitment(row["id"], row["reference"], row["agency"], row["category"], day(row["due_on"]), row["said"])
        for row in found
    ]
    return OpenPage(rows, counted[0]["n"], _today(clock.now()))


async def count(staff: StaffView) -> int:
    """How many commitments the agencies in reach have open."""
    where = filters.every(filters.reached(await agencies.scope(staff)), walls.open_to(staff))
    reached = f"AND ({where.sql})"
    return int((await fetch(f"SELECT COUNT(*) AS n {_JOINED} {reached}", *where.values))[0]["n"])


async def keep(commitment_id: int, *, by: StaffView) -> None:
    """What was promised is done. Said once; the second is told that somebody was faster."""
    row = await Commitment.select(Commitment.case).where(Commitment.id == commitment_id).first()
    if row is None:
        raise NotFound("no_such_case")
    async with transaction():
        case = await held_for(row["case"], "case.commit", by=by)
        kept = (
            await Commitment.update({Commitment.kept_at: clock.now(), Commitment.kept_by: by.id})
            .where(Commitment.id == commitment_id, Commitment.kept_at.is_null())
            .returning(Commitment.id)
        )
        if not kept:
            raise Conflict("kept_already")
        await audit.append(stream(case["id"]), actor=by.actor(), act="commitment_kept", data={})


async def overdue(after: tuple[int, int]) -> list[tuple[int, int]]:
    """The next commitments whose day has passed and that nobody was told of: case and number, after these."""
    found = await fetch(_OVERDUE, _today(clock.now()), *after, BATCH)
    return [(row["case_id"], row["id"]) for row in found]


async def tell_overdue(case_id: int, commitment_id: int) -> int:
    """Write once to officer and supervisor about a commitment whose day has passed; returns whether it did so now."""
    async with transaction():
        case = await held(case_id)
        row = await lock(Commitment, commitment_id)
        if row is None or row["kept_at"] is not None or row["told_at"] is not None:
            return 0
        await Commitment.update({Commitment.told_at: clock.now()}).where(Commitment.id == commitment_id)
        people = await colleagues.officer_and_supervisor_of(case)
        await colleagues.tell(case, people, "commitment_overdue", key=f"commitment:{commitment_id}")
        await audit.append(stream(case_id), actor=_TICKER, act="commitment_overdue", data={})
        return 1


def _today(now: datetime) -> date:
    return now.astimezone(ZONE).date()
