"""Folding the sums about sorting, as `cases.figures_fold` does those of the boards: few rows however many acts.

Days stay for as long as pages and alarms look back. After that a month is kept at its first day for the counts since
the beginning, and what texts were taken for, which only alarms read, is dropped.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from cases.sorted_fate import BY_FATE, COUNTERS
from tawasul.core import clock
from tawasul.core.db import dialect, fetch, transaction
from tawasul.core.i18n import ZONE

BATCH = 2_000
WITH_DAYS = timedelta(days=200)
_SUMS = ", ".join(f"SUM({BY_FATE.get(name, name)})" for name in COUNTERS)
_NAMES = ", ".join(f'"{name}"' for name in COUNTERS)
_ADDED = ", ".join(f'"{name}" = "sorted_count"."{name}" + excluded."{name}"' for name in COUNTERS)
_INTO = f'INSERT INTO "sorted_count" ("day", "language", "agency", "category", "fate", {_NAMES}, "level")'
_ONCE = f'ON CONFLICT ("day", "agency", "language", "fate", "category") WHERE "level" > 0 DO UPDATE SET {_ADDED}'
_INTO_CATEGORY = 'INSERT INTO "sorted_category" ("day", "category", "n", "level")'
_ONCE_A_CATEGORY = (
    'ON CONFLICT ("day", "category") WHERE "level" > 0 DO UPDATE SET "n" = "sorted_category"."n" + excluded."n"'
)
Table = Literal["sorted_count", "sorted_category"]
_FROM: Mapping[Table, str] = {"sorted_count": 'FROM "sorted_count"', "sorted_category": 'FROM "sorted_category"'}
# The first of a month holds the month.
_NOT_FIRST = {"postgres": 'EXTRACT(DAY FROM "day") <> 1', "sqlite": "strftime('%d', \"day\") <> '01'"}


async def run() -> int:
    """Fold everything there is to fold; returns how many rows that were."""
    folded = 0
    for table in _FROM:
        while rows := await _fold_new(table):
            folded += rows
    before = (clock.now().astimezone(ZONE).date() - WITH_DAYS).replace(day=1)
    while rows := await _fold_past(before) + await _drop_past(before):
        folded += rows
    return folded


async def _fold_new(table: Table) -> int:
    new = f'SELECT id {_FROM[table]} WHERE "level" = 0 ORDER BY id LIMIT {{}}'
    if not await fetch(new, 1):
        return 0
    async with transaction():
        ids = [row["id"] for row in await fetch(_taking(new), BATCH)]
        if table == "sorted_count":
            await _sum_up(ids, '"day"')
        await _sum_up_categories(table, ids)
        await _drop(table, ids)
    return len(ids)


async def _fold_past(before: date) -> int:
    past = f'SELECT id, "day" {_FROM["sorted_count"]} WHERE "level" = 1 AND "day" < {{}} '
    past += f'AND {_NOT_FIRST[dialect()]} ORDER BY "day" LIMIT {{}}'
    if not await fetch(past, before, 1):
        return 0
    async with transaction():
        rows = await fetch(_taking(past), before, BATCH)
        month = {row["day"].replace(day=1) for row in rows[:1]}
        together = [row["id"] for row in rows if row["day"].replace(day=1) in month]
        await _sum_up(together, "CAST({} AS date)" if dialect() == "postgres" else "{}", *month)
        await _drop("sorted_count", together)
    return len(together)


async def _drop_past(before: date) -> int:
    past = f'SELECT id {_FROM["sorted_category"]} WHERE "level" = 1 AND "day" < {{}} ORDER BY "day" LIMIT {{}}'
    if not await fetch(past, before, 1):
        return 0
    async with transaction():
        ids = [row["id"] for row in await fetch(_taking(past), before, BATCH)]
        await _drop("sorted_category", ids)
    return len(ids)


def _taking(sql: str) -> str:
    """Take rows that no other folds at this moment."""
    return sql + " FOR UPDATE SKIP LOCKED" if dialect() == "postgres" else sql


async def _sum_up(ids: list[int], day: str, *values: date) -> None:
    """Add these rows to the sums of their place, in one order, so that two who fold never wait in a ring."""
    if ids:
        await fetch(
            f"{_INTO} SELECT {day}, \"language\", \"agency\", '', '', {_SUMS}, 1 {_FROM['sorted_count']} "
            f"{_those(ids)} GROUP BY 1, 2, 3 ORDER BY 1, 3, 2 {_ONCE}",
            *values,
            *ids,
        )


async def _sum_up_categories(table: Table, ids: list[int]) -> None:
    """Add what these rows say of categories to their sums, also where an earlier version wrote it beside the rest."""
    if ids:
        await fetch(
            f'{_INTO_CATEGORY} SELECT "day", "category", SUM("n"), 1 {_FROM[table]} {_those(ids)} '
            f"AND \"category\" <> '' GROUP BY 1, 2 ORDER BY 1, 2 {_ONCE_A_CATEGORY}",
            *ids,
        )


async def _drop(table: Table, ids: list[int]) -> None:
    if ids:
        await fetch(f"DELETE {_FROM[table]} {_those(ids)}", *ids)


def _those(ids: list[int]) -> str:
    return f"WHERE id IN ({', '.join('{}' for _ in ids)})"
