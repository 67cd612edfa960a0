"""The ticker: lets time act on cases. It only finds steps that are due; what they cause leaves by the outbox."""

import asyncio
import threading
from datetime import datetime, timedelta

from cases import (
    bulk,
    clock_audit,
    contact_codes,
    drafts,
    figures_fold,
    figures_recount,
    import_files,
    sorted_fold,
    stragglers,
    suggestion,
    timers,
    timetable,
    training,
    watch,
)
from sla import sweep
from tawasul.accounts import sessions
from tawasul.core import clock, db, heartbeat, lifeline, log

EVERY = 2.0
HOUSEKEEPING = timedelta(hours=1)
FOLDING = timedelta(minutes=1)
_log = log.get(__name__)


def run_ticker() -> None:
    """Tick until asked to stop. Blocks; call from the main thread."""
    stopping = threading.Event()
    lifeline.on_stop(stopping.set)
    asyncio.run(_run(stopping))


async def _run(stopping: threading.Event) -> None:
    await db.open_pool()
    try:
        await _tick_until(stopping)
    finally:
        await db.close_pool()


async def _tick_until(stopping: threading.Event) -> None:
    _log.info("ticker ready", every_s=EVERY)
    kept = folded = None
    while not stopping.is_set():
        try:
            await tick()
            folded = await _fold(folded)
            kept = await _keep_house(kept)
        except Exception:  # noqa: BLE001 - a loop that must not end: logged, and tried again
            _log.exception("tick failed")
        await asyncio.to_thread(stopping.wait, EVERY)


async def tick() -> int:
    """One sweep over all due clocks, a sign of life, and the moments of the day; returns how many clocks it handled."""
    handled = await sweep.run(watch.apply)
    lag = await sweep.lag(clock.now())
    await heartbeat.beat("ticker", handled=handled, lag_s=round(lag.total_seconds()) if lag else 0)
    await timetable.give_out()
    return handled


async def _fold(folded: datetime | None) -> datetime:
    """Once a minute, add up what the acts appended to the numbers of the boards, and say which imports failed."""
    now = clock.now()
    if folded is not None and now - folded < FOLDING:
        return folded
    await figures_fold.run()
    await sorted_fold.run()
    await import_files.mark_failed()
    return now


async def _keep_house(kept: datetime | None) -> datetime:
    """Once an hour, do what the calendar asks for and remove what has expired; after two at night, begin the audit."""
    now = clock.now()
    if kept is not None and now - kept < HOUSEKEEPING:
        return kept
    ended, forms = await sessions.forget_expired(), await drafts.forget_expired()
    await suggestion.forget_expired()
    await bulk.forget_expired()
    await contact_codes.forget_expired()
    await heartbeat.forget_silent()
    await figures_recount.count_earlier()
    await stragglers.catch_up()
    _log.info("what the day brought was done", cases=await timers.run())
    _log.info("what had expired was removed", sessions=ended, forms=forms)
    if await training.ask_weekly():
        _log.info("a training of the sorter was asked for")
    if await clock_audit.begin_nightly():
        _log.info("the audit of the clocks has begun")
    return now
