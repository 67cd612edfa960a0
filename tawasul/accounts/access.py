"""Access that others give and take: another password, and taking off a second factor whose phone is lost."""

from typing import Any

from tawasul.accounts import recovery_codes, sessions, telling
from tawasul.accounts.passwords import hash_password
from tawasul.accounts.second_changes import OFF
from tawasul.accounts.staff import LEAST_PASSWORD
from tawasul.accounts.staff_rules import is_unseen
from tawasul.accounts.tables import Staff
from tawasul.core.actor import Actor
from tawasul.core.db import lock, require_transaction, swap, transaction
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound
from tawasul.core.text import clean

Row = dict[str, Any]
_LONGEST_REASON = 500


async def put_password(row: Row, stored: str, *, must_change: bool, by: Actor) -> None:
    """Another password for a held account. Whoever was logged in with the old one no longer is."""
    require_transaction()
    new = {"password_hash": stored, "must_change": must_change, **unproved(row)}
    if not await swap(Staff, row["id"], old={"password_hash": row["password_hash"]}, new=new):
        raise Conflict("entry_moved")
    await sessions.end_all_of(row["id"])
    await telling.keep_and_tell(row["id"], "password_given", by=by)


def unproved(row: Row) -> Row:
    """What ends with a password besides: a second factor that was begun with it, and that nobody has proved."""
    return {"second_secret": None, "second_step": 0} if row["second_since"] is None else {}


async def take_second(row: Row, reason: str, *, by: Actor) -> None:
    """Take the second factor off a held account, with its recovery codes and sessions. Nobody reads its secret."""
    require_transaction()
    if row["second_since"] is None:
        raise Conflict("second_is_off")
    await swap(Staff, row["id"], old={}, new=OFF)
    await recovery_codes.forget(row["id"])
    await sessions.end_all_of(row["id"])
    await telling.keep_and_tell(row["id"], "second_factor_taken", by=by, values={"reason": reason})


def checked_reason(reason: str) -> str:
    """A reason as it is kept. `Invalid` without one."""
    kept = " ".join(clean(reason).split())
    if not kept:
        raise Invalid(FieldError("reason", "second_needs_reason"))
    if len(kept) > _LONGEST_REASON:
        raise Invalid(FieldError("reason", "field_too_long"))
    if is_unseen(kept):
        raise Invalid(FieldError("reason", "control"))
    return kept


async def reset_password(username: str, password: str, *, must_change: bool, by: Actor) -> None:
    """For whoever runs the machine: another password for an account by its name."""
    if len(password) < LEAST_PASSWORD:
        raise Invalid(FieldError("password", "short_password"))
    stored = await hash_password(password)
    async with transaction():
        await put_password(await _named(username), stored, must_change=must_change, by=by)


async def take_second_of(username: str, reason: str, *, by: Actor) -> None:
    """For whoever runs the machine: take the second factor off an account by its name."""
    kept = checked_reason(reason)
    async with transaction():
        await take_second(await _named(username), kept, by=by)


async def _named(username: str) -> Row:
    found = await Staff.select(Staff.id).where(Staff.username == username.strip().lower()).first()
    row = await lock(Staff, found["id"]) if found else None
    if row is None:
        raise NotFound("no_such_account")
    return row
