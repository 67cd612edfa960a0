"""The national calendar, its holidays and the promises, to start from. What an operator changed stays."""

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sla import calendars
from sla.policy import MOST_PAUSE_DAYS, Policy, checked
from sla.tables import Calendar, CalendarRevision, Holiday, PolicyVersion
from tawasul.core import seeding
from tawasul.core.actor import system
from tawasul.core.db import transaction

_DATA = Path(__file__).parent / "data"
_SEED = system("seed")


async def load() -> int:
    """Load them in one transaction; returns how many rows were written. The second time writes none.

    A revision is frozen at the first load and when the seed brings new holidays; hours as an operator revised them
    go into it. Holidays are known by calendar and date, policies by what they apply to and their first day.
    """
    national = tomllib.loads((_DATA / "national.toml").read_text(encoding="utf-8"))
    async with transaction():
        fresh = await _load_calendar(national)
        written = await _load_holidays(national["code"])
        if fresh:
            await calendars.revise(national["code"], actor=_SEED, layout=layout(national))
        elif written:
            await calendars.revise(national["code"], actor=_SEED)
        return fresh + written + await _load_policies()


def layout(national: Mapping[str, Any]) -> dict[str, Any]:
    """Hours, Ramadans and horizon as a revision keeps them."""
    hours = dict.fromkeys(national["hours"], national["ramadan"]["hours"])
    return {
        "tz": national["tz"],
        "hours": national["hours"],
        "periods": [{**dates, "hours": hours} for dates in national["ramadan"]["years"]],
        "exceptions": {},
        "horizon": national["horizon"],
    }


async def _load_calendar(national: Mapping[str, Any]) -> int:
    """The calendar's own row; 1 if it has no revision yet."""
    code = national["code"]
    if not await Calendar.exists().where(Calendar.code == code):
        names = {name: national[name] for name in ("code", "name_en", "name_ar", "tz")}
        await Calendar.insert(Calendar(**names))
    return int(not await CalendarRevision.exists().where(CalendarRevision.calendar == code))


async def _load_holidays(code: str) -> int:
    stored = {row["date"]: row for row in await calendars.holidays(code)}
    written = 0
    for row in map(holiday, seeding.read_rows(_DATA / "holidays.csv")):
        written += await _load_holiday(code, row, stored.get(row["date"]))
    return written


def holiday(row: Mapping[str, str]) -> dict[str, Any]:
    """A line of the file with its dates as dates."""
    in_lieu_of = date.fromisoformat(row["in_lieu_of"]) if row["in_lieu_of"] else None
    return {**row, "date": date.fromisoformat(row["date"]), "in_lieu_of": in_lieu_of}


async def _load_holiday(code: str, row: dict[str, Any], stored: Mapping[str, Any] | None) -> int:
    """Insert a holiday, or bring one up to date that nobody touched since the last seed."""
    fresh = seeding.seed_hash(row)
    if stored is None:
        await Holiday.insert(Holiday(**row, calendar=code, entered_by=str(_SEED), seed_hash=fresh))
        return 1
    untouched = seeding.seed_hash({name: stored[name] for name in row}) == stored["seed_hash"]
    if stored["seed_hash"] == fresh or not untouched:
        return 0
    await Holiday.update({getattr(Holiday, name): value for name, value in (row | {"seed_hash": fresh}).items()}).where(
        Holiday.id == stored["id"]
    )
    return 1


async def _load_policies() -> int:
    """Insert the policies that are not there. Those that are there stay: clocks were promised by them."""
    stored = {tuple(row[name] for name in _IDENTITY) for row in await PolicyVersion.select()}
    missing = [policy for policy in policies() if tuple(getattr(policy, name) for name in _IDENTITY) not in stored]
    if missing:
        await PolicyVersion.insert(*map(_policy_row, missing))
    return len(missing)


_IDENTITY = ("clock", "agency", "kind", "category", "valid_from")


def policies() -> list[Policy]:
    """The promises of the file."""
    return [
        checked(
            Policy(
                clock=row["clock"],
                agency=row["agency"] or None,
                kind=row["kind"] or None,
                category=row["category"] or None,
                target=int(row["target"]),
                unit="working_days" if row["unit"] == "working_days" else "business_seconds",
                ladder=tuple(row["ladder"].split()),
                valid_from=date.fromisoformat(row["valid_from"]),
            )
        )
        for row in seeding.read_rows(_DATA / "policies.csv")
    ]


def _policy_row(policy: Policy) -> PolicyVersion:
    values = {name: getattr(policy, name) for name in (*_IDENTITY, "target", "unit")}
    return PolicyVersion(
        **values,
        ladder=json.dumps(policy.ladder),
        pause_rules=json.dumps({"most_days": MOST_PAUSE_DAYS}),
        seed_hash=seeding.seed_hash(values),
    )
