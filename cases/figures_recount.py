"""Holding the sums of the boards against the clocks: what differs, and putting it right without emptying a board.

Everything is counted anew from cases and clocks, by portions of cases. What differs may be an act just under way, so a
portion is looked at again with its rows held before anything is said.
"""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from cases import counting
from cases.attribution import COUNTERS, CountedAs, Key
from cases.moments import midnight
from tawasul.core.db import fetch, transaction
from tawasul.core.i18n import ZONE

PORTION = 500
_DIMENSIONS = {"all": "''", **{name: f'"{name}"' for name in ("kind", "category", "governorate", "holder")}}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not counted as it should be: a clock of a case, or a sum under its key."""

    what: str
    stored: str
    made: str


async def differences() -> list[Difference]:
    """Everything in which the stored numbers differ from a full count."""
    found = []
    async for case_ids in _portions():
        if await _differ(case_ids):
            async with transaction():
                found += await _differ(case_ids, held=True)
    wrong = await _wrong_sums()
    return found + [Difference(f"{_named(key)} {counter}", f"{-n:+d}", "0") for (key, counter), n in wrong.items()]


async def rebuild() -> int:
    """Put right whatever differs, while others go on working; returns how many differences that were."""
    wrong = 0
    async for case_ids in _portions():
        if differ := await _differ(case_ids):
            wrong += len(differ)
            async with transaction():
                await counting.recount(case_ids)
    async with transaction():
        sums = await _wrong_sums()
        await counting.append(sums)
    return wrong + len(sums)


async def count_earlier() -> int:
    """Count the cases from before there were sums, the newest first; returns how many those were.

    Once the eldest is counted, all are: whoever is interrupted begins again, and nothing is counted twice.
    """
    counted, before = 0, await _eldest_uncounted()
    while before is not None:
        rows = await fetch('SELECT id FROM "case_" WHERE id < {} ORDER BY id DESC LIMIT {}', before, PORTION)
        if not rows:
            break
        async with transaction():
            await counting.recount([row["id"] for row in rows])
        counted, before = counted + len(rows), rows[-1]["id"]
    return counted


async def _eldest_uncounted() -> int | None:
    """A number past the newest case, if the eldest is not counted."""
    rows = await fetch('SELECT MIN(id) AS eldest, MAX(id) AS newest FROM "case_"')
    if rows[0]["eldest"] is None or await counting.counted_before([rows[0]["eldest"]]):
        return None
    newest: int = rows[0]["newest"]
    return newest + 1


async def _portions() -> AsyncIterator[list[int]]:
    """The cases, in their order."""
    last = 0
    while rows := await fetch('SELECT id FROM "case_" WHERE id > {} ORDER BY id LIMIT {}', last, PORTION):
        yield [row["id"] for row in rows]
        last = rows[-1]["id"]


async def _differ(case_ids: list[int], *, held: bool = False) -> list[Difference]:
    """The clocks of these cases that are counted as something else than they are."""
    stored = _by_clock(await counting.counted_before(case_ids, held=held))
    made = _by_clock(await counting.counted_now(case_ids))
    return [
        Difference(f"clock {clock_id}", str(stored.get(clock_id)), str(made.get(clock_id)))
        for clock_id in sorted(stored.keys() | made.keys())
        if stored.get(clock_id) != made.get(clock_id)
    ]


def _by_clock(rows: list[CountedAs]) -> Mapping[int, CountedAs]:
    return {row.clock: row for row in rows}


async def _wrong_sums() -> Counter[tuple[Key, str]]:
    """What is to be added to the sums so that they are those of the counted clocks.

    What is past is summed at the first instant of its month, so the sums of a month are held against each other; what
    an agency still owes keeps its own date, and is held against that. One statement for each dimension: whatever
    commits meanwhile is in both sides of it or in none.
    """
    wrong: Counter[tuple[Key, str]] = Counter()
    for dimension, value in _DIMENSIONS.items():
        for row in await fetch(_COMPARED.replace("VALUE", value), dimension):
            for counter in COUNTERS:
                wrong[_key_of(row, dimension, counter), counter] += row[counter]
    return Counter({entry: number for entry, number in wrong.items() if number})


def _key_of(row: Mapping[str, Any], dimension: str, counter: str) -> Key:
    due = row["due_at"]
    if dimension != "all" or counter not in ("open", "drafted"):
        due = midnight(due.astimezone(ZONE).date().replace(day=1))
    return Key(due, row["agency"], dimension, row["of"])


def _named(key: Key) -> str:
    return f"{key.due_at.isoformat()} {key.agency or '-'} {key.dimension} {key.value or '-'}"


_IS = {
    **{state: f"CASE WHEN state = '{state}' THEN 1 ELSE 0 END" for state in COUNTERS[:4]},
    **{flag: f"CASE WHEN {flag} AND state <> 'void' THEN 1 ELSE 0 END" for flag in COUNTERS[4:]},
}
_COUNTED = ", ".join(f'{is_counted} AS "{counter}"' for counter, is_counted in _IS.items())
_LESS = ", ".join(f'-"{counter}"' for counter in COUNTERS)
_SUMS = ", ".join(f'SUM("{counter}") AS "{counter}"' for counter in COUNTERS)
_ANY = " OR ".join(f'SUM("{counter}") <> 0' for counter in COUNTERS)
_COMPARED = """
    SELECT due_at, agency, "of", SUMS FROM (
        SELECT due_at, agency, VALUE AS "of", COUNTED FROM "counted"
        UNION ALL SELECT due_at, agency, value, LESS FROM "due_count" WHERE dimension = {}
    ) both_sides GROUP BY due_at, agency, "of" HAVING ANY
"""
for _place, _text in {"SUMS": _SUMS, "COUNTED": _COUNTED, "LESS": _LESS, "ANY": _ANY}.items():
    _COMPARED = _COMPARED.replace(f" {_place}", f" {_text}")
