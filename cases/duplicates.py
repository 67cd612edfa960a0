"""Cases that are probably the same as one: for the officer who has it, and for the one who is about to file it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cases import access, walls
from cases.filing_form import CaseDraft
from cases.likeness import alike
from cases.moves import OPEN
from cases.tables import Case
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core.db import fetch

SAME_PERSON, SAME_PLACE = timedelta(days=30), timedelta(days=7)
LOOKED_AT, SHOWN = 50, 5


@dataclass(frozen=True, slots=True)
class SameView:
    """A case that is probably the same. `by_contact`: the same person filed it, and lets the agency know."""

    reference: str
    text: str
    status: str
    received_at: datetime
    by_contact: bool


@dataclass(frozen=True, slots=True)
class OwnView:
    """An open case of one's own."""

    reference: str
    text: str
    category: str | None
    received_at: datetime


async def probable(case: Mapping[str, Any], staff: StaffView) -> list[SameView]:
    """Cases that somebody reaches and that probably tell of the same as this one, the newest first. Two statements.

    That two cases have one contact is told only where both citizens let the agency know who they are.
    """
    scope = await agencies.scope(staff)
    person = await _of_contact(case)
    place = await _of_place(case)
    found = {row["id"]: (row, False) for row in place} | {row["id"]: (row, True) for row in person}
    shut = await walls.shut(list(found), staff)
    readable = [(row, is_person) for number, (row, is_person) in found.items() if number not in shut]
    reached = [(row, is_person) for row, is_person in readable if scope.holds(row["agency"])]
    same = [(row, is_person) for row, is_person in reached if alike(case["text"], row["text"])]
    same.sort(key=lambda pair: pair[0]["received_at"], reverse=True)
    return [
        SameView(row["reference"], row["text"], row["status"], row["received_at"], is_person)
        for row, is_person in same[:SHOWN]
    ]


async def _of_contact(case: Mapping[str, Any]) -> list[dict[str, Any]]:
    return await fetch(
        f"""SELECT {_COLUMNS} FROM "contact" own JOIN "contact" o ON o."case" <> own."case"
            AND (o."email_fingerprint" = own."email_fingerprint" OR o."mobile_fingerprint" = own."mobile_fingerprint")
        JOIN "case_" c ON c."id" = o."case"
        WHERE own."case" = {{}} AND own."visible_to" = 'agency' AND o."visible_to" = 'agency'
            AND c."received_at" BETWEEN {{}} AND {{}} ORDER BY c."received_at" DESC LIMIT {{}}""",  # noqa: S608 - ours
        case["id"],
        case["received_at"] - SAME_PERSON,
        case["received_at"] + SAME_PERSON,
        LOOKED_AT,
    )


async def _of_place(case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Of the same category in the same block, or where no block was said in the same area."""
    place = "block" if case["block"] else "area"
    if not case["category"] or not case[place]:
        return []
    narrow = "c.\"block\" <> ''" if place == "block" else 'c."area" IS NOT NULL'
    return await fetch(
        f"""SELECT {_COLUMNS} FROM "case_" c WHERE c."category" = {{}} AND c."{place}" = {{}} AND {narrow}
            AND c."received_at" BETWEEN {{}} AND {{}} AND c."id" <> {{}}
        ORDER BY c."received_at" DESC LIMIT {{}}""",  # noqa: S608 - ours
        case["category"],
        case[place],
        case["received_at"] - SAME_PLACE,
        case["received_at"] + SAME_PLACE,
        case["id"],
        LOOKED_AT,
    )


_COLUMNS = 'c."id", c."agency", c."reference", c."text", c."status", c."received_at"'


async def own(draft: CaseDraft, pairs: Sequence[tuple[str, str]]) -> list[OwnView]:
    """Open cases like a draft among those whose reference and access code are at hand, and among no others."""
    codes = dict(pairs)
    if not codes:
        return []
    rows = await Case.select().where(Case.reference.is_in(list(codes)), Case.status.is_in(list(OPEN)))
    mine = [row for row in rows if access.matches(row["id"], row["access_version"], codes[row["reference"]])]
    return [
        OwnView(row["reference"], row["text"], row["category"], row["received_at"])
        for row in sorted(mine, key=lambda row: row["received_at"], reverse=True)
        if _is_same(draft, row)
    ][:SHOWN]


def _is_same(draft: CaseDraft, row: Mapping[str, Any]) -> bool:
    """Alike in words, and not known to be about another service or place."""
    told = [(draft.category, row["category"]), (draft.block, row["block"]), (draft.governorate, row["governorate"])]
    return all(one == other or not one or not other for one, other in told) and alike(draft.text, row["text"])
