"""A supervisor finds that a reply is no answer: the verdict is revoked, the clock goes on as if it never stopped."""

from cases import colleagues, contacts, moved_dates, wording
from cases.moves import Change, move
from cases.reach import held_for
from cases.tables import Reply
from sla import verdicts
from sla.views import final_replies
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, Invalid
from tawasul.core.text import clean

LONGEST_REASON = 2_000
_NOT_AN_ANSWER = "not_an_answer"


async def reject(case_id: int, reason: str, *, by: StaffView, rev: int) -> None:
    """Reject the reply of this cycle. It stays on record, marked, with the reason that its officer reads."""
    why = clean(reason)
    async with transaction():
        case = await held_for(case_id, "case.reject", by=by, rev=rev)
        if case["status"] != "answered":
            raise Conflict("not_answered")
        if found := wording.faults_of("reject_reason", why, empty="needs_reject_reason", longest=LONGEST_REASON):
            raise Invalid(*found)
        moved = await move(case, "in_progress", Change(by.actor(), "reply_rejected", revokes=True))
        was = (await final_replies([case_id]))[case_id]
        promise = await verdicts.revoke(case_id, actor=by.actor(), reason=_NOT_AN_ANSWER)
        await Reply.update(
            {Reply.rejected_at: clock.now(), Reply.rejected_by: by.id, Reply.rejected_reason: why}
        ).where(Reply.case == case_id, Reply.cycle == case["cycle"], Reply.rejected_at.is_null())
        await contacts.tell(moved, "better_reply", key=f"better_reply:{moved['rev']}")
        if moved_dates.is_another_day(was.due_at, promise.due_at):
            await moved_dates.say(moved, promise.due_at, {}, key=f"due_moved:rejected:{moved['rev']}")
        people = await colleagues.officer_of(moved)
        await colleagues.tell(moved, people, "reply_rejected", key=f"reply_rejected:{case_id}:{moved['rev']}")
