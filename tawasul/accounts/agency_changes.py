"""Adding and changing agencies, as part of a larger transaction: what refers to one is the business of `cases`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tawasul.accounts import agencies, history, staff_rules
from tawasul.accounts.permissions import descendants, may
from tawasul.accounts.tables import Agency
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import DatabaseError, is_unique_violation, lock, require_transaction, swap
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from tawasul.core.text import clean, latin_digits

Row = dict[str, Any]
NAMES, CONTACT = ("name_ar", "name_en", "parent"), ("email", "phone")
FIELDS = (*NAMES, *CONTACT, "retired", "successor")
_CODE = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*")
_PHONE = re.compile(r"\+?[0-9][0-9 -]{4,27}[0-9]")
_LONGEST_CODE, _LONGEST_NAME = 20, 200


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency with all that is administered of it."""

    code: str
    name_ar: str
    name_en: str
    parent: str | None
    email: str | None
    phone: str | None
    retired: bool
    successor: str | None


def stream(code: str) -> str:
    """The name of an agency's history."""
    return f"agency:{code}"


def is_code(code: str) -> bool:
    """Whether an agency can have this code."""
    return len(code) <= _LONGEST_CODE and _CODE.fullmatch(code) is not None


async def reaches(by: StaffView, code: str) -> bool:
    """Whether somebody administers this agency: all of it, or how it is reached."""
    return may(by, "agency.manage") or (await agencies.scope(by)).holds(code)


async def agency(code: str, *, by: StaffView) -> AgencyRow:
    """One agency that `by` administers; others are as if they were not there."""
    row = await Agency.select().where(Agency.code == code).first() if is_code(code) else None
    if row is None or not await reaches(by, code):
        raise NotFound("no_such_agency")
    values = _values(row)
    return AgencyRow(code, *(values[name] for name in FIELDS))


def _values(row: Row) -> Row:
    """The administered values of a row, as the history tells them."""
    return {**{name: row.get(name) for name in FIELDS}, "retired": row["retired_at"] is not None}


async def held(code: str, *, by: StaffView, rev: int) -> Row:
    """An agency that `by` administers, held by this transaction, as it was seen. Gives its values."""
    row = await lock(Agency, code) if is_code(code) else None
    if row is None or not await reaches(by, code):
        raise NotFound("no_such_agency")
    await history.check_seen(stream(code), rev)
    return {"code": code, "retired_at": row["retired_at"], **_values(row)}


async def add(code: str, new: Mapping[str, Any], *, by: StaffView) -> None:
    """Add an agency. `Invalid` with every fault, `Conflict` if the code is taken."""
    require_transaction()
    wanted = {**dict.fromkeys(FIELDS), **_tidied(new), "retired": False}
    faults = [*_faults(wanted), *await _parent_faults(code, wanted["parent"])]
    if not is_code(code):
        faults.insert(0, FieldError("code", "bad_agency_code"))
    if faults:
        raise Invalid(*faults)
    if await Agency.exists().where(Agency.code == code):
        raise Conflict("agency_is_there")
    try:
        await Agency.insert(Agency(code=code, **{name: wanted[name] for name in (*NAMES, *CONTACT)}))
    except DatabaseError as error:
        if is_unique_violation(error):  # somebody added it a moment ago
            raise Conflict("agency_is_there") from error
        raise
    after = {name: wanted[name] for name in (*NAMES, *CONTACT) if wanted[name] is not None}
    await history.tell(stream(code), "agency_added", ({}, after), by=by.actor())


async def change(row: Row, new: Mapping[str, Any], *, by: StaffView, undoes: int | None = None) -> Row:
    """Give a held agency other values. Returns its values as they are now."""
    require_transaction()
    wanted = {**{name: row[name] for name in FIELDS}, **_tidied(new)}
    altered = {name: value for name, value in wanted.items() if value != row[name]}
    if not altered:
        return row
    if not may(by, "agency.manage") and altered.keys() - set(CONTACT):
        raise Forbidden("not_for_you")
    faults = _faults(wanted)
    if "parent" in altered:
        faults += await _parent_faults(row["code"], wanted["parent"])
    if faults:
        raise Invalid(*faults)
    before = {name: row[name] for name in altered}
    if not await swap(Agency, row["code"], old=_stored(before, row), new=_stored(altered, {"retired_at": clock.now()})):
        raise Conflict("entry_moved")
    act = "agency_undone" if undoes is not None else "agency_changed"
    await history.tell(stream(row["code"]), act, (before, altered), by=by.actor(), undoes=undoes)
    return {**row, **altered}


async def undo(row: Row, seq: int, *, by: StaffView) -> Row:
    """Give a held agency back the values that one change took, as a new change."""
    before = await history.to_take_back(stream(row["code"]), seq, row)
    try:
        return await change(row, before, by=by, undoes=seq)
    except Invalid as error:
        raise Conflict("undo_impossible") from error


def _stored(values: Row, instant: Mapping[str, Any]) -> Row:
    """Values as their columns hold them: an agency is retired since an instant."""
    columns = {name: value for name, value in values.items() if name != "retired"}
    if "retired" in values:
        columns["retired_at"] = instant["retired_at"] if values["retired"] else None
    return columns


def _faults(wanted: Row) -> list[FieldError]:
    faults = [*staff_rules.name_faults(wanted, _LONGEST_NAME), *staff_rules.email_faults(wanted)]
    if wanted["phone"] is not None and not _PHONE.fullmatch(wanted["phone"]):
        faults.append(FieldError("phone", "bad_phone"))
    return faults


async def _parent_faults(code: str, parent: str | None) -> list[FieldError]:
    """A parent is there, works, and is not below the agency itself."""
    if parent is None:
        return []
    known = await agencies.all_agencies()
    if parent not in known or known[parent].retired:
        return [FieldError("parent", "unknown")]
    below = descendants(code, {one: row.parent for one, row in known.items()})
    return [FieldError("parent", "parent_below")] if parent in below else []


def _tidied(new: Mapping[str, Any]) -> Row:
    """Texts as they are stored; what was left empty is none, but for names."""
    texts = {name: clean(value) if isinstance(value, str) else value for name, value in new.items()}
    texts |= {"phone": latin_digits(texts["phone"])} if texts.get("phone") else {}
    return {
        name: value if name in ("name_ar", "name_en", "retired") else value or None for name, value in texts.items()
    }
