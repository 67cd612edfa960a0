"""All that is written in cases and about them, as one list."""

from collections.abc import Sequence
from dataclasses import dataclass

from tawasul.core.db import fetch


@dataclass(frozen=True, slots=True)
class CaseText:
    """Words of a case. `source`: where they stand."""

    case_id: int
    source: str
    words: str


# The order in which a list shows where something was found.
_SOURCES = {
    "case": 'SELECT c."id" AS "case", c."text" AS "words" FROM "case_" c WHERE c."id" IN (IDS)',
    "number": 'SELECT c."id", c."reference" FROM "case_" c WHERE c."id" IN (IDS)',
    "place": """SELECT c."id", c."landmark" || ' ' || c."road" || ' ' || c."block" FROM "case_" c
        WHERE c."id" IN (IDS)""",
    "detail": 'SELECT d."case", d."value" FROM "case_detail" d WHERE d."case" IN (IDS)',
    "added": 'SELECT m."case", m."text" FROM "citizen_message" m WHERE m."case" IN (IDS)',
    "question": 'SELECT q."case", q."text" FROM "question" q WHERE q."case" IN (IDS)',
    "answer": 'SELECT q."case", q."answer" FROM "question" q WHERE q."case" IN (IDS) AND q."answer" IS NOT NULL',
    "reply": 'SELECT r."case", r."text" FROM "reply" r WHERE r."case" IN (IDS)',
    "note": 'SELECT n."case", n."text" FROM "note" n WHERE n."case" IN (IDS)',
    "passed_on": 'SELECT t."case", t."reason" FROM "transfer" t WHERE t."case" IN (IDS)',
    "objection": 'SELECT o."case", o."reason" FROM "objection" o WHERE o."case" IN (IDS)',
    "reopening": 'SELECT p."case", p."reason" FROM "reopening" p WHERE p."case" IN (IDS)',
    "review": 'SELECT w."case", w."reason" FROM "review" w WHERE w."case" IN (IDS)',
    "rating": 'SELECT g."case", g."text" FROM "rating" g WHERE g."case" IN (IDS)',
}
SOURCES = tuple(_SOURCES)
_PART = """SELECT 'NAME' AS "source", s.* FROM (TEXTS) s"""


async def texts_of(case_ids: Sequence[int]) -> list[CaseText]:
    """What is written in these cases and about them. One statement; of each case in the order of `SOURCES`."""
    if not case_ids:
        return []
    places = ", ".join(["{}"] * len(case_ids))
    parts = [_PART.replace("NAME", name).replace("TEXTS", sql) for name, sql in _SOURCES.items()]
    sql = " UNION ALL ".join(parts).replace("IDS", places)
    rows = await fetch(sql, *(list(case_ids) * len(parts)))
    found = [CaseText(row["case"], row["source"], row["words"]) for row in rows]
    return sorted(found, key=lambda text: SOURCES.index(text.source))
