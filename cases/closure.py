"""Closing a case that gets no reply: spam, a duplicate, or nothing that the government answers."""

from cases import notes, waits, wording
from cases.moves import Change, move
from cases.reach import held_for
from sla import clocks
from tawasul.accounts.views import StaffView
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, FieldError, Invalid
from tawasul.core.text import clean

REASONS = ("void_spam", "duplicate", "outside_government")


async def close_as(case_id: int, reason: str, note: str, *, by: StaffView, rev: int) -> None:
    """Close a case without a reply. `note` says to colleagues why; the citizen never sees it.

    Before the deadline the case leaves the count; after it, the promise stays missed.
    """
    kept = clean(note)
    async with transaction():
        case = await held_for(case_id, "triage", by=by, rev=rev)
        if case["status"] == "answered":
            raise Conflict("answered_already")
        if found := faults(reason, kept):
            raise Invalid(*found)
        await move(case, "closed", Change(by.actor(), "closed", {"reason": reason}, {"closed_as": reason}))
        await clocks.void(case_id, reason=reason, actor=by.actor())
        await waits.end_all(case_id)
        if kept:
            await notes.keep(case_id, kept, by=by)


def faults(reason: str, note: str) -> list[FieldError]:
    """What is wrong with the reason and the note. Pure."""
    found = [] if reason in REASONS else [FieldError("reason", "unknown")]
    return found + wording.faults_of("note", note, empty=None)
