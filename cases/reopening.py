"""Reopening: once, within a fortnight of the reply, the citizen may say what is missing. A new cycle begins.

The first cycle's verdict stays as it was frozen.
"""

from datetime import datetime, timedelta

from cases import colleagues, contacts, cycles, search_index, wording
from cases.marks import is_another
from cases.moments import midnight
from cases.moves import Change, Row, held, move
from cases.tables import Reopening, Reply
from tawasul.core import clock
from tawasul.core.actor import CITIZEN
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, Invalid
from tawasul.core.i18n import ZONE
from tawasul.core.text import clean

WINDOW = timedelta(days=14)


async def reopen(case_id: int, reason: str, *, seen: str | None = None) -> None:
    """Begin the second cycle with its own promise, at the same agency, from now.

    `seen` is the mark of the reply that was read.
    """
    why = clean(reason)
    async with transaction():
        case = await held(case_id)
        await _check(case, seen)
        if found := wording.faults_of("missing", why, empty="needs_missing"):
            raise Invalid(*found)
        cycle = case["cycle"] + 1
        moved = await move(case, "reopened", Change(CITIZEN, "reopened", {"agency": case["agency"]}, {"cycle": cycle}))
        await Reopening.insert(Reopening(case=case_id, cycle=cycle, reason=why, at=clock.now()))
        await search_index.renew(case_id)
        due_at = await cycles.begin(moved)
        await contacts.tell(moved, "reopened", key=f"reopened:{cycle}", due_at=due_at.isoformat())
        people = await colleagues.officer_of(moved)
        await colleagues.tell(moved, people, "case_reopened", key=f"case_reopened:{case_id}:{cycle}")


async def _check(case: Row, seen: str | None) -> None:
    if case["status"] == "reopened" or (case["cycle"] > 1 and case["status"] == "answered"):
        raise Conflict("reopened_already")
    row = (
        await Reply.select(Reply.sent_at)
        .where(Reply.case == case["id"], Reply.cycle == case["cycle"], Reply.rejected_at.is_null())
        .first()
    )
    if case["status"] != "answered" or row is None:
        raise Conflict("too_late_to_reopen" if case["status"] == "closed" else "not_answered")
    if is_another(row["sent_at"], seen):
        raise Conflict("reply_moved")
    if clock.now() >= window_ends(row["sent_at"]):
        raise Conflict("too_late_to_reopen")


def window_ends(sent_at: datetime) -> datetime:
    """Until when a reply can be objected to: the end of the fourteenth day after it. Pure."""
    return midnight(sent_at.astimezone(ZONE).date() + WINDOW + timedelta(days=1))
