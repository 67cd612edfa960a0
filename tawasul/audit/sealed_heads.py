"""The heads that a seal holds, in portions, and what they add up to."""

import hashlib

from tawasul.audit.seals import head_line
from tawasul.core.db import fetch

PORTION = 2_000

_HEADS = """SELECT "id", "stream", CAST("seq" AS INTEGER) AS "seq", "hash" FROM "audit_head"
WHERE "seal" = {} AND "id" > {} ORDER BY "id" LIMIT {}"""


async def digest_of(number: int) -> tuple[int, str]:
    """How many heads the seal of this number has, and the SHA-256 (hex) over them in the order of their ids."""
    found, last, total = 0, 0, hashlib.sha256()
    while rows := await fetch(_HEADS, number, last, PORTION):
        for row in rows:
            total.update(head_line(row["stream"], row["seq"], row["hash"]))
        found, last = found + len(rows), rows[-1]["id"]
    return found, total.hexdigest()
