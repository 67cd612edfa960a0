"""The answer to a case is also the answer to those that were answered or closed as its duplicates."""

from dataclasses import dataclass
from datetime import datetime

from piccolo.columns.combination import Or

from cases import contacts
from cases.moves import Row
from cases.tables import Case, Reply
from tawasul.core.db import require_transaction


@dataclass(frozen=True, slots=True)
class OriginalAnswer:
    """What was answered to the case that another one repeats."""

    outcome: str
    text: str
    sent_at: datetime


async def tell(original: Row, text: str) -> None:
    """Write the answer of a case to the citizens of its duplicates, each under its own number.

    What a confidential case was answered is for its own citizen alone.
    """
    require_transaction()
    if original["confidential"]:
        return
    replies = await Reply.select(Reply.case, Reply.cycle).where(
        Reply.duplicate_of == original["id"], Reply.rejected_at.is_null()
    )
    cycles = {row["case"]: row["cycle"] for row in replies}
    closed = Case.duplicate_of == original["id"]
    rows = await Case.select().where(Or(Case.id.is_in(list(cycles)), closed) if cycles else closed).order_by(Case.id)
    for case in rows:
        # One that was answered and reopened gets a reply of its own.
        if case["duplicate_of"] == original["id"] or case["cycle"] == cycles[case["id"]]:
            key = f"original_answered:{original['id']}:{original['rev']}"
            await contacts.tell(case, "answered", key=key, words={"reply": text})


async def answer_to(case_id: int, cycle: int) -> OriginalAnswer | None:
    """The answer to the case that this one repeats, if this one was answered or closed as a duplicate and that one has
    a reply that stands."""
    number = await _repeated_by(case_id, cycle)
    original = await Case.select().where(Case.id == number).first() if number else None
    if original is None or original["confidential"]:
        return None
    row = (
        await Reply.select(Reply.outcome, Reply.text, Reply.sent_at)
        .where(Reply.case == original["id"], Reply.cycle == original["cycle"], Reply.rejected_at.is_null())
        .first()
    )
    return OriginalAnswer(**row) if row else None


async def _repeated_by(case_id: int, cycle: int) -> int | None:
    """The case that this one repeats: as its standing reply says, or as it was closed."""
    mine = (
        await Reply.select(Reply.duplicate_of)
        .where(
            Reply.case == case_id,
            Reply.cycle == cycle,
            Reply.duplicate_of.is_not_null(),
            Reply.rejected_at.is_null(),
        )
        .first()
    )
    row = mine or await Case.select(Case.duplicate_of).where(Case.id == case_id).first()
    return row["duplicate_of"] if row else None
