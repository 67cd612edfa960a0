"""Is the history as it was written? Links, seals, and what no seal covers yet."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tawasul.audit.chain import START
from tawasul.audit.checking import Fault, linked, under_seals
from tawasul.audit.raw_rows import seals_after
from tawasul.audit.sealed_heads import digest_of
from tawasul.audit.seals import Sealed, is_marked, key_id
from tawasul.audit.tables import Seal
from tawasul.core.db import fetch

SEALS = "seals"
_PORTION = 500
_OPEN = """SELECT COUNT(*) AS "entries", COUNT(DISTINCT "stream") AS "streams" FROM "audit_entry" WHERE "id" > {}"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How much of the history the seals cover. `entries` and `streams` are those that no seal covers yet."""

    number: int
    day: date | None
    at: datetime | None
    mark: str
    key: str
    upto: int
    entries: int
    streams: int


@dataclass(frozen=True, slots=True)
class Witness:
    """The number and mark of a seal, noted outside the database."""

    number: int
    mark: str


async def standing() -> Standing:
    """The last seal, and what came after it."""
    last = await Seal.select().order_by(Seal.number, ascending=False).first()
    upto = last["upto"] if last else 0
    counted = (await fetch(_OPEN, upto))[0]
    if last is None:
        return Standing(0, None, None, "", "", 0, counted["entries"], counted["streams"])
    return Standing(
        last["number"],
        last["day"],
        last["at"],
        last["mark"],
        last["key_id"],
        upto,
        counted["entries"],
        counted["streams"],
    )


async def verify(stream: str | None = None) -> list[Fault]:
    """Every entry that does not fit, in one stream or in all, by the links alone."""
    return [fault async for fault in linked(stream)]


async def verify_all(key: bytes | None, witness: Witness | None = None) -> AsyncIterator[Fault]:
    """Every fault of links, of seals and of what they cover, as it is found."""
    now = await standing()
    async for fault in _seals(key):
        yield fault
    if witness is not None and not await Seal.exists().where(Seal.number == witness.number, Seal.mark == witness.mark):
        yield Fault(SEALS, witness.number, "unexpected")
    async for fault in linked():
        yield fault
    async for fault in under_seals(now.upto):
        yield fault


async def _seals(key: bytes | None) -> AsyncIterator[Fault]:
    number, prev = 0, START
    while rows := await seals_after(number, _PORTION):
        for row in rows:
            what = "gap" if row["number"] != number + 1 else await _wrong(row, prev, key)
            if what is not None:
                yield Fault(SEALS, row["number"], what)
            number, prev = row["number"], row["mark"]


async def _wrong(row: dict[str, Any], prev: str, key: bytes | None) -> str | None:
    """Does a seal follow the one before, say what its heads say, and is its mark that of the key?"""
    if row["day"] is None or row["at"] is None:
        return "altered"
    said = Sealed(row["number"], row["day"], row["at"], row["upto"], row["heads"], row["digest"], row["prev"])
    if said.prev != prev or await digest_of(said.number) != (said.heads, said.digest):
        return "altered"
    if key is None:
        return "no_key"
    if row["key_id"] != key_id(key):
        return "other_key"
    return None if is_marked(said, row["mark"], key) else "altered"
