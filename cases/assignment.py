"""An officer takes a case on, or is given one."""

from cases import colleagues, handover, reviewers
from cases.moves import Change, Row, move
from cases.reach import held_for
from tawasul.accounts.views import StaffView
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, FieldError, Invalid

_KEPT = ("waiting_for_citizen", "in_review")


async def take(case_id: int, *, by: StaffView, rev: int) -> None:
    """Hold a case from now on, also one that a colleague holds. Whoever holds it already changes nothing.

    A case that waits for the citizen goes on waiting; one under review is only for those who may answer it.
    """
    async with transaction():
        case = await held_for(case_id, "case.take", by=by, rev=rev)
        if case["agency"] is None:
            raise Conflict("not_sorted")
        await reviewers.check_work(case, by)
        if case["holder"] == by.id and case["status"] in ("in_progress", "in_review"):
            return
        await _hold(case, by.id, "taken", by)


async def give(case_id: int, officer: int, *, by: StaffView, rev: int) -> None:
    """Let an officer of the agency hold a case from now on, or whoever stands in for her today; she gets a letter.

    A review is not given: whoever may answer it takes it on.
    """
    async with transaction():
        case = await held_for(case_id, "case.give", by=by, rev=rev)
        if case["agency"] is None:
            raise Conflict("not_sorted")
        if await reviewers.is_under_review(case):
            raise Conflict("in_review")
        to = await handover.heir(officer)
        if to is None:
            raise Invalid(FieldError("to", "unknown"))
        if to.person.id == case["holder"]:
            raise Conflict("theirs_already")
        if not await handover.fits(case, to):
            raise Conflict("not_for_them")
        moved = await _hold(case, to.person.id, "given", by)
        if to.person.id != by.id:
            await colleagues.tell(moved, [to.person], "given", key=f"given:{case_id}:{moved['rev']}")


async def _hold(case: Row, officer: int, act: str, by: StaffView) -> Row:
    status = case["status"] if case["status"] in _KEPT else "in_progress"
    told = {"from": case["holder"]} if act == "taken" else {"from": case["holder"], "to": officer}
    return await move(case, status, Change(by.actor(), act, told, {"holder": officer}))
