"""Tags as pages show them: those of a case, and those in use to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cases import walls
from cases.filters import Where, every, one_of
from cases.tag_tables import Tag
from tawasul.accounts import agencies
from tawasul.accounts.permissions import Scope
from tawasul.accounts.views import StaffView
from tawasul.core.db import fetch

OFFERED = 100
_LATELY = 500


@dataclass(frozen=True, slots=True)
class TagView:
    """A word on a case, and whose. `is_present`: the agency has the case now, and so the word finds it."""

    word: str
    agency: str
    is_present: bool


async def of_case(case: Mapping[str, Any], staff: StaffView) -> list[TagView]:
    """The tags of one case, those of agencies that somebody reaches, in the order in which they were put on."""
    rows = await Tag.select(Tag.word, Tag.agency).where(Tag.case == case["id"]).order_by(Tag.id)
    scope = await agencies.scope(staff)
    return [
        TagView(row["word"], row["agency"], row["agency"] == case["agency"])
        for row in rows
        if scope.holds(row["agency"])
    ]


async def of_cases(case_ids: Sequence[int]) -> dict[int, list[str]]:
    """The words that find each of these cases: of the agency that has it. One statement."""
    if not case_ids:
        return {}
    places = ", ".join("{}" for _ in case_ids)
    rows = await fetch(_OF_CASES.replace("IDS", places), *case_ids)
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row["case"], []).append(row["word"])
    return found


async def in_use(scope: Scope, staff: StaffView) -> list[str]:
    """The words that agencies in reach put lately on cases that somebody may read, those used most first."""
    reached = Where("") if scope.national else one_of('t."agency"', sorted(scope.agencies))
    where = every(reached, walls.open_to(staff))
    rows = await fetch(_IN_USE.replace("REACHED", where.sql), *where.values, _LATELY, OFFERED)
    return [row["word"] for row in rows]


_OF_CASES = """SELECT t."case", t."word" FROM "case_tag" t JOIN "case_" c ON c."id" = t."case"
    WHERE t."case" IN (IDS) AND t."agency" = c."agency" ORDER BY t."id" """
_IN_USE = """SELECT MIN(u."word") AS "word" FROM (SELECT t."word", t."folded" FROM "case_tag" t
    JOIN "case_" c ON c."id" = t."case" WHERE REACHED ORDER BY t."id" DESC
    LIMIT {}) u GROUP BY u."folded" ORDER BY COUNT(*) DESC, u."folded" LIMIT {}"""
