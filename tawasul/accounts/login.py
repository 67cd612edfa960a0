"""Logging in: the same answer for an unknown name and a wrong password, and slower with each wrong try."""

from dataclasses import dataclass

from tawasul.accounts import half_logins, proofs, second_factor, sessions
from tawasul.accounts.passwords import verify_password
from tawasul.accounts.tables import Staff
from tawasul.core import throttle
from tawasul.core.db import transaction
from tawasul.core.errors import FieldError, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class Entered:
    """The token of a session, or of a login that still needs a code (`whole` is false) and opens nothing."""

    token: str
    whole: bool


async def log_in(username: str, password: str, *, client: str) -> Entered:
    """What the right pair opens. `Invalid` if it is wrong, `TooMany` after ten wrong tries."""
    name = username.strip().lower()
    keys = (proofs.key_of_name(name), proofs.key_of_client(client))
    await throttle.check(*keys)
    columns = (Staff.id, Staff.password_hash, Staff.second_since)
    row = await Staff.select(*columns).where(Staff.username == name, Staff.active.eq(True)).first()
    if not await verify_password(password, row["password_hash"] if row else None) or row is None:
        await throttle.failed(*keys)
        raise Invalid(FieldError("password", "wrong_login"))
    await throttle.cleared(keys[0])
    if row["second_since"] is not None and second_factor.is_on():
        return Entered(await half_logins.begin(row["id"]), whole=False)
    return Entered(await sessions.open_session(row["id"]), whole=True)


async def finish(half: str, code: str, *, client: str) -> str:
    """The token of a session for whoever has password and code. `NotFound` if the login was not begun or is too old."""
    staff_id = await half_logins.staff_of(half)
    if staff_id is None:
        raise NotFound("login_too_old")
    await proofs.prove_code(staff_id, code, client=client)
    async with transaction():
        # Gone meanwhile: used up by another, or its password was given anew.
        if not await half_logins.end(half):
            raise NotFound("login_too_old")
        return await sessions.open_session(staff_id)
