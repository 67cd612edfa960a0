"""Folding: what the acts appended to the sums of the boards is added up, so that they stay few however many acts.

Run by the ticker, in small transactions. Any number may fold at once: each takes rows that no other holds, and the sum
of all rows stays what it was. What fell due before today is kept by months, at their first instant: periods are made of
months, and what is late is late from any day. Only the sums of what is owed keep their days, because it is told by its
age, and those that a forecast looks back at: so few rows are read for a board however many cases are open.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from cases.attribution import COUNTERS, DIMENSIONS
from cases.moments import midnight, months_on
from tawasul.core import clock
from tawasul.core.db import dialect, fetch, transaction
from tawasul.core.i18n import ZONE

BATCH = 2_000
RECENT = timedelta(days=62)  # the working days of a pace lie within, whatever the holidays
_NAMES = ", ".join(f'"{name}"' for name in COUNTERS)
_SUMS = ", ".join(f'SUM("{name}")' for name in COUNTERS)
_ADDED = ", ".join(f'"{name}" = "due_count"."{name}" + excluded."{name}"' for name in COUNTERS)
_DUE, _FROM = '"due_at"', 'FROM "due_count"'
_INTO = f'INSERT INTO "due_count" ("due_at", "agency", "dimension", "value", {_NAMES}, "level")'
_ONCE = f'ON CONFLICT ("dimension", "agency", "due_at", "value") WHERE "level" > 0 DO UPDATE SET {_ADDED}'
_NEW = 'SELECT id FROM "due_count" WHERE "level" = 0 ORDER BY id LIMIT {}'
_PAST = 'SELECT id, "due_at" FROM "due_count" WHERE "level" = 1 AND "due_at" < {} AND WHICH ORDER BY "due_at" LIMIT {}'


def _past(keeps: str, also: str = "") -> str:
    """Days that are over, of the dimensions that keep them so long."""
    names = ", ".join(f"'{each.name}'" for each in DIMENSIONS if each.keeps == keeps)
    return _PAST.replace("WHICH", f'"dimension" IN ({names}){also}')


_PAST_COUNTS, _PAST_RECENT = _past(""), _past("recent")
_PAST_OPEN = _past("open", ' AND "open" = 0 AND "drafted" = 0')
_SKIP = " FOR UPDATE SKIP LOCKED"


async def run() -> int:
    """Fold everything there is to fold; returns how many rows that were."""
    folded = 0
    while rows := await _fold_new():
        folded += rows
    now = clock.now()
    today = midnight(now.astimezone(ZONE).date())
    for past, before in ((_PAST_COUNTS, today), (_PAST_OPEN, today), (_PAST_RECENT, days_from(now))):
        while rows := await _fold_days(past, before):
            folded += rows
    return folded


def days_from(now: datetime) -> datetime:
    """The beginning of the first month whose days are recent."""
    return midnight((now - RECENT).astimezone(ZONE).date().replace(day=1))


async def _fold_new() -> int:
    """Add up one batch of what was appended, under its own keys."""
    if not await fetch(_NEW, 1):
        return 0  # a look without a lock, so that whoever has nothing to fold never stands in a writer's way
    async with transaction():
        rows = await fetch(_taking(_NEW), BATCH)
        await _replace([row["id"] for row in rows], 1)
    return len(rows)


async def _fold_days(past: str, before: datetime) -> int:
    """Move one batch of the days of one month to its first instant."""
    if not await fetch(past, before, 1):
        return 0
    async with transaction():
        rows = await fetch(_taking(past), before, BATCH)
        if not rows:
            return 0
        month = rows[0]["due_at"].astimezone(ZONE).date().replace(day=1)
        after = midnight(months_on(month, 1))
        together = [row["id"] for row in rows if row["due_at"] < after]
        await _replace(together, 2, midnight(month))
    return len(together)


def _taking(sql: str) -> str:
    """Take rows that no other folds at this moment."""
    return sql + _SKIP if dialect() == "postgres" else sql


async def _replace(ids: Sequence[int], level: int, *first: datetime) -> None:
    """Put the sums of these rows in their place, key by key in one order, so that two who fold never wait in a ring.

    With `first`, they are moved to that instant.
    """
    if not ids:
        return
    instant = "CAST({} AS timestamptz)" if dialect() == "postgres" else "{}"
    those = f"WHERE id IN ({', '.join('{}' for _ in ids)})"
    await fetch(
        f'{_INTO} SELECT {instant if first else _DUE}, "agency", "dimension", "value", {_SUMS}, {level} '
        f"{_FROM} {those} GROUP BY 1, 2, 3, 4 ORDER BY 3, 2, 1, 4 {_ONCE}",
        *first,
        *ids,
    )
    await fetch(f"DELETE {_FROM} {those}", *ids)
