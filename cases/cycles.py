"""A further cycle of an answered case: it has a promise of its own, from now, at the same agency."""

from datetime import datetime

from cases.moves import Row
from cases.urgency import subject_of
from sla import clocks
from sla.views import final_replies
from tawasul.core import clock
from tawasul.core.actor import CITIZEN


async def begin(case: Row) -> datetime:
    """Start the clocks of the cycle that a moved case is in. Returns the promised date.

    The agency's own stretch starts with it; both are shorter where the category promises less.
    """
    case_id, kind, now = case["id"], case["kind"], clock.now()
    await clocks.start(case_id, "final_reply", case_kind=kind, at=now, actor=CITIZEN)
    if case["agency"] is not None:
        await clocks.open_segment(case_id, subject_of(case), at=now, actor=CITIZEN)
        await clocks.shorten_at_first_sort(case_id, subject_of(case), actor=CITIZEN)
    return (await final_replies([case_id]))[case_id].due_at
