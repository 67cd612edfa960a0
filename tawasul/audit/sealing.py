"""The daily seal: what every stream ended with, signed with a key that the database does not hold.

Only the streams that grew since the last seal are written down; the others are under an earlier one.
"""

from datetime import date

from tawasul.audit.chain import START
from tawasul.audit.sealed_heads import digest_of
from tawasul.audit.seals import Sealed, key_id, mark
from tawasul.audit.tables import Seal
from tawasul.core import clock, log
from tawasul.core.db import dialect, fetch, transaction

_log = log.get(__name__)
_LAST_ID = 'SELECT COALESCE(MAX("id"), 0) AS "id" FROM "audit_entry"'
# Ids are given to the entries of one stream in the order of their numbers: each writer holds its stream to the end.
_HOLD_HEADS = """INSERT INTO "audit_head" ("seal", "stream", "seq", "hash")
SELECT CAST({} AS INTEGER), "e"."stream", "e"."seq", "e"."hash" FROM "audit_entry" AS "e"
JOIN
(SELECT "stream", MAX("seq") AS "seq" FROM "audit_entry" WHERE "id" > {} AND "id" <= {} GROUP BY "stream") AS "last"
ON "last"."stream" = "e"."stream" AND "last"."seq" = "e"."seq"
ORDER BY "e"."stream" """


async def seal_day(day: date, key: bytes | None) -> int | None:
    """Seal the history as it is at the beginning of `day`, once; gives the seal's number, or None if it was sealed.

    Without a key nothing is sealed, and the log says so.
    """
    if key is None:
        _log.error("the history is not sealed, as there is no key: set TAWASUL_SEAL_KEY", day=day.isoformat())
        return None
    if await Seal.exists().where(Seal.day >= day):
        return None
    upto = await _settled()
    async with transaction():
        return await _seal(day, upto, key)


async def _settled() -> int:
    """The last id below which no entry is still to come.

    On PostgreSQL an entry may become visible after one with a higher id: the lock waits for those that are on their
    way. It is given back at once.
    """
    async with transaction():
        if dialect() == "postgres":
            await fetch('LOCK TABLE "audit_entry" IN SHARE MODE')
        return int((await fetch(_LAST_ID))[0]["id"])


async def _seal(day: date, upto: int, key: bytes) -> int | None:
    """Write the heads and their seal. Another process that seals now waits, and finds it done."""
    if dialect() == "postgres":
        await fetch("SELECT pg_advisory_xact_lock(hashtextextended({}, 0))", "audit:seal")
    last = await Seal.select().order_by(Seal.number, ascending=False).first()
    if last is not None and last["day"] >= day:
        return None
    number, prev, after = (last["number"] + 1, last["mark"], last["upto"]) if last else (1, START, 0)
    now = clock.now()
    # The seal first, as its heads name it; what it says is known only once they are there.
    said = Sealed(number, day, now, max(upto, after), 0, "", prev)
    await Seal.insert(_row(said, key))
    await fetch(_HOLD_HEADS, number, after, said.upto)
    heads, digest = await digest_of(number)
    said = Sealed(number, day, now, said.upto, heads, digest, prev)
    signed = mark(said, key)
    await Seal.update({Seal.heads: heads, Seal.digest: digest, Seal.mark: signed}).where(Seal.number == number)
    return number


def _row(said: Sealed, key: bytes) -> Seal:
    return Seal(
        number=said.number,
        day=said.day,
        at=said.at,
        upto=said.upto,
        key_id=key_id(key),
        prev=said.prev,
    )
