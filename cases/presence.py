"""Who else has a case open, and who writes there. Colleagues see it while it lasts; it never becomes history."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from cases import filters, walls
from cases.moves import OPEN
from cases.presence_tables import Presence
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView, view
from tawasul.core import clock
from tawasul.core.db import fetch
from tawasul.core.errors import NotFound

# The page looks every 25 seconds: whoever missed two looks is gone.
LASTS = timedelta(minutes=1)
Doing = Literal["reply", "note"]

# Reach and walls are judged by the same statement: the row of somebody who is out by now does not live on.
_SEEN = """
    INSERT INTO "presence" ("case", "staff", "seen_at", "doing", "did_at")
    SELECT c.id, {}, {}, {}, {} FROM "case_" c WHERE c.reference = {} AND """
_AGAIN = """
    ON CONFLICT ("case", "staff") DO UPDATE SET "seen_at" = excluded."seen_at",
        "doing" = CASE WHEN excluded."did_at" IS NULL THEN "presence"."doing" ELSE excluded."doing" END,
        "did_at" = COALESCE(excluded."did_at", "presence"."did_at")
    RETURNING "case"
"""
# Nobody is named at a case who is kept from it, whoever was there a moment ago.
_OTHERS = f"""
    SELECT s.id, s.username, s.name_en, s.name_ar, s.email, s.role, s.agency, s.language,
        CASE WHEN p.did_at > {{}} AND (p.doing <> 'reply' OR c.status IN ({", ".join(f"'{one}'" for one in OPEN)}))
            THEN p.doing ELSE '' END AS doing
    FROM "presence" p JOIN "staff" s ON s.id = p.staff JOIN "case_" c ON c.id = p."case"
    WHERE p."case" = {{}} AND p.staff <> {{}} AND p.seen_at > {{}} AND s.active
        AND NOT EXISTS (SELECT 1 FROM "barred" w WHERE w."case" = c.id AND w.staff = s.id)
        AND (NOT c.confidential OR EXISTS (SELECT 1 FROM "named_reader" w WHERE w."case" = c.id AND w.staff = s.id))
    ORDER BY s.username
"""  # noqa: S608 - words of our own


@dataclass(frozen=True, slots=True)
class PresentView:
    """Somebody who has the case open. `doing`: reply or note while she writes one, else nothing."""

    person: StaffView
    doing: str


async def seen(reference: str, staff: StaffView, doing: Doing | None = None) -> int:
    """Somebody has the case open, and perhaps writes there; gives its id. Out of reach it is `NotFound`.

    A reading of a confidential case is kept elsewhere; this is not one.
    """
    reach = filters.every(filters.reached(await agencies.scope(staff)), walls.open_to(staff))
    now = clock.now()
    did_at = now if doing else None
    rows = await fetch(_SEEN + reach.sql + _AGAIN, staff.id, now, doing or "", did_at, reference, *reach.values)
    if not rows:
        raise NotFound("no_such_case")
    case_id: int = rows[0]["case"]
    return case_id


async def others(case_id: int, staff: StaffView) -> list[PresentView]:
    """Who else was seen at the case within the last minute. One statement."""
    since = clock.now() - LASTS
    return [PresentView(view(row), row["doing"]) for row in await fetch(_OTHERS, since, case_id, staff.id, since)]


async def sweep() -> None:
    """Take away who is gone."""
    await Presence.delete().where(Presence.seen_at < clock.now() - LASTS)
