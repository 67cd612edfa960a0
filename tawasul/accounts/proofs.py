"""Proving who one is: by password, or by a code of the second factor. Wrong tries are counted and slowed down."""

from typing import Any

from tawasul.accounts import recovery_codes, second_factor, telling
from tawasul.accounts.passwords import verify_password
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import StaffView, view
from tawasul.core import clock, log, throttle
from tawasul.core.db import lock, swap, transaction
from tawasul.core.errors import FieldError, Invalid
from tawasul.core.seal import Unsealable, fingerprint, unseal

SECRET = "second-factor"  # noqa: S105 - the name of a purpose
_log = log.get(__name__)


def key_of_name(username: str) -> str:
    """By what wrong passwords of an account are counted."""
    return fingerprint(f"user:{username}", purpose="throttle")


def key_of_client(client: str) -> str:
    """By what wrong tries from one address are counted."""
    return fingerprint(f"client:{client}", purpose="throttle")


def key_of_codes(staff_id: int) -> str:
    """By what wrong codes of an account are counted."""
    return fingerprint(f"second:{staff_id}", purpose="throttle")


async def prove_password(staff: StaffView, password: str, *, field: str = "password") -> None:
    """`Invalid` if it is not hers, `TooMany` after ten wrong tries, here and at the login together."""
    key = key_of_name(staff.username)
    await throttle.check(key)
    row = await Staff.select(Staff.password_hash).where(Staff.id == staff.id).first()
    if not await verify_password(password, row["password_hash"] if row else None):
        await throttle.failed(key)
        raise Invalid(FieldError(field, "wrong_password"))
    await throttle.cleared(key)


async def prove_code(staff_id: int, code: str, *, field: str = "code", client: str | None = None) -> None:
    """Take a code and use it up. `Invalid` if it is not right or was taken before, `TooMany` after ten wrong ones."""
    keys = [key_of_codes(staff_id), *([key_of_client(client)] if client else [])]
    await throttle.check(*keys)
    async with transaction():
        row = await lock(Staff, staff_id)
        taken = row is not None and row["second_since"] is not None and await _take(row, second_factor.tidied(code))
    if not taken:
        await throttle.failed(*keys)
        raise Invalid(FieldError(field, "wrong_second"))
    await throttle.cleared(keys[0])


async def _take(row: dict[str, Any], code: str) -> bool:
    now = clock.now()
    if second_factor.is_of_app(code):
        secret, last = secret_of(row), row["second_step"]
        step = second_factor.step_of(secret, code, now=now, after=last) if secret else None
        return step is not None and await swap(Staff, row["id"], old={"second_step": last}, new={"second_step": step})
    if not await recovery_codes.use(row["id"], code, now):
        return False
    await telling.keep_and_tell(row["id"], "recovery_code_used", by=view(row).actor())
    return True


def secret_of(row: dict[str, Any]) -> str | None:
    """The secret of an account; None where there is none, or where another key has sealed it."""
    if row["second_secret"] is None:
        return None
    try:
        return unseal(row["second_secret"], purpose=SECRET)
    except Unsealable:
        _log.warning("a second factor was sealed with another key", staff_id=row["id"])
        return None
