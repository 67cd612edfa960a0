"""Refusing a change, and taking one's own back: the same for calendars, policies and verdicts."""

from cases.two_persons import REFUSED, WITHDRAWN, decide, needs_right, refuse_own, waiting
from tawasul.accounts.views import StaffView
from tawasul.core.db import transaction
from tawasul.core.errors import Forbidden


async def refuse(proposal_id: int, *, by: StaffView, rev: int, remark: str) -> None:
    """A second person says no, and why."""
    async with transaction():
        row = await waiting(proposal_id, rev=rev)
        needs_right(by, row["subject"], to_approve=True)
        refuse_own(row, by)
        await decide(row, REFUSED, by=by, remark=remark)


async def withdraw(proposal_id: int, *, by: StaffView, rev: int) -> None:
    """Whoever proposed it takes it back."""
    async with transaction():
        row = await waiting(proposal_id, rev=rev)
        if row["proposed_by"] != str(by.actor()):
            raise Forbidden("not_for_you")
        await decide(row, WITHDRAWN, by=by)
