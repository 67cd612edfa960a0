"""Logins between password and code. Their cookie and table are their own, so that nothing takes one for whole."""

from datetime import timedelta

from tawasul.accounts.tables import HalfLogin
from tawasul.core import clock
from tawasul.core.db import fetch
from tawasul.core.seal import token, token_hash

LIFETIME = timedelta(minutes=5)


async def begin(staff_id: int) -> str:
    """A login half way; returns the token for its cookie."""
    fresh = token()
    row = HalfLogin(token_hash=token_hash(fresh), staff=staff_id, expires_at=clock.now() + LIFETIME)
    await HalfLogin.insert(row)
    return fresh


async def staff_of(half: str) -> int | None:
    """Who gave the right password and may now give a code."""
    row = (
        await HalfLogin.select(HalfLogin.staff)
        .where(
            HalfLogin.token_hash == token_hash(half),
            HalfLogin.expires_at > clock.now(),
            HalfLogin.staff.active == True,  # noqa: E712 - a condition in SQL
        )
        .first()
    )
    return row["staff"] if row else None


async def end(half: str) -> bool:
    """It is used up. Says whether it was there: of two at once, one is told no."""
    return bool(await HalfLogin.delete().where(HalfLogin.token_hash == token_hash(half)).returning(HalfLogin.id))


async def end_all_of(staff_id: int) -> None:
    await HalfLogin.delete().where(HalfLogin.staff == staff_id)


async def forget_expired() -> None:
    """Remove those past their end."""
    await fetch('DELETE FROM "half_login" WHERE "expires_at" < {}', clock.now())
