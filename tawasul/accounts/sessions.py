"""Logins. A session is found by the hash of a random token; the token itself is only in the cookie."""

from dataclasses import dataclass
from datetime import timedelta

from tawasul.accounts import half_logins, second_factor
from tawasul.accounts.second_factor import Due
from tawasul.accounts.tables import Session, Staff
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


@dataclass(frozen=True, slots=True)
class Login:
    """Who is logged in, by which session, and what she has to do before anything else opens."""

    staff: StaffView
    session: int
    due: Due | None


async def login_of(cookie: str) -> Login | None:
    """Who is logged in with this token: one select, and a write at most once a minute."""
    now = clock.now()
    wanted = (*COLUMNS, Staff.must_change, Staff.second_since)
    columns = [getattr(Session.staff, column._meta.name).as_alias(column._meta.name) for column in wanted]
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
    due = second_factor.due(row["role"], must_change=row["must_change"], since=row["second_since"])
    return Login(view(row), row["session"], due)


async def end(cookie: str) -> None:
    """Log out: the token opens nothing any more."""
    await Session.delete().where(Session.token_hash == token_hash(cookie))


async def end_all_of(staff_id: int) -> None:
    """Log a member of staff out everywhere, also where a code is still to come."""
    await Session.delete().where(Session.staff == staff_id)
    await half_logins.end_all_of(staff_id)


async def forget_expired() -> int:
    """Remove sessions past their end, and logins half way; returns how many sessions."""
    await half_logins.forget_expired()
    rows = await fetch('DELETE FROM "session" WHERE "expires_at" < {} RETURNING "id"', clock.now())
    return len(rows)
