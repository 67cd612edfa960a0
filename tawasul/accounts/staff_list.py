"""The accounts that somebody administers, to look through."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from tawasul.accounts import agencies, staff_rules
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import COLUMNS, StaffView, view
from tawasul.core.db import dialect
from tawasul.core.errors import NotFound
from tawasul.core.text import clean

PAGE = 50
_LONGEST = 100
_WANTED = (*COLUMNS, Staff.active, Staff.must_change, Staff.second_since)


@dataclass(frozen=True, slots=True)
class Account:
    """One account, whether it can log in, and by what."""

    person: StaffView
    active: bool
    must_change: bool
    second: bool


@dataclass(frozen=True, slots=True)
class Accounts:
    """One page of the list. `more` says that another follows."""

    rows: list[Account]
    page: int
    more: bool


def _account(row: dict[str, Any]) -> Account:
    return Account(view(row), row["active"], row["must_change"], row["second_since"] is not None)


async def accounts(by: StaffView, words: str = "", *, page: int = 1) -> Accounts:
    """Those whom `by` administers, whose name, user name, address or agency has the words; active ones first."""
    query = Staff.select(*_WANTED).where(Staff.role.is_in(list(staff_rules.roles_given_by(by.role))))
    if by.role != "administrator":
        scope = await agencies.scope(by)
        query = query.where(Staff.agency.is_in(sorted(scope.agencies)))
    wanted = _searched(words)
    if wanted:
        query = query.where(_found_by(wanted))
    query = query.order_by(Staff.active, ascending=False).order_by(Staff.username)
    rows = await query.limit(PAGE + 1).offset((page - 1) * PAGE)
    return Accounts([_account(row) for row in rows[:PAGE]], page, len(rows) > PAGE)


def _searched(words: str) -> str:
    """The words as a pattern reads them: what stands for other letters there is left out."""
    kept = clean(words)[:_LONGEST]
    return "".join(letter for letter in kept if letter.isprintable() and letter not in "%_\\")


def _found_by(words: str) -> Any:
    pattern, by_agency = f"%{words}%", Staff.agency == words.upper()[:20]
    columns = (Staff.username, Staff.name_ar, Staff.name_en, Staff.email)
    # SQLite's LIKE takes small and large letters for one, and has no other.
    first, *others = (column.like(pattern) if dialect() == "sqlite" else column.ilike(pattern) for column in columns)
    return reduce(or_, others, first) | by_agency


async def account(staff_id: int, *, by: StaffView) -> Account:
    """One account that `by` administers."""
    row = await Staff.select(*_WANTED).where(Staff.id == staff_id).first()
    if row is None or not staff_rules.manages(by, await agencies.scope(by), row["role"], row["agency"]):
        raise NotFound("no_such_staff")
    return _account(row)
