"""Logins. A session is found by the hash of a random token; the token itself is only in the cookie."""

from datetime import timedelta

from tawasul.accounts.tables import Session
from tawasul.accounts.views import COLUMNS, StaffView, view
from tawasul.core import clock
from tawasul.core.db import fetch
from tawasul.core.seal import token, token_hash

LIFETIME = timedelta(hours=12)
IDLE = timedelta(hours=1)
SEEN_EVERY = timedelta(minutes=1)


async def open_session(staff_id: int) -> str:
    """A new session; returns the token for the cookie. Every login gets a new one."""
    now, fresh = clock.now(), token()
    session = Session(
        token_hash=token_hash(fresh), staff=staff_id, created_at=now, last_seen_at=now, expires_at=now + LIFETIME
    )
    await Session.insert(session)
    return fresh


async def staff_of(cookie: str) -> StaffView | None:
    """Who is logged in with this token: one select, and a write at most once a minute."""
    now = clock.now()
    columns = [getattr(Session.staff, column._meta.name).as_alias(column._meta.name) for column in COLUMNS]
    row = (
        await Session.select(*columns, Session.id.as_alias("session"), Session.last_seen_at)
        .where(
            Session.token_hash == token_hash(cookie),
            Session.expires_at > now,
            Session.last_seen_at > now - IDLE,
            Session.staff.active == True,  # noqa: E712 - a condition in SQL
        )
        .first()
    )
    if row is None:
        return None
    if now - row["last_seen_at"] > SEEN_EVERY:
        await Session.update({Session.last_seen_at: now}).where(Session.id == row["session"])
    return view(row)


async def end(cookie: str) -> None:
    """Log out: the token opens nothing any more."""
    await Session.delete().where(Session.token_hash == token_hash(cookie))


async def end_all_of(staff_id: int) -> None:
    """Log a member of staff out everywhere."""
    await Session.delete().where(Session.staff == staff_id)


async def forget_expired() -> int:
    """Remove sessions past their end; returns how many."""
    rows = await fetch('DELETE FROM "session" WHERE "expires_at" < {} RETURNING "id"', clock.now())
    return len(rows)
