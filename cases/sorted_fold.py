"""Folding the sums about sorting, as `cases.figures_fold` does those of the boards: few rows however many acts.

Days stay for as long as pages and alarms look back. After that a month is kept at its first day, without category, for
the counts since the beginning.
"""

from datetime import date, timedelta

from cases.sorted_fate import COUNTERS
from tawasul.core import clock
from tawasul.core.db import dialect, fetch, transaction
from tawasul.core.i18n import ZONE

BATCH = 2_000
WITH_DAYS = timedelta(days=200)
_SUMS = ", ".join(f'SUM("{name}")' for name in COUNTERS)
_NAMES = ", ".join(f'"{name}"' for name in COUNTERS)
_ADDED = ", ".join(f'"{name}" = "sorted_count"."{name}" + excluded."{name}"' for name in COUNTERS)
_FROM = 'FROM "sorted_count"'
_INTO = f'INSERT INTO "sorted_count" ("day", "language", "agency", "category", "fate", {_NAMES}, "level")'
_ONCE = f'ON CONFLICT ("day", "agency", "language", "fate", "category") WHERE "level" > 0 DO UPDATE SET {_ADDED}'
_NEW = 'SELECT id, "day" FROM "sorted_count" WHERE "level" = 0 ORDER BY id LIMIT {}'
_PAST = (
    'SELECT id, "day" FROM "sorted_count" WHERE "level" = 1 AND "day" < {} '
    'AND "category" <> \'\' ORDER BY "day" LIMIT {}'
)


async def run() -> int:
    """Fold everything there is to fold; returns how many rows that were."""
    folded = 0
    while rows := await _fold_new():
        folded += rows
    before = (clock.now().astimezone(ZONE).date() - WITH_DAYS).replace(day=1)
    while rows := await _fold_past(before):
        folded += rows
    return folded


async def _fold_new() -> int:
    if not await fetch(_NEW, 1):
        return 0
    async with transaction():
        rows = await fetch(_taking(_NEW), BATCH)
        await _replace([row["id"] for row in rows], '"day"', '"category"')
    return len(rows)


async def _fold_past(before: date) -> int:
    if not await fetch(_PAST, before, 1):
        return 0
    async with transaction():
        rows = await fetch(_taking(_PAST), before, BATCH)
        month = {row["day"].replace(day=1) for row in rows[:1]}
        together = [row["id"] for row in rows if row["day"].replace(day=1) in month]
        await _replace(together, "CAST({} AS date)" if dialect() == "postgres" else "{}", "''", *month)
    return len(together)


def _taking(sql: str) -> str:
    """Take rows that no other folds at this moment."""
    return sql + " FOR UPDATE SKIP LOCKED" if dialect() == "postgres" else sql


async def _replace(ids: list[int], day: str, category: str, *values: date) -> None:
    """Put the sums of these rows in their place, in one order, so that two who fold never wait in a ring."""
    if not ids:
        return
    those = f"WHERE id IN ({', '.join('{}' for _ in ids)})"
    await fetch(
        f'{_INTO} SELECT {day}, "language", "agency", {category}, "fate", {_SUMS}, 1 {_FROM} {those} '
        f"GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 3, 2, 5, 4 {_ONCE}",
        *values,
        *ids,
    )
    await fetch(f"DELETE {_FROM} {those}", *ids)
