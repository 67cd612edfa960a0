"""The ticker: one look at the clocks, a sign of life, and a tidy house once an hour."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from types import ModuleType

import pytest

from cases import clock_audit, drafts, figures_fold, import_files, intake, timers, timetable, training
from cases.filing_form import CaseDraft
from cases.forecast_tables import KeptMoment
from cases.tables import Filing
from sla import sweep
from sla.tables import ClockStep
from tawasul import ticker
from tawasul.accounts import sessions
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

    monkeypatch.setattr(timers, "close_answered", run)
    kept = None
    for minutes in (0, 30, 61):
        with clock.moved(SUNDAY + timedelta(minutes=minutes)):
            kept = await ticker._keep_house(kept)
    assert done == [SUNDAY, SUNDAY + timedelta(minutes=61)]


async def test_a_failed_tick_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    stopping, tries = threading.Event(), []

    async def run(apply: object, **_: object) -> int:
        tries.append(apply)
        if len(tries) > 1:
            stopping.set()
        raise OSError("the database is away")

    monkeypatch.setattr(sweep, "run", run)
    monkeypatch.setattr(ticker, "EVERY", 0.01)
    await asyncio.wait_for(ticker._tick_until(stopping), 60)
    assert len(tries) == 2


async def test_a_long_catch_up_gives_signs_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    beats: list[int] = []

    async def beat(process: str, **data: int) -> None:
        beats.append(data["handled"])

    with clock.moved(SUNDAY):
        for number in range(3):
            await intake.file_case(CaseDraft(text=f"No water in block {number}"))
    monkeypatch.setattr(heartbeat, "beat", beat)
    monkeypatch.setattr(sweep, "_sweep", partial(_in_small_batches, sweep._sweep))
    with clock.moved(SUNDAY + timedelta(days=60)):
        assert await ticker.tick() == 3
    assert beats == [1, 2, 3, 3]


async def _in_small_batches(sweeps: Callable[..., Awaitable[int]], apply: sweep.Apply, _batch: int) -> int:
    return await sweeps(apply, 1)


async def breaks(*_: object, **__: object) -> int:
    raise ZeroDivisionError


@pytest.mark.parametrize("broken", [(sweep, "run"), (heartbeat, "beat"), (timetable, "give_out")])
async def test_a_part_of_a_tick_that_fails_keeps_no_other_from_running(
    broken: tuple[ModuleType, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*broken, breaks)
    with clock.moved(SUNDAY):
        await intake.file_case(CaseDraft(text="No water"))
    with clock.moved(SUNDAY + timedelta(days=60)):
        await ticker.tick()
        assert bool(await ClockStep.count()) is (broken != (sweep, "run"))
        assert bool(await heartbeat.latest()) is (broken != (heartbeat, "beat"))
        assert bool(await KeptMoment.count()) is (broken != (timetable, "give_out"))


async def test_a_part_of_the_minute_that_fails_keeps_no_other_from_running(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    async def note() -> None:
        done.append("imports")

    monkeypatch.setattr(figures_fold, "run", breaks)
    monkeypatch.setattr(import_files, "mark_failed", note)
    await ticker._fold(None)
    assert done == ["imports"]


async def test_a_part_of_the_hour_that_fails_is_tried_again_soon_and_keeps_no_other_from_running(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []

    async def note() -> bool:
        done.append("audit")
        return True

    for module, name in ((sessions, "forget_expired"), (timers, "remind"), (training, "ask_weekly")):
        monkeypatch.setattr(module, name, breaks)
    monkeypatch.setattr(clock_audit, "begin_nightly", note)
    kept = None
    for minutes in (0, 4, 6):
        with clock.moved(SUNDAY + timedelta(minutes=minutes)):
            kept = await ticker._keep_house(kept)
    assert done == ["audit", "audit"]
