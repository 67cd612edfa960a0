"""Small things done to rows that Piccolo has no word for, the same on both databases."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

import asyncpg
from piccolo.querystring import QueryString
from piccolo.table import Table

from tawasul.core.db.registry import engine
from tawasul.core.db.transactions import in_transaction, require_transaction, transaction

DatabaseError: tuple[type[Exception], ...] = (sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError)
# What is raised when the database does not answer, or refuses.
AWAY: tuple[type[Exception], ...] = (OSError, *DatabaseError)
# PostgreSQL takes 32,767 values in one statement, SQLite one less.
_MOST_VALUES = 32_766


def dialect() -> Literal["sqlite", "postgres"]:
    """Which database it is."""
    return "postgres" if engine().engine_type == "postgres" else "sqlite"


async def fetch(sql: str, *values: Any) -> list[dict[str, Any]]:
    """Run raw SQL with `{}` in the place of each value; returns its rows.

    A brace anywhere else breaks the statement, so JSON goes in as a value.
    """
    rows = await engine().run_querystring(QueryString(sql, *values))
    return [dict(row) for row in rows or []]


async def swap(table: type[Table], row_id: Any, *, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Compare and swap: set the columns of `new` only if those of `old` still hold. Says whether they did."""
    update = table.update({getattr(table, name): value for name, value in new.items()})
    update = update.where(table._meta.primary_key == row_id)
    for name, value in old.items():
        column = getattr(table, name)
        update = update.where(column.is_null() if value is None else column == value)
    return bool(await update.returning(table._meta.primary_key))


async def lock(table: type[Table], row_id: Any) -> dict[str, Any] | None:
    """Read a row that nobody else can change before this transaction ends; None if there is none."""
    require_transaction()
    query = table.select().where(table._meta.primary_key == row_id)
    if dialect() == "postgres":
        query = query.lock_rows("UPDATE")
    found: dict[str, Any] | None = await query.first()
    return found


async def insert_many(table: type[Table], rows: Sequence[Table]) -> None:
    """Insert many rows, in portions that the databases can take; all of them or none."""
    if not in_transaction():
        async with transaction():
            return await insert_many(table, rows)
    portion = max(1, _MOST_VALUES // len(table._meta.columns))
    for start in range(0, len(rows), portion):
        await table.insert(*rows[start : start + portion])


def is_unique_violation(error: BaseException) -> bool:
    """Whether a statement failed because a unique value was there already."""
    if isinstance(error, sqlite3.IntegrityError):
        return "UNIQUE constraint failed" in str(error)
    return isinstance(error, asyncpg.UniqueViolationError)


def instant(value: datetime | str) -> datetime:
    """An instant as `fetch` gives it: SQLite keeps and computes it as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def day(value: date | str) -> date:
    """A day as `fetch` gives it: SQLite keeps it as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
