"""Reopening: once, within a fortnight of the reply, the citizen may say what is missing. A new cycle begins.

The first cycle's verdict stays as it was frozen.
"""

from datetime import datetime, timedelta

from cases import colleagues, contacts, wording
from cases.moments import midnight
from cases.moves import Change, Row, held, move
from cases.tables import Reopening, Reply
from sla import clocks
from sla.views import final_replies
from tawasul.core import clock
from tawasul.core.actor import CITIZEN
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, Invalid
from tawasul.core.i18n import ZONE
from tawasul.core.text import clean

WINDOW = timedelta(days=14)


async def reopen(case_id: int, reason: str) -> None:
    """Begin the second cycle with its own promise, at the same agency, from now."""
    why = clean(reason)
    async with transaction():
        case = await held(case_id)
        await _check(case)
        if found := wording.faults_of("missing", why, empty="needs_missing"):
            raise Invalid(*found)
        cycle = case["cycle"] + 1
        moved = await move(case, "reopened", Change(CITIZEN, "reopened", {"agency": case["agency"]}, {"cycle": cycle}))
        await Reopening.insert(Reopening(case=case_id, cycle=cycle, reason=why, at=clock.now()))
        due_at = await _promise(moved)
        await contacts.tell(moved, "reopened", key=f"reopened:{cycle}", due_at=due_at.isoformat())
        people = await colleagues.officer_of(moved)
        await colleagues.tell(moved, people, "case_reopened", key=f"case_reopened:{case_id}:{cycle}")


async def _check(case: Row) -> None:
    if case["status"] == "reopened" or (case["cycle"] > 1 and case["status"] == "answered"):
        raise Conflict("reopened_already")
    row = (
        await Reply.select(Reply.sent_at)
        .where(Reply.case == case["id"], Reply.cycle == case["cycle"], Reply.rejected_at.is_null())
        .first()
    )
    if case["status"] != "answered" or row is None:
        raise Conflict("too_late_to_reopen" if case["status"] == "closed" else "not_answered")
    if clock.now() >= window_ends(row["sent_at"]):
        raise Conflict("too_late_to_reopen")


def window_ends(sent_at: datetime) -> datetime:
    """Until when a reply can be objected to: the end of the fourteenth day after it. Pure."""
    return midnight(sent_at.astimezone(ZONE).date() + WINDOW + timedelta(days=1))


async def _promise(case: Row) -> datetime:
    """The promise of the new cycle, with the agency's own stretch; shorter where its category promises less."""
    case_id, kind, now = case["id"], case["kind"], clock.now()
    agency, category = case["agency"], case["category"]
    await clocks.start(case_id, "final_reply", case_kind=kind, at=now, actor=CITIZEN)
    if agency is not None:
        said = {"agency": agency, "case_kind": kind, "category": category}
        await clocks.open_segment(case_id, **said, at=now, actor=CITIZEN)
        await clocks.shorten_at_first_sort(case_id, **said, actor=CITIZEN)
    return (await final_replies([case_id]))[case_id].due_at
