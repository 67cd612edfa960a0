"""One's own sessions: where somebody is logged in, and ending what is not hers or was forgotten."""

from dataclasses import dataclass
from datetime import datetime

from tawasul.accounts import telling
from tawasul.accounts.sessions import IDLE
from tawasul.accounts.tables import Session
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import transaction
from tawasul.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session that is open."""

    id: int
    created_at: datetime
    last_seen_at: datetime


async def open_ones(staff: StaffView) -> list[SessionView]:
    """Every session that still opens something, the newest first."""
    now = clock.now()
    rows = (
        await Session.select(Session.id, Session.created_at, Session.last_seen_at)
        .where(Session.staff == staff.id, Session.expires_at > now, Session.last_seen_at > now - IDLE)
        .order_by(Session.id, ascending=False)
    )
    return [SessionView(row["id"], row["created_at"], row["last_seen_at"]) for row in rows]


async def end_one(staff: StaffView, session_id: int) -> None:
    """End one of hers; `NotFound` if it is none of hers."""
    async with transaction():
        gone = await Session.delete().where(Session.id == session_id, Session.staff == staff.id).returning(Session.id)
        if not gone:
            raise NotFound("no_such_session")
        await telling.keep(staff.id, "session_ended", by=staff.actor())


async def end_others(staff: StaffView, own: int) -> None:
    """End all of hers but the one that asks."""
    async with transaction():
        gone = await Session.delete().where(Session.staff == staff.id, Session.id != own).returning(Session.id)
        if gone:
            await telling.keep(staff.id, "session_ended", by=staff.actor())
