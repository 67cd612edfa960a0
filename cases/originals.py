"""The case that a duplicate points to: that there is one, that it may be named, and that it goes on."""

from cases import walls
from cases.moves import Row
from cases.reach import reaches
from cases.reference import parse
from cases.tables import Case, Reply
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core.db import lock, require_transaction
from tawasul.core.errors import FieldError, Invalid


def faults(typed: str) -> list[FieldError]:
    """What is wrong with the number of the other case, as it was typed. Pure."""
    if not typed.strip():
        return [FieldError("duplicate_of", "needs_reference")]
    return [] if parse(typed) else [FieldError("duplicate_of", "bad_reference")]


async def named(typed: str, by: StaffView) -> int | None:
    """The case of a number, if there is one. One that somebody may not open is none to them."""
    number = parse(typed)
    row = await Case.select(Case.id, Case.agency).where(Case.reference == number).first() if number else None
    if row is None or not reaches(by, await agencies.scope(by), row["agency"]) or await walls.shut([row["id"]], by):
        return None
    found: int = row["id"]
    return found


async def hold_elder_first(typed: str, case_id: int, by: StaffView) -> int | None:
    """The case of a number, if there is one, held before `case_id` where it is the elder.

    So of two acts that name each other's case, one waits for the other.
    """
    require_transaction()
    other = await named(typed, by)
    if other is not None and other < case_id:
        await lock(Case, other)
    return other


async def check(case: Row, other: int | None) -> int:
    """The other case, held. It is another one, and not itself a duplicate of this, nor of one that is."""
    if other is None:
        raise Invalid(FieldError("duplicate_of", "no_such_case"))
    if other == case["id"]:
        raise Invalid(FieldError("duplicate_of", "same_case"))
    await lock(Case, other)
    if await _leads_to(case["id"], other):
        raise Invalid(FieldError("duplicate_of", "points_here"))
    return other


async def _leads_to(case_id: int, other: int) -> bool:
    """Whether the other case is a duplicate of this, be it by way of further ones."""
    seen: set[int] = set()
    ahead = {other}
    while ahead and case_id not in ahead:
        seen |= ahead
        closed = Case.select(Case.duplicate_of).where(Case.id.is_in(list(ahead)), Case.duplicate_of.is_not_null())
        replied = Reply.select(Reply.duplicate_of).where(
            Reply.case.is_in(list(ahead)), Reply.duplicate_of.is_not_null(), Reply.rejected_at.is_null()
        )
        ahead = {row["duplicate_of"] for row in (*await closed, *await replied)} - seen
    return case_id in ahead
