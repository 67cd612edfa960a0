"""Retiring an agency: what refers to it is refused or goes to its successor, and its open cases with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases import tags
from cases.assigning import assign
from cases.moves import OPEN, Change, held
from cases.tables import Case
from routing import reference
from tawasul import outbox
from tawasul.accounts import agencies, agency_changes
from tawasul.accounts.tables import Agency, Staff
from tawasul.accounts.views import StaffView
from tawasul.core.actor import system
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, FieldError, Invalid

MOVE = "cases.jobs.move_to_successor"
PORTION = 200
_BY = system("succession")


@dataclass(frozen=True, slots=True)
class Ties:
    """What refers to an agency that works."""

    open_cases: int
    accounts: int
    below: int
    services: int


async def ties(code: str) -> Ties:
    """What would be left behind if this agency were retired now."""
    return Ties(
        open_cases=await Case.count().where(Case.agency == code, Case.status.is_in(list(OPEN))),
        accounts=await Staff.count().where(Staff.agency == code, Staff.active.eq(True)),
        below=await Agency.count().where(Agency.parent == code, Agency.retired_at.is_null()),
        services=await _services(code),
    )


async def _services(code: str) -> int:
    """How many categories and rules send cases to it."""
    categories, rules = await reference.categories(), await reference.rules()
    named = sum(row.agency_code == code and not row.retired for row in categories.values())
    return named + sum(rule.to_agency == code for rule in rules)


async def add(code: str, new: Mapping[str, Any], *, by: StaffView) -> None:
    """Add an agency."""
    async with transaction():
        await agency_changes.add(code, new, by=by)


async def edit(code: str, new: Mapping[str, Any], *, by: StaffView, rev: int) -> None:
    """Change names, parent or how an agency is reached."""
    async with transaction():
        await agency_changes.change(await agency_changes.held(code, by=by, rev=rev), new, by=by)


async def retire(code: str, successor: str | None, *, by: StaffView, rev: int) -> None:
    """Let an agency work no longer. Its services and open cases go to the successor; without one it may have none."""
    async with transaction():
        row = await agency_changes.held(code, by=by, rev=rev)
        if row["retired"]:
            raise Conflict("entry_moved")
        await _check(code, successor)
        await agency_changes.change(row, {"retired": True, "successor": successor}, by=by)
        if successor is not None:
            await outbox.append(MOVE, code)


async def _check(code: str, successor: str | None) -> None:
    """Refuse what would leave somebody or something without an agency."""
    left = await ties(code)
    if left.accounts:
        raise Conflict("has_accounts", count=left.accounts)
    if left.below:
        raise Conflict("has_agencies_below", count=left.below)
    if successor is None:
        if left.open_cases:
            raise Conflict("has_open_cases", count=left.open_cases)
        if left.services:
            raise Conflict("has_services", count=left.services)
        return
    known = (await agencies.all_agencies()).get(successor)
    if known is None or known.retired or successor == code:
        raise Invalid(FieldError("successor", "unknown"))


async def undo(code: str, seq: int, *, by: StaffView, rev: int) -> None:
    """Take one change of an agency back. One that retires it again is refused while something refers to it."""
    async with transaction():
        row = await agency_changes.held(code, by=by, rev=rev)
        changed = await agency_changes.undo(row, seq, by=by)
        if changed["retired"] and not row["retired"]:
            await _check_again(code, changed["successor"])
            await outbox.append(MOVE, code)


async def _check_again(code: str, successor: str | None) -> None:
    try:
        await _check(code, successor)
    except Invalid as error:
        raise Conflict("undo_impossible") from error


async def move_late() -> None:
    """Give on what came to a retired agency after its cases were moved: sorted by what held a moment before."""
    for code in agencies.successors(await agencies.all_agencies()):
        await move_cases(code)


async def move_cases(code: str) -> int:
    """Give the open cases of a retired agency to its successor, a transaction each. A second run finds none.

    One portion at a time: what is left is asked for anew.
    """
    to = agencies.successors(await agencies.all_agencies()).get(code)
    if to is None:
        return 0
    rows = (
        await Case.select(Case.id)
        .where(Case.agency == code, Case.status.is_in(list(OPEN)))
        .order_by(Case.id)
        .limit(PORTION)
    )
    for row in rows:
        async with transaction():
            case = await held(row["id"])
            if case["agency"] == code and case["status"] in OPEN:
                await assign(case, to, Change(_BY, "succeeded", {"from": code}))
                await tags.bequeath(case["id"], code, to)
    if len(rows) == PORTION:
        async with transaction():
            await outbox.append(MOVE, code)
    return len(rows)
