"""Who is kept from a case: those it is about, and of a confidential one everybody whom nobody named.

For them the case is not there: not in a list or count of the desk, not by its number, and nobody gives it to them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cases.filters import STILL_OPEN, Where
from cases.moves import stream
from cases.wall_tables import Barred, NamedReader, Reading
from tawasul import audit
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch, transaction

SAME_READING = timedelta(minutes=15)
_BARRED = 'EXISTS (SELECT 1 FROM "barred" w WHERE w."case" = c.id AND w.staff = {})'
_NAMED = 'EXISTS (SELECT 1 FROM "named_reader" w WHERE w."case" = c.id AND w.staff = {})'
_SHUT = f"({_BARRED} OR (c.confidential AND NOT {_NAMED}))"
_KEPT = f"""c.id IN (
    SELECT w."case" FROM "barred" w WHERE w.staff = {{}}
    UNION SELECT c.id FROM "case_" c WHERE c.confidential AND {STILL_OPEN.sql} AND NOT {_NAMED}
)"""  # noqa: S608 - all of it is ours


def open_to(staff: StaffView) -> Where:
    """The cases "c" that nothing keeps from somebody, whatever the reach of the role."""
    return Where(f"NOT {_SHUT}", (staff.id, staff.id))


def kept_from(staff: StaffView) -> Where:
    """The open cases "c" that somebody is kept from, found by those walls and not by looking at every case."""
    return Where(_KEPT, (staff.id, staff.id))


async def shut(case_ids: Sequence[int], staff: StaffView) -> frozenset[int]:
    """Those of these cases that somebody is kept from. One statement."""
    if not case_ids:
        return frozenset()
    places = ", ".join("{}" for _ in case_ids)
    asked = f'SELECT c.id FROM "case_" c WHERE c.id IN ({places}) AND {_SHUT}'  # noqa: S608 - our own words
    return frozenset(row["id"] for row in await fetch(asked, *case_ids, staff.id, staff.id))


async def is_barred(case_id: int, staff_id: int) -> bool:
    """Whether the case is about somebody, or too near to them."""
    return await Barred.exists().where(Barred.case == case_id, Barred.staff == staff_id)


@dataclass(frozen=True, slots=True)
class Wall:
    """Around one case: whom it is about, and whoever alone may read it (None: whoever reaches it)."""

    barred: frozenset[int]
    readers: frozenset[int] | None

    def not_barred(self, people: Sequence[StaffView]) -> list[StaffView]:
        """Of these people those whom the case is not about."""
        return [person for person in people if person.id not in self.barred]

    def may_hear(self, people: Sequence[StaffView]) -> list[StaffView]:
        """Of these people those who may be told of the case."""
        return [person for person in self.not_barred(people) if self.readers is None or person.id in self.readers]


async def around(cases: Sequence[Mapping[str, Any]]) -> dict[int, Wall]:
    """The walls of some cases by their ids. Two statements, however many cases."""
    if not cases:
        return {}
    ids = [case["id"] for case in cases]
    barred: dict[int, set[int]] = defaultdict(set)
    readers: dict[int, set[int]] = defaultdict(set)
    for row in await Barred.select(Barred.case, Barred.staff).where(Barred.case.is_in(ids)):
        barred[row["case"]].add(row["staff"])
    for row in await NamedReader.select(NamedReader.case, NamedReader.staff).where(NamedReader.case.is_in(ids)):
        readers[row["case"]].add(row["staff"])
    return {
        case["id"]: Wall(
            frozenset(barred[case["id"]]), frozenset(readers[case["id"]]) if case["confidential"] else None
        )
        for case in cases
    }


async def is_named(case_id: int, staff_id: int) -> bool:
    """Whether somebody may read the case although it is confidential."""
    return await NamedReader.exists().where(NamedReader.case == case_id, NamedReader.staff == staff_id)


async def record_reading(case_id: int, staff: StaffView) -> None:
    """Keep that somebody reads a confidential case, for those who may read it and in its history.

    A page that is opened again within a quarter of an hour is the same reading.
    """
    since = clock.now() - SAME_READING
    if await Reading.exists().where(Reading.case == case_id, Reading.staff == staff.id, Reading.at > since):
        return
    async with transaction():
        await Reading.insert(Reading(case=case_id, staff=staff.id, at=clock.now()))
        await audit.append(stream(case_id), actor=staff.actor(), act="read", data={})
