"""What the calendar does to cases: answered ones are closed once nobody can object any more, and so on.

Run by the ticker, as often as it likes: every act looks again at what it holds.
"""

from datetime import datetime

from cases import commitments
from cases.moments import midnight
from cases.moves import Change, held, move
from cases.reopening import WINDOW, window_ends
from cases.tables import Reply
from sla import calendars
from tawasul.core import clock
from tawasul.core.actor import system
from tawasul.core.db import fetch, transaction
from tawasul.core.i18n import ZONE

BATCH = 200
_TICKER = system("ticker")
_ENDED = """
    SELECT c.id FROM "case_" c
    JOIN "reply" r ON r."case" = c.id AND r.cycle = c.cycle AND r.rejected_at IS NULL
    WHERE c.status = 'answered' AND r.sent_at < {} ORDER BY c.id LIMIT {}
"""


async def run() -> int:
    """Everything whose day has come; returns how many cases and commitments that were."""
    return await close_answered() + await remind()


async def remind() -> int:
    """Tell of commitments that were not kept, on working days and in working hours."""
    now = clock.now()
    if (await calendars.national()).next_open(now) > now:
        return 0
    told = 0
    while done := await commitments.tell_overdue():
        told += done
    return told


async def close_answered() -> int:
    """Close answered cases that nobody can object to any more, batch after batch."""
    closed = 0
    while found := await fetch(_ENDED, last_moment(clock.now()), BATCH):
        done = await _close([row["id"] for row in found])
        if not done:
            break  # another ticker was faster
        closed += done
    return closed


def last_moment(now: datetime) -> datetime:
    """Replies sent before this can no longer be objected to. Pure."""
    return midnight(now.astimezone(ZONE).date() - WINDOW)


async def _close(case_ids: list[int]) -> int:
    """Close one batch in one transaction, the eldest first, like everybody who holds several cases."""
    closed = 0
    async with transaction():
        for case_id in case_ids:
            case = await held(case_id)
            if case["status"] == "answered" and await _is_over(case_id, case["cycle"]):
                await move(case, "closed", Change(_TICKER, "window_ended"))
                closed += 1
    return closed


async def _is_over(case_id: int, cycle: int) -> bool:
    """Whether the reply, as it stands now that the case is held, is old enough."""
    row = (
        await Reply.select(Reply.sent_at)
        .where(Reply.case == case_id, Reply.cycle == cycle, Reply.rejected_at.is_null())
        .first()
    )
    return row is not None and window_ends(row["sent_at"]) <= clock.now()
