"""Keeps the sums of the boards: once at the end of every transaction that changed what they count, inside it.

Sums are only ever appended to, so that two acts never wait for each other. What a case was counted as is held first,
and clocks and case are read after that: of two transactions at one case, the second sees what the first did.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from cases.attribution import COUNTERS, CountedAs, Key, Known, counted, differences
from cases.figure_tables import Holding
from sla import store
from sla.rebuild import ClockState
from tawasul.core import clock
from tawasul.core.db import before_commit, dialect, fetch, insert_rows, put_rows, require_transaction

Row = dict[str, Any]
PORTION = 500
_COUNTED_BY = ("agency", "kind", "category", "governorate", "holder")
_FROM = 'FROM "counted"'
_CLOCKS = ("final_reply", "agency")
_COLUMNS = ", ".join(f'"{column.name}"' for column in fields(CountedAs))


@store.on_change
def note_clock(state: ClockState) -> None:
    """A clock began or changed: its case is to be counted again."""
    if state.kind in _CLOCKS:
        note(state.case_id)


def note(case_id: int) -> None:
    """This case is to be counted again before the transaction ends."""
    before_commit(recount, case_id)


async def moved(case: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
    """A held case changed. Whoever holds it now is written down, for the day on which the promise falls due."""
    altered = {name for name in _COUNTED_BY if name in changed and changed[name] != case[name]}
    if "holder" in altered:
        await Holding.insert(Holding(case=case["id"], holder=changed["holder"], at=clock.now()))
    if altered:
        note(case["id"])


async def recount(case_ids: Sequence[int]) -> None:
    """Count these cases as they are now, and append what that changes to the sums."""
    require_transaction()
    for first in range(0, len(case_ids), PORTION):
        portion = sorted(case_ids)[first : first + PORTION]
        before = await counted_before(portion, held=True)
        now = await counted_now(portion)
        await _write(before, now)


async def counted_before(case_ids: Sequence[int], *, held: bool = False) -> list[CountedAs]:
    """As what these cases are counted; `held` lets nobody else count them until this transaction ends."""
    lock = " FOR UPDATE" if held and dialect() == "postgres" else ""
    rows = await _of_cases(f'SELECT {_COLUMNS} {_FROM} WHERE "case" IN (CASES) ORDER BY "clock"{lock}', case_ids)
    return [CountedAs(**row) for row in rows]


async def counted_now(case_ids: Sequence[int]) -> list[CountedAs]:
    """As what these cases are to be counted, by their clocks. Four statements."""
    cases = await _of_cases('SELECT id, kind, category, governorate, agency FROM "case_" WHERE id IN (CASES)', case_ids)
    clocks = await _of_cases(_OF_CLOCKS, case_ids)
    holdings = _grouped(await _of_cases(_OF_HOLDINGS, case_ids))
    drafts = {
        row["case"] for row in await _of_cases('SELECT "case" FROM "reply_draft" WHERE "case" IN (CASES)', case_ids)
    }
    promises = _grouped(row for row in clocks if row["kind"] == "final_reply")
    stretches = _grouped(row for row in clocks if row["kind"] == "agency")
    known = [
        Known(case, promises[case["id"]], stretches[case["id"]], holdings[case["id"]], case["id"] in drafts)
        for case in cases
    ]
    return [row for one in known for row in counted(one)]


_OF_CLOCKS = """
    SELECT id, case_id, kind, cycle, agency, state, started_at, due_at, gross_due_at, met_at, closed_at, voided_at,
        on_time, pauses, corrected
    FROM "clock" WHERE case_id IN (CASES) AND kind IN ('final_reply', 'agency') ORDER BY case_id, cycle, segment
"""
_OF_HOLDINGS = 'SELECT "case" AS case_id, holder, at FROM "holding" WHERE "case" IN (CASES) ORDER BY at, id'


async def _of_cases(sql: str, case_ids: Sequence[int]) -> list[Row]:
    return await fetch(sql.replace("CASES", ", ".join("{}" for _ in case_ids)), *case_ids) if case_ids else []


def _grouped(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["case_id"]].append(row)
    return found


# With the types that PostgreSQL takes many of at once by. In SQL "case" is a word of its own.
_TEXTS, _FLAGS = ("agency", "kind", "category", "governorate", "holder", "state"), COUNTERS[4:]
_COUNTED = {
    "clock": "bigint",
    '"case"': "integer",
    "cycle": "integer",
    "due_at": "timestamptz",
    **dict.fromkeys(_TEXTS, "varchar"),
    **dict.fromkeys(_FLAGS, "boolean"),
    "at_agency": "varchar",
    "began_on": "timestamptz",
    "answered_on": "timestamptz",
}
_values_of = attrgetter(*(column.strip('"') for column in _COUNTED))
_SUMS = {
    "due_at": "timestamptz",
    **dict.fromkeys(("agency", "dimension", "value"), "varchar"),
    **{f'"{counter}"': "integer" for counter in COUNTERS},
    "level": "integer",
}


async def _write(before: Sequence[CountedAs], now: Sequence[CountedAs]) -> None:
    known = set(before)
    await put_rows("counted", _COUNTED, [_values_of(row) for row in now if row not in known])
    await append(differences(before, now))


async def append(changed: Mapping[tuple[Key, str], int]) -> None:
    """Add differences to the sums, one row for each key."""
    rows: dict[Key, dict[str, int]] = defaultdict(dict)
    for (key, counter), number in changed.items():
        rows[key][counter] = number
    values = [
        (key.due_at, key.agency, key.dimension, key.value, *(numbers.get(counter, 0) for counter in COUNTERS), 0)
        for key, numbers in rows.items()
    ]
    await insert_rows("due_count", _SUMS, values)
