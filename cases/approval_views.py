"""Replies that a second person reads: what waits for whom, and what became of those of one case."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases import approvals, filters, reply_rules, walls
from cases.filters import Where
from cases.folder import CaseView
from cases.moves import OPEN
from cases.reply_rules import WAITING, RuleView
from cases.reply_tables import ReplyApproval
from sla.views import ClockView, final_replies
from tawasul.accounts import agencies, views
from tawasul.accounts.permissions import may
from tawasul.accounts.views import StaffView
from tawasul.core.db import fetch

PAGE = 100
_JOINED = """
    FROM "reply_approval" a JOIN "case_" c ON c.id = a."case"
    WHERE a.state = 'waiting' AND a.cycle = c.cycle AND a.agency = c.agency
"""
# Whoever has the right as an officer, among colleagues of the same agency.
_GIVEN = """EXISTS (SELECT 1 FROM "reply_approver" r JOIN "staff" s ON s.id = r.staff
    WHERE r.staff = {} AND r.ended_at IS NULL AND r.agency = a.agency AND s.agency = a.agency)"""


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """A reply as it was put before a second person, and what that person said."""

    id: int
    state: str
    outcome: str
    text: str
    due_on: date | None
    legal_ground: str
    duplicate_of: str
    by: int
    asked_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    remark: str


@dataclass(frozen=True, slots=True)
class OfCase:
    """What concerns one case: the reply that waits, the latest that was sent back, and the agency's rule.

    `may_decide`: whether the reader may approve the one that waits; `is_mine`: whether the reader wrote it.
    """

    waiting: ApprovalView | None
    sent_back: ApprovalView | None
    rule: RuleView
    may_decide: bool
    is_mine: bool
    people: dict[int, StaffView]


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A reply in the list of those to approve."""

    reference: str
    agency: str
    outcome: str
    text: str
    by: str
    asked_at: datetime
    clock: ClockView


async def of_case(found: CaseView, staff: StaffView) -> OfCase:
    """The approvals of a case that somebody reaches, as far as they concern its present cycle."""
    case = dict(found.case)
    rows = (
        await ReplyApproval.select()
        .where(ReplyApproval.case == found.id, ReplyApproval.cycle == case["cycle"])
        .order_by(ReplyApproval.id, ascending=False)
    )
    rule = await reply_rules.rule_for(case)
    latest = rows[0] if rows and approvals.is_of(rows[0], case) else None
    waiting = _view(latest) if latest and latest["state"] == WAITING else None
    back = _view(latest) if latest and latest["state"] == "sent_back" else None
    named = {number for one in (waiting, back) if one for number in (one.by, one.decided_by) if number}
    mine = waiting is not None and waiting.by == staff.id
    decides = waiting is not None and not mine and reply_rules.may_approve(rule, case, staff)
    return OfCase(waiting, back, rule, decides, mine, await views.by_ids(sorted(named)))


def _view(row: dict[str, Any]) -> ApprovalView:
    return ApprovalView(**{name: row[name] for name in ApprovalView.__dataclass_fields__})


async def count(staff: StaffView) -> int:
    """How many replies of colleagues wait for this person. One statement."""
    where = await _for(staff)
    return int((await fetch(f"SELECT COUNT(*) AS n {_JOINED} AND {where.sql}", *where.values))[0]["n"])


async def to_approve(staff: StaffView) -> list[WaitingRow]:
    """The replies of colleagues that wait for this person, those first that are due first."""
    where = await _for(staff)
    found = await fetch(
        f'SELECT a."case" AS case_id, a.id, c.reference, a.agency, a.outcome, substr(a.text, 1, 200) AS said {_JOINED} '
        f"AND {where.sql} ORDER BY a.id LIMIT {PAGE}",
        *where.values,
    )
    asked = await ReplyApproval.select(ReplyApproval.id, ReplyApproval.by, ReplyApproval.asked_at).where(
        ReplyApproval.id.is_in([row["id"] for row in found] or [0])
    )
    of_id = {row["id"]: row for row in asked}
    clocks = await final_replies([row["case_id"] for row in found])
    people = await views.by_ids(sorted({row["by"] for row in asked}))
    rows = [
        WaitingRow(
            reference=row["reference"],
            agency=row["agency"],
            outcome=row["outcome"],
            text=row["said"],
            by=people[of_id[row["id"]]["by"]].name,
            asked_at=of_id[row["id"]]["asked_at"],
            clock=clocks[row["case_id"]],
        )
        for row in found
    ]
    return sorted(rows, key=lambda row: (row.clock.due_at, row.reference))


async def _for(staff: StaffView) -> Where:
    """What waits for somebody: of cases in reach that are still worked on, and nothing of one's own."""
    right = Where("") if may(staff, "case.approve") else Where(_GIVEN, (staff.id,))
    return filters.every(
        filters.reached(await agencies.scope(staff)),
        walls.open_to(staff),
        filters.one_of("c.status", OPEN),
        Where("a.by <> {}", (staff.id,)),
        right,
    )
