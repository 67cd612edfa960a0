"""Rows as they lie in the database, whatever a hand has put there: SQLite keeps a word where a number belongs."""

from datetime import date, datetime
from typing import Any

from tawasul.core.db import dialect, fetch

# An expression has no type of a column, so nothing is made of its value that it might not be.
_ENTRIES = """SELECT COALESCE("e"."stream", '') AS "stream", COALESCE("e"."seq", 0) AS "seq", {at}, "e"."actor",
"e"."act", {data}, "e"."prev", "e"."hash", "p"."hash" AS "private_hash", "p"."salt" AS "private_salt",
"p"."sealed" AS "private_sealed"
FROM "audit_entry" AS "e" LEFT JOIN "audit_private" AS "p" ON "p"."id" = "e"."private_id"
WHERE ("e"."stream", "e"."seq") > (PLACE, PLACE) {only} ORDER BY "e"."stream", "e"."seq" LIMIT PLACE"""
_SEALS = """SELECT "number", {day}, {at}, "upto" + 0 AS "upto", "heads" + 0 AS "heads", "digest",
"key_id", "prev", "mark" FROM "audit_seal" WHERE "number" > PLACE ORDER BY "number" LIMIT PLACE"""


def _sql(text: str, only: str = "") -> str:
    """The statement for this database; its places are filled by whoever runs it."""
    plain = dialect() == "sqlite"
    return text.format(
        at='CAST("at" AS TEXT) AS "at"' if plain else '"at"',
        day='CAST("day" AS TEXT) AS "day"' if plain else '"day"',
        data='CAST("e"."data" AS BLOB) AS "data"' if plain else '"e"."data"',
        only=only,
    ).replace("PLACE", "{}")


async def entries_after(stream: str, seq: Any, only: str | None, limit: int) -> list[dict[str, Any]]:
    """The entries that follow one, in the order of streams; of one stream alone if it is said."""
    if only is None:
        rows = await fetch(_sql(_ENTRIES), stream, seq, limit)
    else:
        rows = await fetch(_sql(_ENTRIES, 'AND "e"."stream" = PLACE'), stream, seq, only, limit)
    return [{**row, "at": instant(row["at"])} for row in rows]


async def seals_after(number: int, limit: int) -> list[dict[str, Any]]:
    """The seals that follow one."""
    rows = await fetch(_sql(_SEALS), number, limit)
    return [{**row, "at": instant(row["at"]), "day": _day(row["day"])} for row in rows]


def instant(value: Any) -> datetime | None:
    """An instant, or None if it is none."""
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(value)
    except (ValueError, TypeError):
        return None


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (ValueError, TypeError):
        return None
