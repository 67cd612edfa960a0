"""Finding what was altered, removed or inserted in the history. It reads in portions, whatever its length."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from tawasul.audit.chain import START, Link, digest, salted
from tawasul.audit.raw_rows import entries_after
from tawasul.core.db import fetch
from tawasul.core.seal import Unsealable, unseal

PORTION = 2_000

_BEFORE_ALL = -(2**63)
_END_OF_HEADS = """SELECT MAX("id") AS "last"
FROM (SELECT "id" FROM "audit_head" WHERE "id" > {} ORDER BY "id" LIMIT {}) AS "portion" """
_END_OF_ENTRIES = _END_OF_HEADS.replace("audit_head", "audit_entry")
# A head stands or falls by the entry that it names. The reader of a portion meets no more rows than it has heads.
_LOST = """SELECT "h"."stream", CAST("h"."seq" AS INTEGER) AS "seq", "e"."hash" FROM "audit_head" AS "h"
LEFT JOIN "audit_entry" AS "e" ON "e"."stream" = "h"."stream" AND "e"."seq" = "h"."seq"
WHERE "h"."id" > {} AND "h"."id" <= {} AND ("e"."hash" IS NULL OR "e"."hash" <> "h"."hash") ORDER BY "h"."id" """
# What stood there when it was sealed is under some head of its stream.
_INSERTED = """SELECT "e"."stream", CAST("e"."seq" AS INTEGER) AS "seq" FROM "audit_entry" AS "e"
WHERE "e"."id" > {} AND "e"."id" <= {} AND NOT EXISTS
(SELECT 1 FROM "audit_head" AS "h" WHERE "h"."stream" = "e"."stream" AND "h"."seq" >= "e"."seq") ORDER BY "e"."id" """


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry or seal that does not fit.

    `altered`, `gap`; `private` where a personal value is another one; under a seal also `removed`, `rewritten`,
    `inserted`. Of the seals themselves, as the stream `seals`: `altered`, `gap`, `other_key`, `no_key`, `unexpected`.
    """

    stream: str
    seq: int
    what: str


@dataclass(slots=True)
class _Place:
    """How far a reader is: the entry before, in its stream."""

    stream: str = ""
    last: Any = 0  # as the database has it
    seq: int = 0
    prev: str = field(default=START)


async def linked(stream: str | None = None) -> AsyncIterator[Fault]:
    """Every entry that does not fit to itself or to the one before it, in one stream or in all."""
    place = _Place()
    while rows := await entries_after(place.stream, place.last, stream, PORTION):
        for row in rows:
            for fault in _judge(row, place):
                yield fault


def _judge(row: dict[str, Any], place: _Place) -> list[Fault]:
    """What is wrong with one entry; afterwards `place` is behind it."""
    if row["stream"] != place.stream:
        place.stream, place.seq, place.prev = row["stream"], 0, START
    seq = row["seq"] if isinstance(row["seq"], int) else 0
    found, follows = [], seq == place.seq + 1
    if not follows:
        found.append("gap")
    if _digest(row) != row["hash"] or (follows and row["prev"] != place.prev):
        found.append("altered")
    if not _is_own(row):
        found.append("private")
    place.last, place.seq, place.prev = row["seq"], seq, row["hash"]
    return [Fault(row["stream"], seq, what) for what in found]


def _digest(row: dict[str, Any]) -> str | None:
    """What the hash of an entry should be; None if its values cannot even be read."""
    private = row["private_hash"] or ""
    try:
        data = json.loads(row["data"])
        return digest(Link(row["stream"], row["seq"], row["at"], row["actor"], row["act"], data, private, row["prev"]))
    except (ValueError, TypeError, AttributeError):
        return None


def _is_own(row: dict[str, Any]) -> bool:
    """Whether a personal value is the one that was told. One that was erased says nothing any more."""
    if row["private_sealed"] is None:
        return True
    try:
        value = unseal(row["private_sealed"], purpose="audit")
    except (Unsealable, TypeError, AttributeError):
        return False
    return bool(salted(value, row["private_salt"]) == row["private_hash"])


async def under_seals(upto: int) -> AsyncIterator[Fault]:
    """Entries that were sealed and are gone or others now, and entries that came in beside them afterwards."""
    async for after, last in _portions(_END_OF_HEADS):
        for row in await fetch(_LOST, after, last):
            yield Fault(row["stream"], row["seq"], "removed" if row["hash"] is None else "rewritten")
    async for after, last in _portions(_END_OF_ENTRIES):
        for row in await fetch(_INSERTED, after, min(last, upto)):
            yield Fault(row["stream"], row["seq"], "inserted")


async def _portions(end: str) -> AsyncIterator[tuple[int, int]]:
    """The bounds of ids of one portion of rows after another, wherever a hand in the database may have put them."""
    after = _BEFORE_ALL
    while (last := (await fetch(end, after, PORTION))[0]["last"]) is not None:
        yield after, last
        after = last
