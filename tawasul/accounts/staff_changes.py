"""Changing an account. Belongs to a larger transaction: what somebody leaves behind is the business of `cases`."""

from collections.abc import Mapping
from typing import Any

from tawasul.accounts import access, agencies, history, permissions, sessions, staff_rules
from tawasul.accounts.passwords import hash_password
from tawasul.accounts.tables import Agency, Staff
from tawasul.accounts.views import StaffView
from tawasul.core.db import lock, require_transaction, swap, transaction
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from tawasul.core.text import clean

Row = dict[str, Any]
FIELDS = ("name_ar", "name_en", "email", "role", "agency", "language", "active")
# What nobody changes of herself.
_OF_OTHERS = frozenset({"role", "agency", "active"})


def stream(staff_id: int) -> str:
    """The name of an account's history."""
    return f"staff:{staff_id}"


async def held(staff_id: int, *, by: StaffView, rev: int | None = None) -> Row:
    """An account that `by` administers, held by this transaction. Others are `NotFound`, as if they were not there."""
    # Both, in one order: of two who shut each other out at once, the later one is out already.
    rows = {number: await lock(Staff, number) for number in sorted({staff_id, by.id})}
    row, own = rows[staff_id], rows[by.id]
    if own is None or not own["active"] or own["role"] != by.role:
        raise Forbidden("not_for_you")
    if row is None or not staff_rules.manages(by, await agencies.scope(by), row["role"], row["agency"]):
        raise NotFound("no_such_staff")
    if rev is not None:
        await history.check_seen(stream(staff_id), rev)
    return row


async def change(row: Row, new: Mapping[str, Any], *, by: StaffView, undoes: int | None = None) -> Row:
    """Give a held account other values. Returns the row as it is now; nothing is written if nothing changes."""
    require_transaction()
    wanted = {**{name: row[name] for name in FIELDS}, **_tidied(new)}
    altered = {name: value for name, value in wanted.items() if value != row[name]}
    if not altered:
        return row
    await _check(row, wanted, altered, by)
    before = {name: row[name] for name in altered}
    if not await swap(Staff, row["id"], old=before, new=altered):
        raise Conflict("entry_moved")
    if not wanted["active"]:
        await sessions.end_all_of(row["id"])
    act = "staff_undone" if undoes is not None else "staff_changed"
    await history.tell(stream(row["id"]), act, (before, altered), by=by.actor(), undoes=undoes)
    return {**row, **altered}


async def undo(row: Row, seq: int, *, by: StaffView) -> Row:
    """Give a held account back the values that one change took, as a new change."""
    before = await history.to_take_back(stream(row["id"]), seq, row)
    try:
        return await change(row, before, by=by, undoes=seq)
    except Invalid as error:
        raise Conflict("undo_impossible") from error


async def _check(row: Row, wanted: Row, altered: Row, by: StaffView) -> None:
    """Refuse what cannot be an account, or is not for `by` to give."""
    if row["id"] == by.id and altered.keys() & _OF_OTHERS:
        raise Forbidden("not_of_yourself")
    faults = staff_rules.faults_of(wanted)
    if not faults and altered.keys() & {"role", "agency"}:
        faults += await _placing_faults(wanted, by)
    if faults:
        raise Invalid(*faults)


async def _placing_faults(wanted: Row, by: StaffView) -> list[FieldError]:
    """A role and an agency that `by` gives, and that is there."""
    if wanted["agency"] is not None:
        found = await Agency.select(Agency.retired_at).where(Agency.code == wanted["agency"]).first()
        if found is None or found["retired_at"] is not None:
            return [FieldError("agency", "unknown")]
    if not staff_rules.manages(by, await agencies.scope(by), wanted["role"], wanted["agency"]):
        return [FieldError("role", "role_not_yours")]
    return []


def _tidied(new: Mapping[str, Any]) -> Row:
    """Texts as they are stored; an address that was left empty is none."""
    texts = {name: clean(value) if isinstance(value, str) else value for name, value in new.items()}
    return {**texts, **{name: texts[name] or None for name in ("email", "agency") if name in texts}}


async def give_password(staff_id: int, password: str, *, by: StaffView, rev: int) -> None:
    """Another password for somebody who lost hers: she has to choose her own at the next login."""
    stored = await hash_password(password)
    async with transaction():
        row = await _of_another(staff_id, by=by, rev=rev)
        await access.put_password(row, stored, must_change=True, by=by.actor())


async def take_second(staff_id: int, reason: str, *, by: StaffView, rev: int) -> None:
    """Take the second factor off somebody who lost the phone. For administrators alone, and never their own."""
    if not permissions.may(by, "staff.second"):
        raise Forbidden("not_for_you")
    kept = access.checked_reason(reason)
    async with transaction():
        await access.take_second(await _of_another(staff_id, by=by, rev=rev), kept, by=by.actor())


async def _of_another(staff_id: int, *, by: StaffView, rev: int) -> Row:
    row = await held(staff_id, by=by, rev=rev)
    if row["id"] == by.id:
        raise Forbidden("not_of_yourself")
    return row
