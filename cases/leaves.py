"""Leave of staff: entered ahead, begun at midnight, and what it did to the cases."""

from dataclasses import dataclass
from datetime import date, timedelta

from cases import handover
from cases.leave_tables import LeaveCase
from cases.moves import OPEN
from tawasul.accounts import agencies, history, leave, staff_rules, views
from tawasul.accounts.permissions import may
from tawasul.accounts.staff_changes import stream
from tawasul.accounts.tables import Leave, Staff
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.actor import Actor, system
from tawasul.core.db import insert_rows, lock, require_transaction, swap, transaction
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid, NotFound

LONGEST = timedelta(days=366)
_TICKER = system("ticker")
_COLUMNS = {'"leave"': "integer", '"case"': "integer"}


@dataclass(frozen=True, slots=True)
class NewLeave:
    """From when to when, both days included, and who stands in."""

    first: date
    last: date
    stand_in: int | None = None


@dataclass(frozen=True, slots=True)
class MovedCase:
    """A case that an absence moved, and who has it now."""

    reference: str
    holder: int | None
    open: bool


def today() -> date:
    """The day in Bahrain."""
    return leave.day_of(clock.now())


async def enter(staff_id: int, new: NewLeave, *, by: StaffView) -> int:
    """Write an absence down, for oneself or for somebody whom one administers. One that is on already begins now."""
    async with transaction():
        person = await _held(staff_id, by)
        if faults := [*_day_faults(new, today()), *await _stand_in_faults(person, new)]:
            raise Invalid(*faults)
        if await _overlaps(staff_id, new):
            raise Conflict("leave_overlaps")
        row = Leave(
            staff=staff_id,
            first=new.first,
            last=new.last,
            stand_in=new.stand_in,
            entered_by=by.id,
            entered_at=clock.now(),
        )
        number = int((await Leave.insert(row).returning(Leave.id))[0]["id"])
        after = {"first": new.first.isoformat(), "last": new.last.isoformat(), "stand_in": new.stand_in}
        await history.tell(stream(staff_id), "leave_entered", ({}, after), by=by.actor())
        if new.first <= today():
            await _begin(number, by.actor())
    return number


async def end(number: int, *, by: StaffView) -> None:
    """Call an absence off, or end one that is on. The cases that it moved stay where they are."""
    async with transaction():
        row = await lock(Leave, number)
        if row is None:
            raise NotFound("no_such_leave")
        await _held(row["staff"], by)
        if row["ended_at"] is not None or row["last"] < today():
            raise Conflict("leave_is_over")
        await swap(Leave, number, old={"ended_at": None}, new={"ended_at": clock.now()})
        before = {"first": row["first"].isoformat(), "last": row["last"].isoformat()}
        await history.tell(stream(row["staff"]), "leave_ended", (before, {}), by=by.actor())


async def begin_due(day: date) -> int:
    """Begin every absence whose first day has come; returns how many. A second run finds them begun."""
    rows = (
        await Leave.select(Leave.id)
        .where(Leave.first <= day, Leave.last >= day, Leave.begun_at.is_null(), Leave.ended_at.is_null())
        .order_by(Leave.id)
    )
    begun = 0
    for row in rows:
        async with transaction():
            begun += await _begin(row["id"], _TICKER)
    return begun


async def _begin(number: int, by: Actor) -> bool:
    """Hand over what the person has, and keep which cases these were."""
    require_transaction()
    if not await swap(Leave, number, old={"begun_at": None, "ended_at": None}, new={"begun_at": clock.now()}):
        return False
    row = await Leave.select(Leave.staff, Leave.stand_in).where(Leave.id == number).first()
    if row is None:
        raise LookupError(f"leave {number} is gone")
    moved = await handover.hand_over(row["staff"], await handover.heir(row["stand_in"]), "leave", by=by)
    await insert_rows('"leave_case"', _COLUMNS, [(number, case_id) for case_id in moved])
    return True


async def moved_by(number: int) -> list[MovedCase]:
    """The cases that an absence moved, for whoever comes back."""
    rows = (
        await LeaveCase.select(LeaveCase.case.reference, LeaveCase.case.holder, LeaveCase.case.status)
        .where(LeaveCase.leave == number)
        .order_by(LeaveCase.case.received_at)
    )
    return [MovedCase(row["case.reference"], row["case.holder"], row["case.status"] in OPEN) for row in rows]


async def stand_ins(person: StaffView) -> list[StaffView]:
    """Who may stand in for somebody: those of the same agency who may take its cases."""
    if person.agency is None:
        return []
    found = [*await views.colleagues(person.agency), *await views.colleagues(person.agency, "supervisor")]
    return [one for one in found if one.id != person.id]


async def _held(staff_id: int, by: StaffView) -> StaffView:
    """The person, held by this transaction, if she is `by` herself or somebody whom `by` administers."""
    row = await lock(Staff, staff_id)
    own = staff_id == by.id
    if row is None or not (own or staff_rules.manages(by, await agencies.scope(by), row["role"], row["agency"])):
        raise NotFound("no_such_staff")
    person = views.view(row)
    if not may(person, "leave"):
        raise Forbidden("no_leave_for_role")
    return person


def _day_faults(new: NewLeave, now: date) -> list[FieldError]:
    if new.first < now:
        return [FieldError("first", "past_date")]
    if new.last < new.first:
        return [FieldError("last", "ends_before_it_begins")]
    return [FieldError("last", "leave_too_long")] if new.last - now > LONGEST else []


async def _stand_in_faults(person: StaffView, new: NewLeave) -> list[FieldError]:
    if new.stand_in is None or new.stand_in in {one.id for one in await stand_ins(person)}:
        return []
    return [FieldError("stand_in", "unknown")]


async def _overlaps(staff_id: int, new: NewLeave) -> bool:
    found: bool = await Leave.exists().where(
        Leave.staff == staff_id, Leave.ended_at.is_null(), Leave.first <= new.last, Leave.last >= new.first
    )
    return found
