"""Finding surges: after a case was sorted, the cases of the last hours at its place are looked at, and told once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cases import colleagues, surge_rule
from cases.surge_rule import LEVELS, LIMITS, Level
from cases.surge_tables import Surge
from cases.tables import Case
from routing import ladder, reference
from tawasul import audit
from tawasul.accounts.views import colleagues as colleagues_of
from tawasul.accounts.views import made_up
from tawasul.core import clock, i18n
from tawasul.core.actor import system
from tawasul.core.db import fetch, transaction
from tawasul.notify import write
from tawasul.notify.letters import About

WATCHER = system("surges")
READ = 300  # cases whose words are compared at most
_RECENT = (
    'SELECT id, block, area, governorate FROM "case_" WHERE category = {} AND received_at > {} AND received_at <= {} '
    "AND agency = {} ORDER BY received_at DESC LIMIT {}"
)
_BEFORE = 'SELECT COUNT(*) AS n FROM "case_" WHERE category = {} AND received_at > {} AND received_at <= {} AND '
_INSERT = (
    'INSERT INTO "surge" ("agency", "category", "level", "place", "cases", "usual", "chance", "began_at", "last_at", '
    '"at") VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}) ON CONFLICT DO NOTHING RETURNING "id"'
)


@dataclass(frozen=True, slots=True)
class Found:
    """Cases that are more than usual."""

    level: Level
    place: str
    ids: frozenset[int]
    usual: float
    chance: float


async def look(case_id: int) -> int | None:
    """Look at what came with this case; gives the new surge, if it is one. A second look finds nothing new."""
    columns = (Case.agency, Case.category, Case.block, Case.area, Case.governorate, Case.received_at, Case.demo)
    case = await Case.select(*columns).where(Case.id == case_id).first()
    if case is None or not case["agency"] or not case["category"]:
        return None
    since = case["received_at"] - LIMITS.window
    rows = await fetch(_RECENT, case["category"], since, case["received_at"], case["agency"], READ)
    if len(rows) < LIMITS.least:
        return None
    known = await _standing(case, since)
    inside = next((each for each in known if (case[each["level"]] or "") == each["place"]), None)
    if inside is not None:
        await _grow(inside, case["received_at"])
        return None
    found = await _found(case, surge_rule.outside(rows, known))
    return await _raise(case, found) if found else None


async def _standing(case: Mapping[str, Any], since: datetime) -> list[dict[str, Any]]:
    """The surges of this matter that still grow. Those that nothing came to for hours are over."""
    mine = (Surge.agency == case["agency"], Surge.category == case["category"], Surge.ended_at.is_null())
    await Surge.update({Surge.ended_at: clock.now()}).where(*mine, Surge.last_at <= since)
    rows: list[dict[str, Any]] = await Surge.select().where(*mine)
    return sorted(rows, key=lambda row: LEVELS.index(row["level"]))


async def _grow(surge: Mapping[str, Any], at: datetime) -> None:
    """One more look at a surge that is known: it is counted anew, so that a second look changes nothing."""
    level = surge["level"]
    counted = await fetch(
        f'{_BEFORE} agency = {{}} AND "{level}" = {{}}',
        surge["category"],
        surge["began_at"] - timedelta(microseconds=1),
        max(at, surge["last_at"]),
        surge["agency"],
        surge["place"],
    )
    await fetch(
        'UPDATE "surge" SET "cases" = {}, "last_at" = {} WHERE "id" = {} AND "cases" < {}',
        counted[0]["n"],
        max(at, surge["last_at"]),
        surge["id"],
        counted[0]["n"],
    )


async def _found(case: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Found | None:
    """The narrowest place of the case at which there are more than usual."""
    for level in LEVELS:
        place = case[level] or ""
        near = surge_rule.at(rows, level, place) if place else []
        if len(near) < LIMITS.least:
            continue
        found = await _judged(case, level, [row["id"] for row in near])
        if found:
            return found
    return None


async def _judged(case: Mapping[str, Any], level: Level, ids: list[int]) -> Found | None:
    texts = {row["id"]: row["text"] for row in await Case.select(Case.id, Case.text).where(Case.id.is_in(ids))}
    group = surge_rule.group(texts, LIMITS.overlap)
    if len(group) < LIMITS.least:
        return None
    until = case["received_at"] - LIMITS.window
    since = until - timedelta(weeks=LIMITS.weeks)
    counted = await fetch(
        f'{_BEFORE} agency = {{}} AND "{level}" = {{}}', case["category"], since, until, case["agency"], case[level]
    )
    mean = surge_rule.usual(counted[0]["n"])
    if not surge_rule.is_surge(len(group), mean):
        return None
    return Found(level, case[level], group, mean, surge_rule.chance(len(group), mean))


async def _raise(case: Mapping[str, Any], found: Found) -> int | None:
    """Write it down and tell the supervisor, unless somebody was faster."""
    came = await Case.select(Case.received_at).where(Case.id.is_in(list(found.ids)))
    first, last = min(row["received_at"] for row in came), max(row["received_at"] for row in came)
    values = (case["agency"], case["category"], found.level, found.place, len(found.ids), found.usual, found.chance)
    async with transaction():
        written = await fetch(_INSERT, *values, first, last, clock.now())
        if not written:
            return None
        surge_id: int = written[0]["id"]
        data = {"cases": len(found.ids), "usual": round(found.usual, 3)}
        await audit.append(f"surge:{surge_id}", actor=WATCHER, act="surge_seen", data=data)
        await _tell(surge_id, case, found)
    return surge_id


async def _tell(surge_id: int, case: Mapping[str, Any], found: Found) -> None:
    supervisors = await colleagues_of(case["agency"], "supervisor")
    people = supervisors or await ladder.persons(case["agency"], "plus1", None)
    category = (await reference.categories())[case["category"]]
    params = {
        "agency": await colleagues.agency_name(case["agency"]),
        "category": {"ar": category.name_ar, "en": category.name_en},
        "place": await place_names(found.level, found.place),
        "count": len(found.ids),
        "number": surge_id,
    }
    made = await made_up([person.id for person in people])
    for person in people:
        about = About(demo=case["demo"] or person.id in made)
        to = colleagues.recipient(person)
        await write("surge", to=to, key=f"surge:{surge_id}:{person.id}", params=params, about=about)


async def place_names(level: str, place: str) -> dict[str, str]:
    """What a place is called, in both languages."""
    if level == "block":
        return {language: _block(place, language) for language in i18n.LANGUAGES}
    known = await (reference.areas() if level == "area" else reference.governorates())
    row = known.get(place)
    return {"ar": row.name_ar, "en": row.name_en} if row else {"ar": place, "en": place}


def _block(number: str, language: i18n.Language) -> str:
    with i18n.use(language):
        return i18n._("Block %(number)s") % {"number": number}
