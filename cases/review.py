"""A review: after the reopened case got its reply, the citizen may ask once for a look by somebody more senior.

It is a cycle of its own with its own promise; the verdicts of the others stay.
"""

from cases import colleagues, contacts, cycles, reviewers, search_index, wording
from cases.citizen_tables import Review
from cases.marks import is_another
from cases.moves import Change, Row, held, move
from cases.reopening import window_ends
from cases.tables import Reply
from tawasul.core import clock
from tawasul.core.actor import CITIZEN
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, Invalid
from tawasul.core.text import clean


async def ask_review(case_id: int, reason: str, *, seen: str | None = None) -> None:
    """Put the case before those who have not handled it. Nobody has it until one of them takes it on.

    `seen` is the mark of the reply that was read.
    """
    why = clean(reason)
    async with transaction():
        case = await held(case_id)
        await _check(case, seen)
        if found := wording.faults_of("wanting", why, empty="needs_missing"):
            raise Invalid(*found)
        cycle = case["cycle"] + 1
        also = {"cycle": cycle, "holder": None}
        moved = await move(case, "in_review", Change(CITIZEN, reviewers.ASKED, {"agency": case["agency"]}, also))
        await Review.insert(Review(case=case_id, cycle=cycle, reason=why, at=clock.now()))
        await search_index.renew(case_id)
        due_at = await cycles.begin(moved)
        await contacts.tell(moved, "in_review", key=f"in_review:{cycle}", due_at=due_at.isoformat())
        people = await reviewers.to_tell(moved)
        await colleagues.tell(moved, people, "review_asked", key=f"review_asked:{case_id}")


async def _check(case: Row, seen: str | None) -> None:
    if await Review.exists().where(Review.case == case["id"]):
        raise Conflict("reviewed_already")
    if case["status"] == "closed":
        raise Conflict("too_late_to_review")
    if case["status"] != "answered":
        raise Conflict("not_answered")
    if case["cycle"] == 1:
        raise Conflict("reopen_first")
    row = (
        await Reply.select(Reply.sent_at)
        .where(Reply.case == case["id"], Reply.cycle == case["cycle"], Reply.rejected_at.is_null())
        .first()
    )
    if row is None or clock.now() >= window_ends(row["sent_at"]):
        raise Conflict("too_late_to_review")
    if is_another(row["sent_at"], seen):
        raise Conflict("reply_moved")
