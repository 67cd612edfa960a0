"""Which cases are proposed to pass on, to whom, and what of it waits for the reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from cases import filters, walls
from cases.filters import Where
from cases.moves import OPEN
from cases.passing_tables import TransferProposal
from tawasul.accounts import agencies, views
from tawasul.accounts.permissions import Scope, may
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch, instant
from tawasul.core.errors import NotFound

Which = Literal["to_us", "by_us", "undecided"]
WHICH: tuple[Which, ...] = ("to_us", "by_us", "undecided")
PAGE = 100
RECENT = timedelta(days=30)
_OPEN_CASE = f"c.agency = p.from_agency AND c.status IN ({', '.join(repr(status) for status in OPEN)})"
_WAITING = f"p.state = 'open' AND {_OPEN_CASE}"
_JOINED = f'FROM "transfer_proposal" p JOIN "case_" c ON c.id = p."case" WHERE {_WAITING}'
_COLUMNS = """p.id, p.from_agency, p.to_agency, p.category AS proposed, p.reason, p."by", p.at, p.answer_by,
    p.raised_at, c.reference, c.category, c.text, c.governorate, c.area, c.block, c.road, c.landmark, c.received_at"""

_GIVEN_ON = """
    SELECT COUNT(*) AS n, COALESCE(SUM(CASE WHEN p.at_once THEN 1 ELSE 0 END), 0) AS quick
    FROM "transfer_proposal" p WHERE p.state = 'accepted' AND p.decided_at >= {}
"""


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal that waits, with what is needed of its case to decide: never who filed it."""

    id: int
    reference: str
    from_agency: str
    to_agency: str
    category: str | None
    proposed: str | None
    reason: str
    by: int
    at: datetime
    answer_by: datetime
    raised_at: datetime | None
    text: str
    place: Mapping[str, Any]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of proposals, and the names of who made them."""

    rows: list[ProposalView]
    people: Mapping[int, StaffView]


@dataclass(frozen=True, slots=True)
class GivenOn:
    """What agencies in reach passed on lately, and how much of it within a working day of its arrival."""

    accepted: int
    at_once: int


async def listed(staff: StaffView, which: Which) -> Listed:
    """The proposals of one list, the eldest first."""
    where = _of(which, await agencies.scope(staff), staff)
    found = await fetch(
        f"SELECT {_COLUMNS} {_JOINED} AND ({where.sql}) ORDER BY p.at, p.id LIMIT {PAGE}", *where.values
    )
    rows = [_view(row) for row in found]
    return Listed(rows, await views.by_ids(sorted({row.by for row in rows})))


async def count(staff: StaffView) -> int:
    """How many proposals wait for the reader to decide."""
    if not may(staff, "transfer.decide"):
        return 0
    scope = await agencies.scope(staff)
    where = _of("undecided" if scope.national else "to_us", scope, staff)
    return int((await fetch(f"SELECT COUNT(*) AS n {_JOINED} AND ({where.sql})", *where.values))[0]["n"])


async def one(number: int, staff: StaffView) -> ProposalView:
    """A proposal that waits, for whoever may decide on it."""
    where = _of("to_us", await agencies.scope(staff), staff)
    found = await fetch(f"SELECT {_COLUMNS} {_JOINED} AND p.id = {{}} AND ({where.sql})", number, *where.values)
    if not found:
        raise NotFound("no_such_proposal")
    return _view(found[0])


async def of_case(case: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The proposal to pass a case on that waits, or the last one that was refused while the case stayed."""
    if case["status"] not in OPEN or case["agency"] is None:
        return None
    row = (
        await TransferProposal.select()
        .where(
            TransferProposal.case == case["id"],
            TransferProposal.from_agency == case["agency"],
            TransferProposal.state.is_in(["open", "refused"]),
        )
        .order_by(TransferProposal.id, ascending=False)
        .first()
    )
    return dict(row) if row else None


async def waiting_of(case_id: int) -> int | None:
    """The number of the proposal of a case that waits."""
    row = (
        await TransferProposal.select(TransferProposal.id)
        .where(TransferProposal.case == case_id, TransferProposal.state == "open")
        .first()
    )
    return int(row["id"]) if row else None


async def given_on(staff: StaffView) -> GivenOn:
    """What agencies in reach passed on in the last thirty days. Wrong addresses are counted apart."""
    where = _among("p.from_agency", await agencies.scope(staff))
    found = await fetch(f"{_GIVEN_ON} AND ({where.sql})", clock.now() - RECENT, *where.values)
    return GivenOn(int(found[0]["n"]), int(found[0]["quick"]))


def _of(which: Which, scope: Scope, staff: StaffView) -> Where:
    """The condition of a list. What comes to an agency is shown to those who decide on it alone."""
    if which == "by_us":
        return filters.every(_among("p.from_agency", scope), walls.open_to(staff))
    if not may(staff, "transfer.decide"):
        return Where("1 = 0")
    if which == "undecided":
        raised = Where("p.raised_at IS NOT NULL") if scope.national else Where("1 = 0")
        return filters.every(raised, walls.open_to(staff))
    return filters.every(_among("p.to_agency", scope), walls.open_to(staff))


def _among(column: str, scope: Scope) -> Where:
    return Where("1 = 1") if scope.national else filters.one_of(column, sorted(scope.agencies))


def _view(row: Mapping[str, Any]) -> ProposalView:
    place = {name: row[name] for name in ("governorate", "area", "block", "road", "landmark")}
    shared = {name: row[name] for name in ProposalView.__dataclass_fields__ if name != "place"}
    shared |= {name: row[name] and instant(row[name]) for name in ("at", "answer_by", "raised_at", "received_at")}
    return ProposalView(**shared, place=place)
