"""Administering accounts, with what it does to the cases that somebody has."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cases import handover
from cases.passing_tables import Part
from tawasul.accounts import agencies, staff, staff_changes, staff_rules
from tawasul.accounts.passwords import hash_password
from tawasul.accounts.permissions import Scope, may, scope_of
from tawasul.accounts.staff import NewStaff
from tawasul.accounts.staff_changes import Row
from tawasul.accounts.tables import Agency
from tawasul.accounts.views import StaffView, view
from tawasul.core.db import transaction
from tawasul.core.errors import FieldError, Invalid


async def invite(new: NewStaff, *, by: StaffView) -> int:
    """Open an account for somebody whom `by` administers, its password to be changed first; returns its number."""
    values = {
        "name_ar": new.name_ar,
        "name_en": new.name_en,
        "email": new.email,
        "role": new.role,
        "agency": new.agency,
        "language": new.language,
    }
    faults = [*staff.faults_of(new), *staff_rules.faults_of(values)]
    if new.agency is not None and not await Agency.exists().where(
        Agency.code == new.agency, Agency.retired_at.is_null()
    ):
        faults.append(FieldError("agency", "unknown"))
    elif not staff_rules.manages(by, await agencies.scope(by), new.role, new.agency):
        faults.append(FieldError("role", "role_not_yours"))
    if faults:
        raise Invalid(*faults)
    return await staff.store(replace(new, must_change=True), await hash_password(new.password), by=by.actor())


async def edit(
    staff_id: int, new: Mapping[str, Any], *, by: StaffView, rev: int, hand_to: int | None = None
) -> list[int]:
    """Change an account; returns the cases that had to be given away, as their officer cannot have them any more."""
    async with transaction():
        row = await staff_changes.held(staff_id, by=by, rev=rev)
        changed = await staff_changes.change(row, new, by=by)
        return await _give_away(row, changed, by, hand_to)


async def undo(staff_id: int, seq: int, *, by: StaffView, rev: int) -> list[int]:
    """Take one change of an account back; returns the cases that had to be given away by that."""
    async with transaction():
        row = await staff_changes.held(staff_id, by=by, rev=rev)
        changed = await staff_changes.undo(row, seq, by=by)
        return await _give_away(row, changed, by, None)


async def _give_away(before: Row, after: Row, by: StaffView, hand_to: int | None) -> list[int]:
    """Hand the open cases over if whoever had them cannot have them now."""
    if after["active"] and await _reach(after) >= await _reach(before):
        return []
    moved = await handover.hand_over(before["id"], await handover.heir(hand_to), "left", by=by.actor())
    # After the cases: whoever works on a part holds its case first.
    await Part.update({Part.holder: None}).where(Part.holder == before["id"], Part.state == "open")
    return moved


async def _reach(row: Row) -> frozenset[str]:
    """The agencies whose cases an account may have."""
    person = view(row)
    parents = {code: agency.parent for code, agency in (await agencies.all_agencies()).items()}
    scope: Scope = scope_of(person, parents)
    if not (may(person, "case.take") or may(person, "case.answer")):
        return frozenset()
    return frozenset(parents) if scope.national else scope.agencies
