"""The ticker: lets time act on cases. It only finds steps that are due; what they cause leaves by the outbox."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

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
AGAIN = timedelta(minutes=5)  # after a part of the hour's work failed
Result = TypeVar("Result")
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
        await tick()
        folded = await _fold(folded)
        kept = await _keep_house(kept)
        await asyncio.to_thread(stopping.wait, EVERY)


async def _done(part: str, work: Callable[[], Awaitable[Result]]) -> Result | None:
    """What one part of the ticker's work gave. If it fails that is logged, and nothing else waits for it."""
    try:
        return await work()
    except Exception:  # noqa: BLE001 - a loop that must not end: logged, and tried again
        _log.exception("tick failed", part=part)
        return None


async def tick() -> int:
    """One sweep over all due clocks, a sign of life, and the moments of the day; returns how many clocks it handled."""
    handled = await _done("sweep", lambda: sweep.run(watch.apply, between=_say_alive)) or 0
    await _say_alive(handled)
    await _done("moments", timetable.give_out)
    return handled


async def _say_alive(handled: int) -> None:
    """A sign of life; also between the batches of a sweep that has much to catch up with."""
    await _done("beat", partial(_beat, handled))


async def _beat(handled: int) -> None:
    lag = await sweep.lag(clock.now())
    await heartbeat.beat("ticker", handled=handled, lag_s=round(lag.total_seconds()) if lag else 0)


async def _fold(folded: datetime | None) -> datetime:
    """Once a minute, add up what the acts appended to the numbers of the boards, and say which imports failed."""
    now = clock.now()
    if folded is not None and now - folded < FOLDING:
        return folded
    await _done("figures", figures_fold.run)
    await _done("sorted", sorted_fold.run)
    await _done("imports", import_files.mark_failed)
    return now


async def _keep_house(kept: datetime | None) -> datetime:
    """Once an hour, do what the calendar asks for and remove what has expired; after two at night, begin the audit.

    If any of it failed, all of it is done again before the hour is over: done twice it does nothing.
    """
    now = clock.now()
    if kept is not None and now - kept < HOUSEKEEPING:
        return kept
    well = True
    for part, work in _parts_of_the_hour().items():
        well = bool(await _done(part, partial(_kept, part, work))) and well
        await _say_alive(0)
    return now if well else now - HOUSEKEEPING + AGAIN


async def _kept(part: str, work: Callable[[], Awaitable[object]]) -> bool:
    if done := await work():
        _log.info("the house was kept", part=part, done=done)
    return True


def _parts_of_the_hour() -> dict[str, Callable[[], Awaitable[object]]]:
    return {
        "sessions": sessions.forget_expired,
        "forms": drafts.forget_expired,
        "suggestions": suggestion.forget_expired,
        "bulk": bulk.forget_expired,
        "contact_codes": contact_codes.forget_expired,
        "heartbeats": heartbeat.forget_silent,
        "figures": figures_recount.count_earlier,
        "stragglers": stragglers.catch_up,
        "closing": timers.close_answered,
        "reminding": timers.remind,
        "training": training.ask_weekly,
        "audit": clock_audit.begin_nightly,
    }
