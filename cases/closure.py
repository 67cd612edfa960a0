"""Closing a case that gets no reply: spam, a duplicate, or nothing that the government answers."""

from dataclasses import dataclass, replace

from cases import notes, originals, waits, wording
from cases.moves import Change, Row, move
from cases.reach import held_for
from cases.tables import Case
from sla import clocks
from tawasul.accounts.views import StaffView
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, FieldError, Invalid
from tawasul.core.text import clean

REASONS = ("void_spam", "duplicate", "outside_government")


@dataclass(frozen=True, slots=True)
class Closing:
    """Why a case gets no reply. `duplicate_of` is the number of the case that goes on in the place of a duplicate."""

    reason: str
    note: str = ""
    duplicate_of: str = ""


async def close_as(case_id: int, reason: str, note: str, *, by: StaffView, rev: int) -> None:
    """Close a case without a reply. `note` says to colleagues why; the citizen never sees it.

    Before the deadline the case leaves the count; after it, the promise stays missed. A duplicate names the case that
    goes on: see `close`.
    """
    await close(case_id, Closing(reason, note), by=by, rev=rev)


async def close(case_id: int, closing: Closing, *, by: StaffView, rev: int) -> None:
    """`close_as` for any reason, also as the duplicate of a case."""
    given = replace(closing, note=clean(closing.note))
    is_duplicate = given.reason == "duplicate"
    async with transaction():
        other = await originals.hold_elder_first(given.duplicate_of, case_id, by) if is_duplicate else None
        case = await held_for(case_id, "triage", by=by, rev=rev)
        if case["status"] == "answered":
            raise Conflict("answered_already")
        if found := faults(given):
            raise Invalid(*found)
        original = await _surviving(case, other) if is_duplicate else None
        told = {"reason": given.reason} if original is None else {"reason": given.reason, "other": original}
        also = {"closed_as": given.reason, "duplicate_of": original}
        await move(case, "closed", Change(by.actor(), "closed", told, also))
        await clocks.void(case_id, reason=given.reason, actor=by.actor())
        await waits.end_all(case_id)
        if given.note:
            await notes.keep(case_id, given.note, by=by)


def faults(closing: Closing) -> list[FieldError]:
    """What is wrong with the reason, the cleaned note and, of a duplicate, the number of the other case. Pure."""
    found = [] if closing.reason in REASONS else [FieldError("reason", "unknown")]
    if closing.reason == "duplicate":
        found += originals.faults(closing.duplicate_of)
    return found + wording.faults_of("note", closing.note, empty=None)


async def _surviving(case: Row, other: int | None) -> int:
    """The case that goes on: not one that was closed without a reply itself, or taken back."""
    original = await originals.check(case, other)
    row = await Case.select(Case.status, Case.closed_as).where(Case.id == original).first()
    if row is None or row["closed_as"] or row["status"] == "withdrawn":
        raise Invalid(FieldError("duplicate_of", "not_surviving"))
    return original
