"""Keeping a case from somebody, and making it confidential: who decides, and what the history says of it."""

from cases import walls
from cases.moves import Change, Row, alter, held
from cases.passing_tables import Part
from cases.reach import held_for
from cases.tables import Case
from cases.wall_tables import Barred, NamedReader
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import require_transaction, transaction
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound

NATIONAL = "national_supervisor"


async def bar(case_id: int, staff_id: int, *, by: StaffView, rev: int) -> None:
    """The case is about this person: from now on it is not there for them. Whoever holds it, or a part, gives it up."""
    async with transaction():
        case = await _held(case_id, "case.wall", by=by, rev=rev)
        await _bar(case, staff_id, by=by)


async def declare(reference: str, *, by: StaffView, rev: int) -> None:
    """Somebody who works on a case is too near to it: from now on it is not there for them."""
    row = await Case.select(Case.id).where(Case.reference == reference).first()
    if row is None:
        raise NotFound("no_such_case")
    async with transaction():
        await _bar(await held_for(row["id"], "case.note", by=by, rev=rev), by.id, by=by)


async def _bar(case: Row, staff_id: int, *, by: StaffView) -> None:
    require_transaction()
    case_id: int = case["id"]
    if await walls.is_barred(case_id, staff_id):
        raise Conflict("barred_already")
    await Barred.insert(Barred(case=case_id, staff=staff_id, by=by.id, at=clock.now()))
    await NamedReader.delete().where(NamedReader.case == case_id, NamedReader.staff == staff_id)
    await _give_up_parts(case_id, staff_id)
    await _say(case, "barred", {"staff": staff_id}, by=by, also=_given_up(case, staff_id))


async def unbar(case_id: int, staff_id: int, *, by: StaffView, rev: int) -> None:
    """The case turned out not to be about this person."""
    async with transaction():
        case = await _held(case_id, "case.wall", by=by, rev=rev)
        gone = await Barred.delete().where(Barred.case == case_id, Barred.staff == staff_id).returning(Barred.id)
        if not gone:
            raise Conflict("not_barred")
        await _say(case, "unbarred", {"staff": staff_id}, by=by)


async def close_off(case_id: int, *, by: StaffView, rev: int) -> None:
    """Make a case confidential: its holder and whoever says so are its first readers."""
    async with transaction():
        case = await _held(case_id, "case.wall", by=by, rev=rev)
        if case["confidential"]:
            raise Conflict("confidential_already")
        for staff_id in {by.id, case["holder"]} - {None}:
            await _name(case_id, staff_id, by=by)
        await _say(case, "closed_off", {}, by=by, also={"confidential": True})


async def open_up(case_id: int, *, by: StaffView, rev: int) -> None:
    """A case is confidential no more. Who read it stays on record."""
    async with transaction():
        case = await _held(case_id, "case.wall", by=by, rev=rev)
        if not case["confidential"]:
            raise Conflict("not_confidential")
        await NamedReader.delete().where(NamedReader.case == case_id)
        await _say(case, "opened_up", {}, by=by, also={"confidential": False})


async def name_reader(case_id: int, staff_id: int, *, by: StaffView, rev: int) -> None:
    """One more person may read a confidential case."""
    async with transaction():
        case = await _held(case_id, "case.wall", by=by, rev=rev)
        if not case["confidential"]:
            raise Conflict("not_confidential")
        if await walls.is_barred(case_id, staff_id):
            raise Invalid(FieldError("reader", "is_barred"))
        if await walls.is_named(case_id, staff_id):
            raise Conflict("named_already")
        await _name(case_id, staff_id, by=by)
        await _say(case, "reader_named", {"staff": staff_id}, by=by)


async def strike_reader(case_id: int, staff_id: int, *, by: StaffView, rev: int) -> None:
    """A person may read a confidential case no more; whoever holds it, or a part of it, gives that up."""
    async with transaction():
        case = await _held(case_id, "case.wall", by=by, rev=rev)
        gone = (
            await NamedReader.delete()
            .where(NamedReader.case == case_id, NamedReader.staff == staff_id)
            .returning(NamedReader.id)
        )
        if not gone:
            raise Conflict("not_named")
        await _give_up_parts(case_id, staff_id)
        await _say(case, "reader_struck", {"staff": staff_id}, by=by, also=_given_up(case, staff_id))


async def _held(case_id: int, action: str, *, by: StaffView, rev: int) -> Row:
    """The case, for whoever may decide. The national unit decides on a confidential case without reading it."""
    if by.role != NATIONAL:
        return await held_for(case_id, action, by=by, rev=rev)
    case = await held(case_id)
    if await walls.is_barred(case_id, by.id):
        raise NotFound("no_such_case")
    if case["rev"] != rev:
        raise Conflict("moved")
    return case


async def _name(case_id: int, staff_id: int, *, by: StaffView) -> None:
    require_transaction()
    await NamedReader.insert(NamedReader(case=case_id, staff=staff_id, by=by.id, at=clock.now()))


def _given_up(case: Row, staff_id: int) -> Row:
    return {"holder": None} if case["holder"] == staff_id else {}


async def _give_up_parts(case_id: int, staff_id: int) -> None:
    require_transaction()
    await Part.update({Part.holder: None}).where(Part.case == case_id, Part.holder == staff_id, Part.state == "open")


async def _say(case: Row, act: str, data: Row, *, by: StaffView, also: Row | None = None) -> None:
    await alter(case, Change(by.actor(), act, data, also or {}))
