"""The national calendar, its holidays and the promises, to start from. What an operator changed stays."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sla import calendars, seeded_days
from sla.policy import MOST_PAUSE_DAYS, Policy, checked
from sla.seeded_days import SEED
from sla.tables import Calendar, CalendarRevision, Holiday, PolicyVersion
from tawasul.core import seeding
from tawasul.core.db import transaction

_DATA = Path(__file__).parent / "data"


async def load() -> int:
    """Load them; returns how many rows were written. The second time writes none.

    A calendar is frozen as the file has it at the first load alone. Holidays that the file brings later, or says
    otherwise of, are proposed to two persons. Policies are known by what they apply to and their first day.
    """
    national = tomllib.loads((_DATA / "national.toml").read_text(encoding="utf-8"))
    code, rows = national["code"], [holiday(row) for row in seeding.read_rows(_DATA / "holidays.csv")]
    async with transaction():
        fresh = await _load_calendar(national)
        written = await _load_policies()
        if fresh:
            written += 1 + await _load_holidays(code, rows)
            await calendars.revise(code, actor=SEED, layout=layout(national))
    return written if fresh else written + await _propose(code, rows)


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


async def _load_calendar(national: Mapping[str, Any]) -> bool:
    """The calendar's own row; says whether it has no revision yet."""
    code = national["code"]
    if not await Calendar.exists().where(Calendar.code == code):
        names = {name: national[name] for name in ("code", "name_en", "name_ar", "tz")}
        await Calendar.insert(Calendar(**names))
    return not await CalendarRevision.exists().where(CalendarRevision.calendar == code)


async def _load_holidays(code: str, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the holidays of a calendar that is new."""
    stored = {row["date"] for row in await calendars.holidays(code)}
    missing = [row for row in rows if row["date"] not in stored]
    made = [Holiday(**row, calendar=code, entered_by=str(SEED), seed_hash=seeding.seed_hash(row)) for row in missing]
    if made:
        await Holiday.insert(*made)
    return len(made)


async def _propose(code: str, rows: Sequence[Mapping[str, Any]]) -> int:
    """Put before two persons what the file says and the calendar does not, unless an operator said something of it."""
    stored = {row["date"]: row for row in await calendars.holidays(code)}
    days = [
        seeded_days.said_of(row, is_known=row["date"] in stored)
        for row in rows
        if _is_news(row, stored.get(row["date"]))
    ]
    return await seeded_days.put_forward(code, days)


def _is_news(row: Mapping[str, Any], stored: Mapping[str, Any] | None) -> bool:
    """Whether a day is not there, or as the last seed left it and not as this one has it."""
    if stored is None:
        return True
    left: str | None = stored["seed_hash"]
    return seeding.seed_hash({name: stored[name] for name in row}) == left != seeding.seed_hash(row)


def holiday(row: Mapping[str, str]) -> dict[str, Any]:
    """A line of the file with its dates as dates."""
    in_lieu_of = date.fromisoformat(row["in_lieu_of"]) if row["in_lieu_of"] else None
    return {**row, "date": date.fromisoformat(row["date"]), "in_lieu_of": in_lieu_of}


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
