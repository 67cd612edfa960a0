"""Holding the sums of the boards against the clocks: what differs, and putting it right without emptying a board.

Everything is counted anew from cases and clocks, by portions of cases. What differs may be an act just under way, so a
portion is looked at again with its rows held before anything is said.
"""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases import counting
from cases.attribution import COUNTERS, DIMENSIONS, CountedAs, Dimension, Key
from cases.figures_fold import days_from
from cases.moments import midnight
from tawasul.core import clock
from tawasul.core.db import fetch, instant, transaction
from tawasul.core.i18n import ZONE

PORTION = 500


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
    wrong = await sums_that_differ()
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
        sums = await sums_that_differ()
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


async def sums_that_differ() -> Counter[tuple[Key, str]]:
    """What is to be added to the sums so that they are those of the counted clocks.

    What is past is summed at the first instant of its month, so the sums of a month are held against each other; what
    keeps its days is held against those. One statement for each dimension: whatever commits meanwhile is in both sides
    of it or in none.
    """
    wrong: Counter[tuple[Key, str]] = Counter()
    recent = days_from(clock.now())
    for each in DIMENSIONS:
        for row in await fetch(_compared(each), each.name):
            for counter in each.counters:
                wrong[_key_of(row, each, recent), counter] += row[counter]
    return Counter({entry: number for entry, number in wrong.items() if number})


def _key_of(row: Mapping[str, Any], dimension: Dimension, recent: datetime) -> Key:
    at = instant(row["at"])
    if dimension.keeps != "open" and (dimension.keeps != "recent" or at < recent):
        at = midnight(at.astimezone(ZONE).date().replace(day=1))
    return Key(at, row["by"], dimension.name, row["of"])


def _named(key: Key) -> str:
    return f"{key.due_at.isoformat()} {key.agency or '-'} {key.dimension} {key.value or '-'}"


_IS = {
    **{state: f"CASE WHEN state = '{state}' THEN 1 ELSE 0 END" for state in COUNTERS[:4]},
    **{flag: f"CASE WHEN {flag} AND state <> 'void' THEN 1 ELSE 0 END" for flag in COUNTERS[4:]},
}


def _compared(each: Dimension) -> str:
    """What the counted clocks have more than the sums of one dimension, by key."""
    agency, value = (f'"{column}"' if column else "''" for column in (each.agency, each.value))
    counted = ", ".join(f'{_IS[counter]} AS "{counter}"' for counter in each.counters)
    less = ", ".join(f'-"{counter}"' for counter in each.counters)
    sums = ", ".join(f'SUM("{counter}") AS "{counter}"' for counter in each.counters)
    differs = " OR ".join(f'SUM("{counter}") <> 0' for counter in each.counters)
    return f"""
        SELECT "at", "by", "of", {sums} FROM (
            SELECT "{each.at}" AS "at", {agency} AS "by", {value} AS "of", {counted} FROM "counted"
            WHERE "{each.at}" IS NOT NULL
            UNION ALL SELECT due_at, agency, value, {less} FROM "due_count" WHERE dimension = {{}}
        ) both_sides GROUP BY "at", "by", "of" HAVING {differs}
    """  # noqa: S608 - all of it is ours
