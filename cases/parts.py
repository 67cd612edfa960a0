"""Parts: a case that needs several agencies. One holds it and replies to the citizen; the others answer inside.

One level, no deeper: a part is no case, and has none of its own.
"""

from dataclasses import dataclass, replace

from cases import colleagues, walls, wording
from cases.moves import OPEN, Change, Row, held, move, stream
from cases.passing_tables import Part
from cases.reach import held_for
from cases.urgency import subject_of
from routing import ladder
from sla import part_clocks
from tawasul import audit
from tawasul.accounts import agencies
from tawasul.accounts.permissions import may
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import lock, swap, transaction
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from tawasul.core.text import clean

MOST = 5


@dataclass(frozen=True, slots=True)
class PartDraft:
    """Which agency is asked, and for what."""

    agency: str
    asked: str


async def add(case_id: int, draft: PartDraft, *, by: StaffView, rev: int) -> None:
    """Ask another agency for its part. The case stays with whoever holds it, and the citizen's date with it."""
    asked = clean(draft.asked)
    async with transaction():
        case = await held_for(case_id, "part.add", by=by, rev=rev)
        if case["agency"] is None:
            raise Conflict("not_sorted")
        if found := await _faults(case, draft.agency, asked):
            raise Invalid(*found)
        moved = await move(case, case["status"], Change(by.actor(), "part_added", {"agency": draft.agency}))
        subject = replace(subject_of(case), agency=draft.agency)
        number = await part_clocks.open_part(case_id, subject, actor=by.actor())
        row = Part(case=case_id, agency=draft.agency, asked=asked, by=by.id, at=clock.now(), clock=number)
        made = await Part.insert(row).returning(Part.id)
        people = await ladder.persons(draft.agency, "t1", None)
        await colleagues.tell(moved, people, "part_added", key=f"part_added:{made[0]['id']}")


async def _faults(case: Row, agency: str, asked: str) -> list[FieldError]:
    found = wording.faults_of("asked", asked, empty="empty_field")
    known = (await agencies.all_agencies()).get(agency)
    if known is None or known.retired:
        return [FieldError("part_agency", "unknown"), *found]
    if agency == case["agency"]:
        return [FieldError("part_agency", "same_agency"), *found]
    parts = await Part.select(Part.agency, Part.state).where(Part.case == case["id"])
    if any(part["agency"] == agency and part["state"] == "open" for part in parts):
        return [FieldError("part_agency", "part_there"), *found]
    return [FieldError("part_agency", "too_many_parts"), *found] if len(parts) >= MOST else found


async def take(number: int, *, by: StaffView) -> None:
    """Be the one who answers a part, also one that a colleague took on; reminders of it reach her from now on."""
    async with transaction():
        _, row = await _held(number, by)
        if not may(by, "case.take"):
            raise Forbidden("not_for_you")
        if row["holder"] == by.id:
            return
        if not await swap(Part, number, old={"state": "open", "holder": row["holder"]}, new={"holder": by.id}):
            raise Conflict("part_ended")
        await _told(row, "part_taken", by=by)


async def answer(number: int, words: str, *, by: StaffView) -> None:
    """Answer a part, for the agency that holds the case. The citizen does not read it."""
    said = clean(words)
    async with transaction():
        case, row = await _held(number, by)
        if found := wording.faults_of("answer", said, empty="empty_field"):
            raise Invalid(*found)
        await _end(row, "answered", said, by=by)
        people = await colleagues.officer_of(case)
        await colleagues.tell(case, people, "part_answered", key=f"part_answered:{number}")


async def withdraw(case_id: int, number: int, reason: str, *, by: StaffView) -> None:
    """Do without a part, and say why."""
    why = clean(reason)
    async with transaction():
        await held_for(case_id, "part.add", by=by)
        row = await lock(Part, number)
        if row is None or row["case"] != case_id:
            raise Invalid(FieldError("part", "unknown"))
        if found := wording.faults_of("part_reason", why, empty="empty_field"):
            raise Invalid(*found)
        await _end(row, "withdrawn", why, by=by)


async def any_open(case_id: int) -> bool:
    """Whether another agency still works on a part of the case."""
    found: bool = await Part.exists().where(Part.case == case_id, Part.state == "open")
    return found


async def _held(number: int, by: StaffView) -> tuple[Row, Row]:
    """The case of a part and the part, held, for somebody of its agency who may answer it."""
    seen = await Part.select(Part.case).where(Part.id == number).first()
    if seen is None:
        raise NotFound("no_such_part")
    case, row = await held(seen["case"]), await lock(Part, number)
    if row is None or not (await agencies.scope(by)).holds(row["agency"]) or await walls.shut([case["id"]], by):
        raise NotFound("no_such_part")
    if not may(by, "part.answer"):
        raise Forbidden("not_for_you")
    if case["status"] not in OPEN:
        raise Conflict("not_open")
    return case, row


async def _end(row: Row, state: str, words: str, *, by: StaffView) -> None:
    new = {"state": state, "words": words, "ended_by": by.id, "ended_at": clock.now()}
    if not await swap(Part, row["id"], old={"state": "open"}, new=new):
        raise Conflict("part_ended")
    await part_clocks.close_part(row["clock"], actor=by.actor(), met=state == "answered")
    await _told(row, f"part_{state}", by=by)


async def _told(row: Row, act: str, *, by: StaffView) -> None:
    data = {"agency": row["agency"], "part": row["id"]}
    await audit.append(stream(row["case"]), actor=by.actor(), act=act, data=data)
