"""A verdict is disputed by one person and decided by another. The first one stays in the clock's events.

A case that was reopened has a verdict for each cycle: a correction names the clock that it is about.
"""

from cases import two_persons, walls
from cases.correction_pages import in_reach
from cases.moves import Row, held
from cases.reach import reaches
from cases.tables import Case
from cases.two_persons import APPLIED, CORRECTION, PROPOSED, Change, needs_right, reason_faults
from sla import verdicts
from sla.policy import FINAL_REPLY
from sla.tables import Proposal
from sla.turned import TurnedVerdict
from sla.views import ClockView, clock_of, clocks_of
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core.actor import system
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, Invalid, NotFound

MOVED_BY_CALENDAR = "calendar"
_CALENDARS = system("calendars")


async def propose(case_id: int, *, by: StaffView, reason: str, was: bool, cycle: int | None = None) -> int:
    """Dispute the verdict of a case, present or earlier: late was in time, or the other way round.

    `was` is the verdict as it was seen; `Conflict` if it is another one meanwhile.
    """
    needs_right(by, CORRECTION)
    if found := reason_faults("reason", reason, empty="needs_correction_reason"):
        raise Invalid(*found)
    async with transaction():
        await _held(case_id, by, cycle)
        promise = await disputable(case_id, cycle)
        if promise.on_time is not was:
            raise Conflict("change_moved")
        if await _is_disputed(promise.id):
            raise Conflict("disputed_already")
        change = {"case_id": case_id, "on_time": not was, "due_at": promise.due_at.isoformat()}
        return await two_persons.propose(Change(CORRECTION, str(promise.id), change, reason, _base(promise)), by=by)


async def disputable(case_id: int, cycle: int | None = None) -> ClockView:
    """The promise of a case, the present one or that of an earlier cycle, whose reply has a verdict."""
    promises = await clocks_of([case_id], FINAL_REPLY)
    promise = next((one for one in reversed(promises) if cycle in (None, one.cycle)), None)
    if promise is None or promise.met_at is None:
        raise Conflict("no_verdict_yet")
    return promise


async def approve(proposal_id: int, *, by: StaffView, rev: int, remark: str = "") -> None:
    """A second person agrees: the verdict changes, and both stand in the history."""
    needs_right(by, CORRECTION, to_approve=True)
    async with transaction():
        row = await two_persons.waiting(proposal_id, rev=rev)
        if row["subject"] != CORRECTION:
            raise NotFound("no_such_change")
        two_persons.refuse_own(row, by)
        await _within_reach(row["change"]["case_id"], by)
        promise = await clock_of(int(row["code"]))
        if promise is None or _base(promise) != row["base"]:
            raise Conflict("verdict_moved")
        await verdicts.correct(promise.id, row["change"]["on_time"], actor=by.actor(), reason=f"proposal:{proposal_id}")
        await two_persons.decide(row, APPLIED, by=by, remark=remark)


async def put_forward(verdict: TurnedVerdict, *, calendar_change: Row) -> None:
    """A day off that was entered after the fact turns a verdict: proposed in the name of whoever entered it."""
    promise = await clock_of(verdict.clock_id)
    if promise is None or promise.on_time is not False or await _is_disputed(verdict.clock_id):
        return
    change = {
        "case_id": verdict.case_id,
        "on_time": True,
        "due_at": verdict.due_at.isoformat(),
        "because": MOVED_BY_CALENDAR,
        "proposal": calendar_change["id"],
    }
    new = Change(CORRECTION, str(verdict.clock_id), change, calendar_change["reason"], _base(promise))
    await two_persons.put_forward(new, by=_CALENDARS, of=calendar_change["proposed_by"])


def _base(promise: ClockView) -> str:
    """The verdict that is disputed. A reply that was rejected and sent again has another one."""
    return f"{promise.met_at.isoformat() if promise.met_at else ''} {promise.on_time}"


async def _held(case_id: int, by: StaffView, cycle: int | None) -> None:
    """Hold the case for somebody whose verdict it is, now or when the promise was counted."""
    case = await held(case_id)
    if not await in_reach(case_id, case["agency"], by, cycle):
        raise NotFound("no_such_case")


async def _within_reach(case_id: int, by: StaffView) -> None:
    case = await Case.select(Case.agency).where(Case.id == case_id).first()
    if case is None or not reaches(by, await agencies.scope(by), case["agency"]) or await walls.shut([case_id], by):
        raise NotFound("no_such_case")


async def _is_disputed(clock_id: int) -> bool:
    return bool(
        await Proposal.exists().where(
            Proposal.subject == CORRECTION, Proposal.code == str(clock_id), Proposal.state == PROPOSED
        )
    )
