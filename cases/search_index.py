"""The index of words, written in the transaction of the words themselves."""

from cases.moves import held
from cases.search_terms import stored
from cases.search_texts import texts_of
from tawasul.core.db import fetch, require_transaction, transaction

_PUT = """INSERT INTO "search_text" ("case", "words") VALUES ({}, {})
    ON CONFLICT ("case") DO UPDATE SET "words" = excluded."words" """
_MISSING = """SELECT c."id" FROM "case_" c
    WHERE c."id" > {} AND NOT EXISTS (SELECT 1 FROM "search_text" s WHERE s."case" = c."id")
    ORDER BY c."id" LIMIT 200"""


async def renew(case_id: int) -> None:
    """Have a held case found by all that is written in it and about it now."""
    require_transaction()
    found = await texts_of([case_id])
    await fetch(_PUT, case_id, stored(text.words for text in found))


async def catch_up() -> int:
    """Index the cases that were filed before there was an index; gives how many.

    Each is held while it is read, so that nothing written meanwhile is lost. Broken off, it goes on where it was.
    """
    done, last = 0, 0
    while missing := await fetch(_MISSING, last):
        for row in missing:
            async with transaction():
                await held(row["id"])
                await renew(row["id"])
        done, last = done + len(missing), missing[-1]["id"]
    return done
