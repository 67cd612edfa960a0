"""How urgent a case is, set by a person. No later sorting changes it back.

A date moves only where a policy promises less to what is urgent; and never back, when it is urgent no more.
"""

from cases import wording
from cases.moves import OPEN, Change, alter
from cases.reach import held_for
from cases.urgency import BY_HAND, is_lower, level_of, subject_of
from sla import clocks
from tawasul.accounts.views import StaffView
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, FieldError, Invalid
from tawasul.core.text import clean

LONGEST_REASON = 500


async def set_to(case_id: int, level: str, *, by: StaffView, rev: int, reason: str = "") -> None:
    """Set the priority: urgent, high or normal. To lower it needs a reason, which the history keeps."""
    why = clean(reason)
    async with transaction():
        case = await held_for(case_id, "case.mark", by=by, rev=rev)
        if case["status"] not in OPEN:
            raise Conflict("not_open")
        was = level_of(case)
        if found := _faults(level, was, why):
            raise Invalid(*found)
        if case["priority"] == level:
            return
        said = {"was": was, "priority": level, "has_reason": bool(why)}
        private = {"reason": why} if why else None
        changed = await alter(case, Change(by.actor(), "priority_set", said, {"priority": level}, private))
        if changed["agency"] is not None:
            await clocks.press(case_id, subject_of(case), subject_of(changed), actor=by.actor())


def _faults(level: str, was: str, why: str) -> list[FieldError]:
    """What is wrong with the level and the reason."""
    if level not in BY_HAND:
        return [FieldError("priority", "unknown")]
    if is_lower(level, was) and not why:
        return [FieldError("priority_reason", "needs_why_lower")]
    return wording.faults_of("priority_reason", why, empty=None, longest=LONGEST_REASON)
