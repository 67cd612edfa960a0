"""Many rows in one statement. PostgreSQL takes a whole column as one array, at less than half the cost for the ticker.

`columns` maps each column to its PostgreSQL type; rows hold their values in that order. SQLite has no arrays and gets
the rows one by one in the same statement.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tawasul.core.db.rows import dialect, fetch

# PostgreSQL takes 32,767 values in one statement, SQLite one less.
MOST_VALUES = 32_766
Columns = Mapping[str, str]
Rows = Sequence[tuple[Any, ...]]


async def insert_rows(
    table: str, columns: Columns, rows: Rows, *, unless_there: bool = False, returning: str = ""
) -> list[dict[str, Any]]:
    """Insert rows. `unless_there`: those that a unique index refuses are left out. Gives what `returning` names."""
    ending = (" ON CONFLICT DO NOTHING" if unless_there else "") + (f" RETURNING {returning}" if returning else "")
    start = f"INSERT INTO {table} ({', '.join(columns)}) "
    if dialect() == "postgres":
        return await _by_arrays(start + "SELECT {} FROM {}" + ending, columns, rows)  # noqa: S608 - names of our own
    return await _row_by_row(start + "{}" + ending, columns, rows)


async def update_rows(table: str, columns: Columns, rows: Rows) -> None:
    """Set columns of many rows to a value of their own each. The first column is the key that finds the row."""
    key, *others = columns
    said = ", ".join(f"{name} = new.{name}" for name in others)
    update = f"UPDATE {table} SET {said} FROM new WHERE {table}.{key} = new.{key}"  # noqa: S608 - names of our own
    start = f"WITH new ({', '.join(columns)}) AS ("
    if dialect() == "postgres":
        await _by_arrays(start + "SELECT {} FROM {}) " + update, columns, rows)  # noqa: S608 - names of our own
    else:
        await _row_by_row(start + "{}) " + update, columns, rows)


async def put_rows(table: str, columns: Columns, rows: Rows) -> None:
    """Insert rows, or set all columns of those that are there. The first column is the key that tells which are."""
    key, *others = columns
    said = ", ".join(f"{name} = excluded.{name}" for name in others)
    start = f"INSERT INTO {table} ({', '.join(columns)}) "
    ending = f" ON CONFLICT ({key}) DO UPDATE SET {said}"
    if dialect() == "postgres":
        await _by_arrays(start + "SELECT {} FROM {}" + ending, columns, rows)  # noqa: S608 - names of our own
    else:
        await _row_by_row(start + "{}" + ending, columns, rows)


async def _by_arrays(sql: str, columns: Columns, rows: Rows) -> list[dict[str, Any]]:
    """The two places of `sql` get the columns and their arrays. JSON travels as text and is read by the database."""
    if not rows:
        return []
    chosen = ", ".join(f"CAST(given.{name} AS {kind})" for name, kind in columns.items())
    arrays = ", ".join(f"CAST({{}} AS {'text' if kind == 'jsonb' else kind}[])" for kind in columns.values())
    source = f"unnest({arrays}) AS given ({', '.join(columns)})"
    return await fetch(sql.format(chosen, source), *map(list, zip(*rows, strict=True)))


async def _row_by_row(sql: str, columns: Columns, rows: Rows) -> list[dict[str, Any]]:
    """The place of `sql` gets the rows, in portions that fit into a statement."""
    portion, found = MOST_VALUES // len(columns), []
    row = f"({', '.join('{}' for _ in columns)})"
    for first in range(0, len(rows), portion):
        part = rows[first : first + portion]
        values = f"VALUES {', '.join([row] * len(part))}"
        found += await fetch(sql.format(values), *(value for one in part for value in one))
    return found
