"""Corrections of verdicts as pages and reports list them, with the first result beside the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.proposals import SHOWN, ProposalView, proposal, proposals_where
from cases.reach import reaches
from cases.tables import Case
from cases.two_persons import CORRECTION
from tawasul.accounts import agencies
from tawasul.accounts.permissions import Scope
from tawasul.accounts.views import StaffView
from tawasul.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """One correction with its case. `was` is the first result, `becomes` the other one."""

    proposal: ProposalView
    reference: str
    agency: str | None

    @property
    def was(self) -> bool:
        return not self.becomes

    @property
    def becomes(self) -> bool:
        return bool(self.proposal.change["on_time"])


async def correction(number: int, staff: StaffView) -> CorrectionView:
    """One correction, for somebody who reaches its case."""
    found = await _with_cases([await proposal(number, CORRECTION)])
    scope = await agencies.scope(staff)
    if not found or not reaches(staff, scope, found[0].agency):
        raise NotFound("no_such_change")
    return found[0]


async def corrections(staff: StaffView, *, limit: int = SHOWN) -> list[CorrectionView]:
    """The corrections of cases that somebody reaches, the newest first."""
    scope = await agencies.scope(staff)
    return await _with_cases(await proposals_where(CORRECTION, *_reached(scope), limit=limit))


def _reached(scope: Scope) -> tuple[str, list[str]]:
    """The condition on a correction that its case is in reach, and its values."""
    if scope.national:
        return "", []
    return _REACHED.replace("PLACES", ", ".join(["{}"] * len(scope.agencies)) or "NULL"), sorted(scope.agencies)


# A database may look at conditions in any order: the codes of other subjects are no numbers.
_REACHED = """EXISTS (
    SELECT 1 FROM clock k JOIN "case_" c ON c.id = k.case_id
    WHERE k.id = CAST(CASE WHEN subject = 'correction' THEN code ELSE '0' END AS bigint) AND c.agency IN (PLACES)
)"""


async def of_case(case_id: int) -> list[ProposalView]:
    """The corrections of one case, the newest first."""
    clocks = "code IN (SELECT CAST(id AS varchar) FROM clock WHERE case_id = {})"
    return await proposals_where(CORRECTION, clocks, [case_id], limit=SHOWN)


async def _with_cases(found: Sequence[ProposalView]) -> list[CorrectionView]:
    wanted = sorted({one.change["case_id"] for one in found})
    if not wanted:
        return []
    rows = await Case.select(Case.id, Case.reference, Case.agency).where(Case.id.is_in(wanted))
    cases = {row["id"]: row for row in rows}
    return [
        CorrectionView(one, cases[one.change["case_id"]]["reference"], cases[one.change["case_id"]]["agency"])
        for one in found
        if one.change["case_id"] in cases
    ]
