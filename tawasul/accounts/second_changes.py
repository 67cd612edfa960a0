"""Setting up a second factor, switching it off, and new recovery codes."""

from dataclasses import dataclass
from typing import Any

from tawasul.accounts import proofs, recovery_codes, second_factor, sessions, telling
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import StaffView
from tawasul.core import clock, throttle
from tawasul.core.db import lock, swap, transaction
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid
from tawasul.core.seal import seal

OFF = {"second_secret": None, "second_since": None, "second_step": 0}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody is with her second factor. `secret`: one that was shown and waits for its first code."""

    on: bool
    secret: str | None
    codes_left: int


@dataclass(frozen=True, slots=True)
class SetUp:
    """What is given once: the recovery codes, and the token of a new session."""

    token: str
    codes: list[str]


async def standing(staff: StaffView) -> Standing:
    """Whether the second factor is on, and what is still to be proved."""
    row = await Staff.select(Staff.id, Staff.second_secret, Staff.second_since).where(Staff.id == staff.id).first()
    if row is None or row["second_since"] is None:
        return Standing(on=False, secret=proofs.secret_of(row) if row else None, codes_left=0)
    return Standing(on=True, secret=None, codes_left=await recovery_codes.left(staff.id))


async def begin(staff: StaffView, password: str) -> None:
    """Make a secret for the phone. It counts for nothing before a code of it is typed."""
    if not second_factor.is_on():
        raise Forbidden("second_not_offered")
    await proofs.prove_password(staff, password)
    sealed = seal(second_factor.new_secret(), purpose=proofs.SECRET)
    if not await swap(Staff, staff.id, old={"second_since": None}, new={"second_secret": sealed, "second_step": 0}):
        raise Conflict("second_is_on")


async def confirm(staff: StaffView, code: str) -> SetUp:
    """The first code: from now on it is asked for. Every session ends, as it was opened without one."""
    if not second_factor.is_on():
        raise Forbidden("second_not_offered")
    key, now = proofs.key_of_codes(staff.id), clock.now()
    await throttle.check(key)
    async with transaction():
        secret = _waiting(await lock(Staff, staff.id))
        step = second_factor.step_of(secret, second_factor.tidied(code), now=now, after=0)
        set_up = await _set_up(staff, step) if step is not None else None
    if set_up is None:
        await throttle.failed(key)
        raise Invalid(FieldError("code", "wrong_second"))
    await throttle.cleared(key)
    return set_up


def _waiting(row: dict[str, Any] | None) -> str:
    """The secret of an account that waits for its first code."""
    if row is None or row["second_since"] is not None:
        raise Conflict("second_is_on")
    secret = proofs.secret_of(row)
    if secret is None:
        raise Conflict("second_not_begun")
    return secret


async def _set_up(staff: StaffView, step: int) -> SetUp:
    now = clock.now()
    await swap(Staff, staff.id, old={"second_since": None}, new={"second_since": now, "second_step": step})
    codes = await recovery_codes.make(staff.id, now)
    await sessions.end_all_of(staff.id)
    await telling.keep_and_tell(staff.id, "second_factor_on", by=staff.actor())
    return SetUp(await sessions.open_session(staff.id), codes)


async def switch_off(staff: StaffView, password: str, code: str) -> None:
    """One's own, by password and code together."""
    await proofs.prove_password(staff, password)
    await proofs.prove_code(staff.id, code)
    async with transaction():
        await lock(Staff, staff.id)
        await swap(Staff, staff.id, old={}, new=OFF)
        await recovery_codes.forget(staff.id)
        await telling.keep_and_tell(staff.id, "second_factor_off", by=staff.actor())


async def renew_codes(staff: StaffView, code: str) -> list[str]:
    """Ten new recovery codes; the earlier ones open nothing any more."""
    await proofs.prove_code(staff.id, code, field="renewal")
    async with transaction():
        row = await lock(Staff, staff.id)
        if row is None or row["second_since"] is None:
            raise Conflict("second_not_begun")
        codes = await recovery_codes.make(staff.id, clock.now())
        await telling.keep(staff.id, "recovery_codes_renewed", by=staff.actor())
    return codes
