"""Passing a case on to another agency. The citizen's clock runs on.

The national unit and the arbiter do it; everybody else proposes it (`cases.transfer_proposals`).
"""

from collections.abc import Mapping
from typing import Any

from cases import reviewers, search_index, wording
from cases.assigning import assign
from cases.moves import Change, Row
from cases.reach import held_for
from cases.tables import Transfer
from tawasul.accounts.agencies import AgencyView, all_agencies
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, FieldError, Invalid
from tawasul.core.text import clean

MOST_HOPS = 3
LONGEST_REASON = 2_000


async def transfer(case_id: int, to_agency: str, reason: str, *, by: StaffView, rev: int) -> None:
    """Give the case to another agency, with the reason that its officers will read."""
    why = clean(reason)
    async with transaction():
        case = await held_for(case_id, "case.transfer", by=by, rev=rev)
        await reviewers.check_work(case, by)
        if case["agency"] is None:
            raise Conflict("not_sorted")
        if found := faults(case["agency"], to_agency, why, await all_agencies()):
            raise Invalid(*found)
        await hand_over(case, to_agency, why, by=by)


def faults(from_agency: str, to_agency: str, reason: str, agencies: Mapping[str, AgencyView]) -> list[FieldError]:
    """What is wrong with the choice and the reason."""
    found = wording.faults_of("reason", reason, empty="needs_reason", longest=LONGEST_REASON)
    agency = agencies.get(to_agency)
    if agency is None or agency.retired:
        return [FieldError("to_agency", "unknown"), *found]
    if to_agency == from_agency:
        return [FieldError("to_agency", "same_agency"), *found]
    return found


async def hand_over(
    case: Row, to_agency: str, reason: str, *, by: StaffView, also: Mapping[str, Any] | None = None
) -> Row:
    """Move a held case from its agency to another, within the limit of hops. `also` changes with it."""
    if refusal := refused(await earlier_agencies(case["id"]), to_agency, by.role):
        raise Conflict(refusal)
    await record(case["id"], case["agency"], to_agency, reason, by=by)
    return await assign(case, to_agency, Change(by.actor(), "transferred", {"from": case["agency"]}, also or {}))


async def earlier_agencies(case_id: int) -> list[str]:
    """Which agencies passed the case on before."""
    rows = await Transfer.select(Transfer.from_agency).where(Transfer.case == case_id)
    return [row["from_agency"] for row in rows]


def refused(earlier: list[str], to_agency: str, role: str) -> str | None:
    """Why a case cannot be passed on once more: three hops are the most, and none goes back.

    The arbiter decides where agencies do not agree, and is not bound.
    """
    if role == "arbiter":
        return None
    if len(earlier) >= MOST_HOPS:
        return "too_many_transfers"
    return "returns" if to_agency in earlier else None


async def record(case_id: int, from_agency: str, to_agency: str, reason: str, *, by: StaffView) -> None:
    """Write the hop down."""
    row = Transfer(case=case_id, from_agency=from_agency, to_agency=to_agency, reason=reason, by=by.id, at=clock.now())
    await Transfer.insert(row)
    await search_index.renew(case_id)
