"""The ticker: one look at the clocks, a sign of life, and a tidy house once an hour."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta

import pytest

from cases import drafts, intake, timers
from cases.filing_form import CaseDraft
from cases.tables import Filing
from sla import sweep
from sla.tables import ClockStep
from tawasul import ticker
from tawasul.core import clock, heartbeat
from tawasul.outbox.tables import OutboxMessage

pytestmark = pytest.mark.usefixtures("database")
SUNDAY = datetime(2026, 11, 22, 6, tzinfo=UTC)


async def test_a_tick_finds_what_is_due_and_says_that_it_works() -> None:
    with clock.moved(SUNDAY):
        await intake.file_case(CaseDraft(text="No water"))
        assert await ticker.tick() == 0
    with clock.moved(SUNDAY + timedelta(days=60)):
        assert await ticker.tick() == 1
        assert await ticker.tick() == 0
        beat = (await heartbeat.latest())[0]
    assert (beat.process, beat.data) == ("ticker", {"handled": 0, "lag_s": 0})
    assert await ClockStep.count() > 5
    assert await OutboxMessage.count().where(OutboxMessage.job == "cases.jobs.escalate") == 1


async def test_what_has_expired_goes_once_an_hour() -> None:
    with clock.moved(SUNDAY):
        await drafts.start()
        kept = await ticker._keep_house(None)
    with clock.moved(SUNDAY + timedelta(minutes=30)):
        assert await ticker._keep_house(kept) == kept
    assert await Filing.count() == 1
    with clock.moved(SUNDAY + timedelta(days=2)):
        await ticker._keep_house(kept)
    assert await Filing.count() == 0


async def test_what_the_calendar_asks_for_is_done_once_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[datetime] = []

    async def run() -> int:
        done.append(clock.now())
        return 0

    monkeypatch.setattr(timers, "run", run)
    kept = None
    for minutes in (0, 30, 61):
        with clock.moved(SUNDAY + timedelta(minutes=minutes)):
            kept = await ticker._keep_house(kept)
    assert done == [SUNDAY, SUNDAY + timedelta(minutes=61)]


async def test_a_failed_tick_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    stopping, tries = threading.Event(), []

    async def run(apply: object) -> int:
        tries.append(apply)
        if len(tries) > 1:
            stopping.set()
        raise OSError("the database is away")

    monkeypatch.setattr(sweep, "run", run)
    monkeypatch.setattr(ticker, "EVERY", 0.01)
    await asyncio.wait_for(ticker._tick_until(stopping), 60)
    assert len(tries) == 2
