"""Logging in: the same answer for an unknown name and a wrong password, and slower with each wrong try."""

from tawasul.accounts import sessions
from tawasul.accounts.passwords import verify_password
from tawasul.accounts.tables import Staff
from tawasul.core import throttle
from tawasul.core.errors import FieldError, Invalid
from tawasul.core.seal import fingerprint


async def log_in(username: str, password: str, *, client: str) -> str:
    """The token of a new session. `Invalid` if the pair is wrong, `TooMany` after ten wrong tries."""
    name = username.strip().lower()
    keys = (
        fingerprint(f"user:{name}", purpose="throttle"),
        fingerprint(f"client:{client}", purpose="throttle"),
    )
    await throttle.check(*keys)
    row = await Staff.select(Staff.id, Staff.password_hash).where(Staff.username == name, Staff.active.eq(True)).first()
    if not await verify_password(password, row["password_hash"] if row else None) or row is None:
        await throttle.failed(*keys)
        raise Invalid(FieldError("password", "wrong_login"))
    await throttle.cleared(keys[0])
    return await sessions.open_session(row["id"])
