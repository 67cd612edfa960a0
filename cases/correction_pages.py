"""Corrections of verdicts as pages and reports list them, with the first result beside the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cases import walls
from cases.figure_tables import Counted
from cases.filters import Where, every, one_of
from cases.proposals import SHOWN, ProposalView, proposals_where
from cases.reach import reaches
from cases.tables import Case
from cases.two_persons import CORRECTION, PROPOSED
from tawasul.accounts import agencies
from tawasul.accounts.permissions import Scope
from tawasul.accounts.views import StaffView
from tawasul.core.db import fetch
from tawasul.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """One correction with its case. `was` is the first result, `becomes` the other one.

    `opens`: the case is still in the reader's reach. `is_shut`: it is kept from her, who sees neither its number nor
    what was typed.
    """

    proposal: ProposalView
    reference: str
    agency: str | None
    opens: bool
    is_shut: bool = False

    @property
    def was(self) -> bool:
        return not self.becomes

    @property
    def becomes(self) -> bool:
        return bool(self.proposal.change["on_time"])


@dataclass(frozen=True, slots=True)
class DisputedCase:
    """What whoever disputes a verdict sees of the case. `opens`: the rest of it is in her reach too."""

    id: int
    reference: str
    opens: bool


async def correction(number: int, staff: StaffView) -> CorrectionView:
    """One correction, for somebody who reaches it and is not kept from its case."""
    scope = await agencies.scope(staff)
    condition = every(Where("id = {}", (number,)), _open_to(staff, scope))
    found = await _with_cases(await proposals_where(CORRECTION, condition.sql, condition.values, limit=1), staff, scope)
    if not found:
        raise NotFound("no_such_change")
    return found[0]


async def corrections(staff: StaffView, *, limit: int = SHOWN) -> list[CorrectionView]:
    """The corrections that somebody reaches, the newest first."""
    scope = await agencies.scope(staff)
    reached = _about_cases(_reached(scope))
    return await _with_cases(await proposals_where(CORRECTION, reached.sql, reached.values, limit=limit), staff, scope)


async def count_waiting(staff: StaffView) -> int:
    """How many corrections somebody reaches wait for a second person. Those that nobody shows her are not counted."""
    condition = _open_to(staff, await agencies.scope(staff))
    rows = await fetch(
        f"SELECT COUNT(*) AS n FROM change_proposal WHERE subject = {{}} AND state = {{}} AND {condition.sql}",  # noqa: S608 - ours
        CORRECTION,
        PROPOSED,
        *condition.values,
    )
    return int(rows[0]["n"])


async def in_reach(case_id: int, agency: str | None, staff: StaffView, cycle: int | None = None) -> bool:
    """Whether somebody may dispute the verdict of a case, the present one or that of an earlier cycle: it is hers now,
    or was when the promise was counted."""
    scope = await agencies.scope(staff)
    if await walls.shut([case_id], staff):
        return False
    return reaches(staff, scope, agency) or await _was_ours(case_id, scope, cycle)


async def _was_ours(case_id: int, scope: Scope, cycle: int | None) -> bool:
    """Whether the promise that is disputed is counted under an agency of this reach."""
    rows = await Counted.select(Counted.agency, Counted.cycle).where(Counted.case == case_id).order_by(Counted.cycle)
    asked = [row["agency"] for row in rows if cycle in (None, row["cycle"])]
    return bool(asked) and scope.holds(asked[-1] or None)


async def disputed_case(reference: str, staff: StaffView, cycle: int | None = None) -> DisputedCase:
    """A case for the form in which its verdict is disputed."""
    found = await Case.select(Case.id, Case.reference, Case.agency).where(Case.reference == reference).first()
    if found is None or not await in_reach(found["id"], found["agency"], staff, cycle):
        raise NotFound("no_such_case")
    opens = reaches(staff, await agencies.scope(staff), found["agency"])
    return DisputedCase(found["id"], found["reference"], opens)


def _reached(scope: Scope) -> Where:
    """The corrections of cases "c" in reach: an agency's now, or when the promise was counted."""
    if scope.national:
        return Where("")
    now, at_due = (one_of(column, sorted(scope.agencies)) for column in ("c.agency", "n.agency"))
    return Where(f"{now.sql} OR {at_due.sql}", (*now.values, *at_due.values))


def _open_to(staff: StaffView, scope: Scope) -> Where:
    return _about_cases(every(_reached(scope), walls.open_to(staff)))


def _about_cases(condition: Where) -> Where:
    """The condition on a correction that its case meets one."""
    if not condition.sql:
        return condition
    return Where(f"EXISTS ({_CASE_OF} AND ({condition.sql}))", condition.values)


# A database may look at conditions in any order: the codes of other subjects are no numbers.
_CASE_OF = """SELECT 1 FROM clock k JOIN "case_" c ON c.id = k.case_id LEFT JOIN "counted" n ON n.clock = k.id
    WHERE k.id = CAST(CASE WHEN subject = 'correction' THEN code ELSE '0' END AS bigint)"""


async def of_case(case_id: int) -> list[ProposalView]:
    """The corrections of one case, the newest first."""
    clocks = "code IN (SELECT CAST(id AS varchar) FROM clock WHERE case_id = {})"
    return await proposals_where(CORRECTION, clocks, [case_id], limit=SHOWN)


async def _with_cases(found: Sequence[ProposalView], staff: StaffView, scope: Scope) -> list[CorrectionView]:
    wanted = sorted({one.change["case_id"] for one in found})
    if not wanted:
        return []
    rows = await Case.select(Case.id, Case.reference, Case.agency).where(Case.id.is_in(wanted))
    cases, shut = {row["id"]: row for row in rows}, await walls.shut(wanted, staff)
    return [
        _view(one, cases[case_id], opens=reaches(staff, scope, cases[case_id]["agency"]), is_shut=case_id in shut)
        for one in found
        if (case_id := one.change["case_id"]) in cases
    ]


def _view(one: ProposalView, case: Mapping[str, Any], *, opens: bool, is_shut: bool) -> CorrectionView:
    if is_shut:
        return CorrectionView(replace(one, reason="", remark=""), "", case["agency"], opens=False, is_shut=True)
    return CorrectionView(one, case["reference"], case["agency"], opens=opens)
