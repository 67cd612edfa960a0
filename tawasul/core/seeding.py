"""Loading reference data: what an operator edited stays, what nobody edited follows the seed."""

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from piccolo.columns import Column
from piccolo.table import Table

Row = Mapping[str, Any]


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def seed_hash(row: Row) -> str:
    """The hash of one row's values, by which an untouched row is known."""
    text = json.dumps(dict(row), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


async def load(table: type[Table], key: str, rows: Iterable[Row]) -> int:
    """Insert new rows and bring untouched ones up to date; returns how many were written.

    A row is untouched while its values still have the hash that the last seed left on it.
    """
    wanted = list(rows)
    if not wanted:
        return 0
    columns = list(wanted[0])
    stored = {row[key]: row for row in await table.select()}
    written = 0
    for row in wanted:
        fresh = seed_hash(row)
        there = stored.get(row[key])
        if there is None:
            await table.insert(table(**row, seed_hash=fresh))
        elif there["seed_hash"] == fresh or seed_hash({name: there[name] for name in columns}) != there["seed_hash"]:
            continue
        else:
            await table.update(_columns(row, fresh)).where(getattr(table, key) == row[key])
        written += 1
    return written


def _columns(row: Row, fresh: str) -> dict[Column | str, Any]:
    return {**{str(name): value for name, value in row.items()}, "seed_hash": fresh}


async def load_codes(table: type[Table], codes: Iterable[str]) -> int:
    """Insert the codes of a code table that are not there yet."""
    stored = {row["code"] for row in await table.select()}
    missing = [table(code=code) for code in codes if code not in stored]
    if missing:
        await table.insert(*missing)
    return len(missing)
