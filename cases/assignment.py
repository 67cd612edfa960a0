"""An officer takes a case on."""

from cases.moves import Change, move
from cases.reach import held_for
from tawasul.accounts.views import StaffView
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict


async def take(case_id: int, *, by: StaffView, rev: int) -> None:
    """Hold a case from now on, also one that a colleague holds. Whoever holds it already changes nothing.

    A case that waits for the citizen goes on waiting.
    """
    async with transaction():
        case = await held_for(case_id, "case.take", by=by, rev=rev)
        if case["agency"] is None:
            raise Conflict("not_sorted")
        if case["holder"] == by.id and case["status"] == "in_progress":
            return
        status = case["status"] if case["status"] == "waiting_for_citizen" else "in_progress"
        await move(case, status, Change(by.actor(), "taken", {"from": case["holder"]}, {"holder": by.id}))
