"""The cases that belong to one, as somebody may read them: linked by hand, and answered or closed as duplicates."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from cases import filters, walls
from cases.filters import Where, every, one_of
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core.db import fetch

Relation = Literal["related", "duplicate_of", "closed_duplicate_of", "duplicate"]
EXCERPT = 120
SHOWN = 50


@dataclass(frozen=True, slots=True)
class LinkedView:
    """Another case. `relation`: linked by hand; the one that this case repeats; or one that repeats this case."""

    reference: str
    relation: Relation
    status: str
    excerpt: str
    received_at: datetime


async def of_case(case: Mapping[str, Any], staff: StaffView) -> list[LinkedView]:
    """The cases that belong to this one and that somebody may open, the newest first, as many as a page can
    hold. The others are not there."""
    readable = await _readable(staff)
    case_id = case["id"]
    rows = await fetch(
        f"{_OF_CASE} WHERE {readable.sql} ORDER BY c.received_at DESC, c.id LIMIT {{}}",
        *(case_id, case_id, case_id, case["cycle"], case_id, case_id, case_id),
        *readable.values,
        SHOWN,
    )
    return [LinkedView(**row) for row in rows]


async def references(case_ids: Collection[int], staff: StaffView) -> dict[int, str]:
    """The numbers of those of these cases that somebody may open."""
    if not case_ids:
        return {}
    where = every(one_of("c.id", sorted(case_ids)), await _readable(staff))
    asked = f'SELECT c.id, c.reference FROM "case_" c WHERE {where.sql}'  # noqa: S608 - our own words
    rows = await fetch(asked, *where.values)
    return {row["id"]: row["reference"] for row in rows}


async def _readable(staff: StaffView) -> Where:
    return every(filters.reached(await agencies.scope(staff)), walls.open_to(staff))


# A reply that a later one took the place of, or that a supervisor rejected, makes no duplicate.
_OF_CASE = f"""SELECT c.reference, x.relation, c.status, substr(c.text, 1, {EXCERPT}) AS excerpt, c.received_at FROM (
        SELECT l."younger" AS other, 'related' AS relation FROM "case_link" l WHERE l."elder" = {{}}
        UNION ALL SELECT l."elder", 'related' FROM "case_link" l WHERE l."younger" = {{}}
        UNION ALL SELECT r."duplicate_of", 'duplicate_of' FROM "reply" r
            WHERE r."case" = {{}} AND r."cycle" = {{}} AND r."duplicate_of" IS NOT NULL AND r."rejected_at" IS NULL
        UNION ALL SELECT r."case", 'duplicate' FROM "reply" r JOIN "case_" d ON d."id" = r."case"
            AND d."cycle" = r."cycle" WHERE r."duplicate_of" = {{}} AND r."rejected_at" IS NULL
        UNION ALL SELECT o."duplicate_of", 'closed_duplicate_of' FROM "case_" o
            WHERE o."id" = {{}} AND o."duplicate_of" IS NOT NULL
        UNION ALL SELECT o."id", 'duplicate' FROM "case_" o WHERE o."duplicate_of" = {{}}
    ) x JOIN "case_" c ON c.id = x.other"""  # noqa: S608 - our own words
