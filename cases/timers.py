"""What the calendar does to cases: answered ones are closed once nobody can object any more, and so on.

Run by the ticker, as often as it likes: every act looks again at what it holds. A case that cannot be closed is set
aside for a while, logged and shown among the clocks in trouble.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from datetime import datetime

from cases import commitments, transfer_proposals
from cases.moments import midnight
from cases.moves import Change, held, move
from cases.reopening import WINDOW, window_ends
from cases.tables import Reply
from cases.trouble_tables import SetAside
from sla import calendars, sweep
from tawasul.core import clock, log
from tawasul.core.actor import system
from tawasul.core.db import fetch, savepoint, transaction
from tawasul.core.i18n import ZONE

BATCH = 200
_TICKER = system("ticker")
_log = log.get(__name__)
_ENDED = """
    SELECT c.id FROM "case_" c
    JOIN "reply" r ON r."case" = c.id AND r.cycle = c.cycle AND r.rejected_at IS NULL
    LEFT JOIN "set_aside" s ON s."case" = c.id
    WHERE c.status = 'answered' AND r.sent_at < {} AND (s.again_at IS NULL OR s.again_at <= {}) ORDER BY c.id LIMIT {}
"""
_SET_ASIDE = """
    INSERT INTO "set_aside" ("case", "attempts", "error", "since", "again_at") VALUES ({}, {}, {}, {}, {})
    ON CONFLICT ("case") DO UPDATE SET "attempts" = excluded."attempts", "error" = excluded."error",
        "since" = excluded."since", "again_at" = excluded."again_at"
"""


async def run() -> int:
    """Everything whose day has come; returns how many cases and commitments that were."""
    return await close_answered() + await remind()


async def remind() -> int:
    """Tell of commitments that were not kept and of proposals that nobody decided on, in working hours."""
    now = clock.now()
    if (await calendars.national()).next_open(now) > now:
        return 0
    return await tell_overdue() + await raise_undecided()


async def tell_overdue() -> int:
    """Tell of all commitments that were not kept; returns how many."""
    return await _each("commitment_not_told", commitments.overdue, commitments.tell_overdue)


async def raise_undecided() -> int:
    """Raise all proposals that nobody decided on in time; returns how many."""
    return await _each("proposal_not_raised", transfer_proposals.undecided, transfer_proposals.raise_undecided)


async def _each(
    said: str,
    found_after: Callable[[tuple[int, int]], Awaitable[list[tuple[int, int]]]],
    act: Callable[[int, int], Awaitable[int]],
) -> int:
    """Do an act for all that is found. What fails is logged, holds up no other, and is tried again within the hour."""
    done, last = 0, (0, 0)
    while found := await found_after(last):
        for case_id, number in found:
            try:
                done += await act(case_id, number)
            except Exception:  # noqa: BLE001 - logged, and tried again with the next call
                _log.exception(said, case_id=case_id, number=number)
        last = found[-1]
    return done


@asynccontextmanager
async def alone(failed: set[int], step_ids: Collection[int]) -> AsyncIterator[None]:
    """What fails inside is undone alone within its transaction, and logged; its steps are then among the `failed`."""
    try:
        async with savepoint():
            yield
    except Exception:  # noqa: BLE001 - logged with its steps, counted, and the job is tried again
        _log.exception("steps_not_told", step_ids=sorted(step_ids))
        failed.update(step_ids)


async def close_answered() -> int:
    """Close answered cases that nobody can object to any more, batch after batch."""
    closed = 0
    while found := await fetch(_ENDED, last_moment(clock.now()), clock.now(), BATCH):
        case_ids = [row["id"] for row in found]
        try:
            done = await _close(case_ids)
        except Exception:  # noqa: BLE001 - done again one by one, and told there
            done = await _close_one_by_one(case_ids)
            closed += done
            continue  # whatever failed waits elsewhere now
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
        await SetAside.delete().where(SetAside.case.is_in(case_ids))
    return closed


async def _close_one_by_one(case_ids: list[int]) -> int:
    """Each in a transaction of its own; one that fails is set aside, logged and counted."""
    closed = 0
    for case_id in case_ids:
        try:
            closed += await _close([case_id])
        except Exception as error:  # noqa: BLE001 - the case is set aside, logged and counted
            _log.exception("case_set_aside", case_id=case_id)
            await _set_aside(case_id, sweep.named(error))
    return closed


async def _set_aside(case_id: int, error: str) -> None:
    now = clock.now()
    async with transaction():
        row = await SetAside.select(SetAside.attempts).where(SetAside.case == case_id).first()
        before = row["attempts"] if row else 0
        await fetch(_SET_ASIDE, case_id, before + 1, error[:200], now, now + sweep.backoff(before))


async def _is_over(case_id: int, cycle: int) -> bool:
    """Whether the reply, as it stands now that the case is held, is old enough."""
    row = (
        await Reply.select(Reply.sent_at)
        .where(Reply.case == case_id, Reply.cycle == cycle, Reply.rejected_at.is_null())
        .first()
    )
    return row is not None and window_ends(row["sent_at"]) <= clock.now()
