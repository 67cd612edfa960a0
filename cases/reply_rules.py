"""Which replies of an agency a second person reads before they go, and who that person may be."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from cases import reviewers
from cases.moves import Row
from cases.reply_tables import ReplyApproval, ReplyApprover, ReplyRule
from cases.seed import OUTCOMES
from tawasul import audit
from tawasul.accounts import agencies, views
from tawasul.accounts.permissions import may
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch, lock, require_transaction, swap, transaction
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid

DEMANDS = ("never", "all", "some")
WAITING, DROPPED = "waiting", "dropped"


@dataclass(frozen=True, slots=True)
class RuleView:
    """What an agency demands: `never`, `all`, or `some`, by outcome. `approvers`: officers who may approve too."""

    demands: str = "never"
    outcomes: tuple[str, ...] = ()
    approvers: tuple[int, ...] = ()
    rev: int = 0

    def holds_for(self, outcome: str) -> bool:
        """Whether a reply with this outcome is read by a second person."""
        return self.demands == "all" or (self.demands == "some" and outcome in self.outcomes)


NO_RULE = RuleView()


def stream(agency: str) -> str:
    """The name of the history of an agency's rule."""
    return f"reply_rule:{agency}"


async def rule_of(agency: str | None) -> RuleView:
    """What an agency demands now. One without a rule demands nothing; a rule holds for its agency alone."""
    row = await ReplyRule.select().where(ReplyRule.agency == agency).first() if agency else None
    if row is None:
        return NO_RULE
    given = (
        await ReplyApprover.select(ReplyApprover.staff)
        .where(ReplyApprover.agency == agency, ReplyApprover.ended_at.is_null())
        .order_by(ReplyApprover.staff)
    )
    outcomes = tuple(filter(None, row["outcomes"].split(",")))
    return RuleView(row["demands"], outcomes, tuple(one["staff"] for one in given), row["rev"])


async def rule_for(case: Mapping[str, Any]) -> RuleView:
    """What holds for the reply of this cycle. A review is a second look already and asks for no third."""
    return NO_RULE if await reviewers.is_under_review(dict(case)) else await rule_of(case["agency"])


async def check(case: Row, outcome: str) -> None:
    """Refuse a reply that goes straight out where a second person has to read it first."""
    if (await rule_for(case)).holds_for(outcome):
        raise Invalid(FieldError("outcome", "needs_approval"))


def may_approve(rule: RuleView, case: Mapping[str, Any], staff: StaffView) -> bool:
    """Whether somebody who reaches the case may approve its replies, others' at least. Pure."""
    return may(staff, "case.approve") or (staff.id in rule.approvers and staff.agency == case["agency"])


async def drop_waiting(case_id: int) -> None:
    """The case has its reply, or gets another one: what waits for a second person is needed no more."""
    require_transaction()
    await ReplyApproval.update({ReplyApproval.state: DROPPED, ReplyApproval.decided_at: clock.now()}).where(
        ReplyApproval.case == case_id, ReplyApproval.state == WAITING
    )


async def governed(staff: StaffView) -> list[str]:
    """The agencies whose rule somebody sets: an administrator every one, a head those in reach."""
    if not may(staff, "reply.rule"):
        return []
    known = await agencies.all_agencies()
    scope = await agencies.scope(staff)
    return [code for code, row in known.items() if not row.retired and (may(staff, "admin") or scope.holds(code))]


async def set_rule(agency: str, new: RuleView, *, by: StaffView) -> None:
    """Set what an agency demands; `new.rev` is the rule that was seen. `Conflict` if it is another one by now."""
    async with transaction():
        if agency not in await governed(by):
            raise Forbidden("not_for_you")
        officers = {person.id for person in await views.colleagues(agency)}
        if found := faults(new, officers):
            raise Invalid(*found)
        outcomes = tuple(code for code in OUTCOMES if new.demands == "some" and code in new.outcomes)
        was = await _held(agency)
        if was.rev != new.rev:
            raise Conflict("rule_moved")
        approvers = tuple(sorted(set(new.approvers)))
        if (was.demands, was.outcomes, was.approvers) == (new.demands, outcomes, approvers):
            raise Conflict("nothing_to_set")
        changed = {"demands": new.demands, "outcomes": ",".join(outcomes), "updated_at": clock.now()}
        if not await swap(ReplyRule, agency, old={"rev": was.rev}, new={**changed, "rev": was.rev + 1}):
            raise Conflict("rule_moved")
        await _give(agency, was.approvers, approvers)
        data = {"demands": new.demands, "outcomes": list(outcomes), "approvers": list(approvers)}
        await audit.append(stream(agency), actor=by.actor(), act="reply_rule_set", data=data)


def faults(new: RuleView, officers: Collection[int]) -> list[FieldError]:
    """What is wrong with a rule. `officers`: those of the agency. Pure."""
    found = [] if new.demands in DEMANDS else [FieldError("demands", "unknown")]
    if new.demands == "some" and not new.outcomes:
        found.append(FieldError("outcomes", "choose_outcomes"))
    if any(code not in OUTCOMES for code in new.outcomes):
        found.append(FieldError("outcomes", "unknown"))
    if any(number not in officers for number in new.approvers):
        found.append(FieldError("approvers", "not_an_officer"))
    return found


async def _held(agency: str) -> RuleView:
    """The rule, held by this transaction; where there was none, one that demands nothing."""
    await fetch(
        'INSERT INTO "reply_rule" ("agency", "demands", "outcomes", "updated_at", "rev") VALUES ({}, {}, {}, {}, 0) '
        "ON CONFLICT DO NOTHING",
        *(agency, "never", "", clock.now()),
    )
    await lock(ReplyRule, agency)
    return await rule_of(agency)


async def _give(agency: str, was: tuple[int, ...], now: tuple[int, ...]) -> None:
    """Take the right from whoever is not among them any more, and give it to whoever is new."""
    at = clock.now()
    gone, new = set(was) - set(now), set(now) - set(was)
    # Who came from another agency may hold a right there that ends with the move.
    ended = sorted(gone | new)
    if ended:
        await ReplyApprover.update({ReplyApprover.ended_at: at}).where(
            ReplyApprover.staff.is_in(ended), ReplyApprover.ended_at.is_null()
        )
    for number in sorted(new):
        await ReplyApprover.insert(ReplyApprover(staff=number, agency=agency, given_at=at))
