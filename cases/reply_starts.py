"""The reply to a case like this one becomes the start of a draft. What was typed is never lost to it."""

from collections.abc import Mapping

from cases import alike, reply_drafts
from tawasul.accounts.views import StaffView
from tawasul.core.errors import Conflict, NotFound


async def start_from(
    case_id: int, reference: str, typed: Mapping[str, str], *, by: StaffView, instead: bool = False
) -> None:
    """Begin the draft with the reply to `reference`, one of the answered cases shown beside this one.

    Where a reply is begun already it is kept, and `Conflict` asks; `instead` is the answer that it may go. What a
    colleague wrote since does not go by it: `draft_seen` among what was typed is the mark of the draft that was there.
    """
    seen = typed.get("draft_seen")
    found = {one.reference: one.reply for one in await alike.answered(case_id, by)}
    if reference not in found:
        raise NotFound("no_such_case")
    kept = await reply_drafts.load(case_id)
    begun = typed.get("reply", "").strip() or (kept.fields.get("reply", "").strip() if kept else "")
    if begun and not instead:
        if typed.get("reply", "").strip():
            await reply_drafts.save(case_id, typed, by=by, seen=seen)
        raise Conflict("reply_begun")
    await reply_drafts.save(case_id, {**typed, "reply": found[reference]}, by=by, seen=seen)
