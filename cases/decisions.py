"""Refusing a change, and taking one's own back: the same for calendars, policies and verdicts."""

from cases import walls
from cases.two_persons import CORRECTION, REFUSED, WITHDRAWN, decide, needs_right, refuse_own, waiting
from tawasul.accounts.views import StaffView
from tawasul.core.db import transaction
from tawasul.core.errors import Forbidden, NotFound


async def refuse(proposal_id: int, *, by: StaffView, rev: int, remark: str) -> None:
    """A second person says no, and why."""
    async with transaction():
        row = await waiting(proposal_id, rev=rev)
        needs_right(by, row["subject"], to_approve=True)
        refuse_own(row, by)
        if row["subject"] == CORRECTION and await walls.shut([row["change"]["case_id"]], by):
            raise NotFound("no_such_case")
        await decide(row, REFUSED, by=by, remark=remark)


async def withdraw(proposal_id: int, *, by: StaffView, rev: int) -> None:
    """Whoever proposed it takes it back."""
    async with transaction():
        row = await waiting(proposal_id, rev=rev)
        if row["proposed_by"] != str(by.actor()):
            raise Forbidden("not_for_you")
        await decide(row, WITHDRAWN, by=by)
