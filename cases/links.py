"""Cases that belong together, linked by hand. A link is both cases' own, and changes neither's status nor clock."""

from piccolo.columns.combination import And

from cases.moves import Change, Row, alter, stream
from cases.reach import held_for
from cases.tables import Case
from cases.tag_tables import Link
from tawasul import audit
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import lock, require_transaction, transaction
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound

MOST = 20


async def link(case_id: int, other_case_id: int, *, by: StaffView, rev: int) -> None:
    """Say that two cases belong together. Somebody who may not open the other one learns nothing of it."""
    async with transaction():
        case = await _held_with(case_id, other_case_id, by=by, rev=rev)
        if await Link.exists().where(_between(case_id, other_case_id)):
            raise Conflict("linked_already")
        if max(await _count(case_id), await _count(other_case_id)) >= MOST:
            raise Invalid(FieldError("linked", "too_many_links", {"most": MOST}))
        elder, younger = sorted((case_id, other_case_id))
        await Link.insert(Link(elder=elder, younger=younger, by=by.id, at=clock.now()))
        await _say(case, other_case_id, "linked", by=by)


async def unlink(case_id: int, other_case_id: int, *, by: StaffView, rev: int) -> None:
    """Say that two cases do not belong together after all."""
    async with transaction():
        case = await _held_with(case_id, other_case_id, by=by, rev=rev)
        gone = await Link.delete().where(_between(case_id, other_case_id)).returning(Link.id)
        if not gone:
            raise Conflict("not_linked")
        await _say(case, other_case_id, "unlinked", by=by)


async def numbered(reference: str | None) -> int:
    """The case of a reference, for a form that names one. Whether it may be opened, the act says, in the same words."""
    row = await Case.select(Case.id).where(Case.reference == reference).first() if reference else None
    if row is None:
        raise Invalid(FieldError("linked", "no_such_case"))
    number: int = row["id"]
    return number


async def _held_with(case_id: int, other: int, *, by: StaffView, rev: int) -> Row:
    """Both cases held, the elder first, so that of two people who link them crosswise one waits for the other."""
    if other == case_id:
        raise Invalid(FieldError("linked", "links_itself"))
    for number in sorted((case_id, other)):
        await lock(Case, number)
    case = await held_for(case_id, "case.mark", by=by, rev=rev)
    try:
        await held_for(other, "case.mark", by=by)
    except NotFound:
        raise Invalid(FieldError("linked", "no_such_case")) from None
    return case


async def _count(case_id: int) -> int:
    found: int = await Link.count().where((Link.elder == case_id) | (Link.younger == case_id))
    return found


def _between(one: int, other: int) -> And:
    elder, younger = sorted((one, other))
    return And(Link.elder == elder, Link.younger == younger)


async def _say(case: Row, other: int, act: str, *, by: StaffView) -> None:
    """In the history of both. Only the case that was open before somebody has a new revision."""
    require_transaction()
    await alter(case, Change(by.actor(), act, {"other": other}))
    await audit.append(stream(other), actor=by.actor(), act=act, data={"other": case["id"]})
