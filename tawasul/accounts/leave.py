"""Absences: who is away on a day, and who stands in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tawasul.accounts.tables import Leave
from tawasul.core.i18n import ZONE


@dataclass(frozen=True, slots=True)
class LeaveView:
    """One absence, both days included."""

    id: int
    staff: int
    first: date
    last: date
    stand_in: int | None
    entered_by: int
    begun: bool
    ended: bool


_COLUMNS = (
    Leave.id,
    Leave.staff,
    Leave.first,
    Leave.last,
    Leave.stand_in,
    Leave.entered_by,
    Leave.begun_at,
    Leave.ended_at,
)


async def leaves_of(staff_id: int, *, limit: int = 20) -> list[LeaveView]:
    """The absences of somebody, the latest first."""
    rows = (
        await Leave.select(*_COLUMNS)
        .where(Leave.staff == staff_id)
        .order_by(Leave.first, ascending=False)
        .order_by(Leave.id, ascending=False)
        .limit(limit)
    )
    return [
        LeaveView(
            row["id"],
            row["staff"],
            row["first"],
            row["last"],
            row["stand_in"],
            row["entered_by"],
            row["begun_at"] is not None,
            row["ended_at"] is not None,
        )
        for row in rows
    ]


async def away(day: date) -> dict[int, int | None]:
    """Who is away on this day, and who stands in for each, if anybody."""
    rows = await Leave.select(Leave.staff, Leave.stand_in).where(
        Leave.first <= day, Leave.last >= day, Leave.ended_at.is_null()
    )
    return {row["staff"]: row["stand_in"] for row in rows}


def day_of(now: datetime) -> date:
    """The day in Bahrain."""
    return now.astimezone(ZONE).date()


def present(staff_id: int, absent: Mapping[int, int | None]) -> int | None:
    """Whoever is there for somebody: herself, or her stand-in, or hers in turn. A ring of stand-ins has nobody."""
    asked: set[int] = set()
    found: int | None = staff_id
    while found is not None and found in absent:
        if found in asked:
            return None
        asked.add(found)
        found = absent[found]
    return found
