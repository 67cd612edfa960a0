"""The ticker: lets time act on cases. It only finds steps that are due; what they cause leaves by the outbox."""

import asyncio
import threading
from datetime import datetime, timedelta

from cases import drafts, watch
from sla import sweep
from tawasul.accounts import sessions
from tawasul.core import clock, db, heartbeat, lifeline, log

EVERY = 2.0
HOUSEKEEPING = timedelta(hours=1)
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
    kept: datetime | None = None
    while not stopping.is_set():
        try:
            await tick()
            kept = await _keep_house(kept)
        except Exception:  # noqa: BLE001 - a loop that must not end: logged, and tried again
            _log.exception("tick failed")
        await asyncio.to_thread(stopping.wait, EVERY)


async def tick() -> int:
    """One sweep over all due clocks and a sign of life; returns how many clocks were handled."""
    handled = await sweep.run(watch.apply)
    lag = await sweep.lag(clock.now())
    await heartbeat.beat("ticker", handled=handled, lag_s=round(lag.total_seconds()) if lag else 0)
    return handled


async def _keep_house(kept: datetime | None) -> datetime:
    """Once an hour, remove what has expired."""
    now = clock.now()
    if kept is not None and now - kept < HOUSEKEEPING:
        return kept
    ended, forms = await sessions.forget_expired(), await drafts.forget_expired()
    await heartbeat.forget_silent()
    _log.info("what had expired was removed", sessions=ended, forms=forms)
    return now
