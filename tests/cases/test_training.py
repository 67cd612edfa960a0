"""A training is asked for once a week when enough was taught, done once, and never by two workers."""

import asyncio
import json
import sys
from datetime import timedelta

import pytest

from cases import correction, training
from cases.learning_tables import Training
from cases.sorter import STREAM
from cases.training import TrainingFailed
from tawasul import audit
from tawasul.core import clock
from tawasul.core import settings as settings_module
from tawasul.core.errors import Conflict, Forbidden
from tawasul.outbox.tables import OutboxMessage


@pytest.fixture
def two_are_enough(monkeypatch):
    monkeypatch.setenv("TAWASUL_TRAIN_AFTER", "2")
    settings_module.settings.cache_clear()
    yield
    monkeypatch.undo()
    settings_module.settings.cache_clear()


@pytest.fixture
async def taught(flow, two_are_enough):
    for text in ("The bill is too high", "Charged twice for June"):
        case_id = await flow.assigned(text=text)
        await correction.correct(case_id, "ewa-bill", by=flow.basim, rev=await flow.rev(case_id))


async def made() -> str:
    return "learnt-a"


async def fails() -> str:
    raise TrainingFailed


async def jobs() -> list[list[int]]:
    rows = await OutboxMessage.select().where(OutboxMessage.job == training.TRAIN).order_by(OutboxMessage.id)
    return [json.loads(row["args"]) for row in rows]


async def test_too_few_corrections_ask_for_nothing(flow, two_are_enough):
    assert not await training.ask_weekly()
    assert await jobs() == []


async def test_enough_corrections_ask_for_one_training_however_many_tickers_look(taught):
    asked = await asyncio.gather(*(training.ask_weekly() for _ in range(3)))
    assert sorted(asked) == [False, False, True]
    assert len(await jobs()) == 1


async def test_a_training_is_done_once(taught):
    await training.ask_weekly()
    ((number,),) = await jobs()
    done = []

    async def counted() -> str:
        done.append(1)
        return "learnt-a"

    await asyncio.gather(*(training.train(number, counted) for _ in range(3)))
    assert done == [1]
    last = await training.last()
    assert (last.model, last.error) == ("learnt-a", None)


async def test_the_next_one_comes_a_week_later(taught):
    number = await training.ask(by=training.WEEKLY)
    await training.train(number, made)
    with clock.moved(clock.now() + timedelta(days=6)):
        assert not await training.ask_weekly()
    with clock.moved(clock.now() + timedelta(days=7)):
        assert await training.ask_weekly()


async def test_a_failure_is_told_and_tried_again_the_next_day(taught):
    number = await training.ask(by=training.WEEKLY)
    await training.train(number, fails)
    assert (await training.last()).error == "failed"
    assert [line.act for line in await audit.history(STREAM)] == ["training_asked", "training_failed"]
    assert not await training.ask_weekly()
    with clock.moved(clock.now() + timedelta(days=1)):
        assert await training.ask_weekly()


async def test_a_training_whose_worker_died_makes_room(taught):
    number = await training.ask(by=training.WEEKLY)
    await Training.update({Training.began_at: clock.now()}).where(Training.id == number)
    with clock.moved(clock.now() + timedelta(hours=1)):
        assert not await training.ask_weekly()
        assert (await training.last()).error == "lost"


async def test_a_worker_that_is_stopped_leaves_the_training_to_the_next(taught):
    number = await training.ask(by=training.WEEKLY)

    async def stopped() -> str:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await training.train(number, stopped)
    await training.train(number, made)
    assert (await training.last()).model == "learnt-a"


async def test_two_are_not_asked_for_at_once(flow):
    await training.ask(by=flow.root.actor())
    with pytest.raises(Conflict, match="training_goes_on"):
        await training.ask(by=flow.nadia.actor())
    with pytest.raises(Forbidden):
        await training.ask(by=flow.basim.actor())


async def test_the_process_that_trains_tells_the_name_of_its_candidate(taught, monkeypatch):
    said = "import os; print('{\\n \"model\": \"learnt-' + str(os.nice(0) >= 10) + '\"}')"
    slow = f"import time; time.sleep(0.5); {said}"
    monkeypatch.setattr(training, "COMMAND", (sys.executable, "-c", slow))
    await training.train(await training.ask(by=training.WEEKLY))
    assert (await training.last()).model == "learnt-True"  # behind everything else


@pytest.mark.parametrize("ends", ["raise SystemExit(1)", "import os; os.kill(os.getpid(), 9)"])
async def test_a_process_that_dies_is_a_failure_and_no_candidate(taught, monkeypatch, ends):
    monkeypatch.setattr(training, "COMMAND", (sys.executable, "-c", ends))
    await training.train(await training.ask(by=training.WEEKLY))
    last = await training.last()
    assert (last.model, last.error) == (None, "failed")
