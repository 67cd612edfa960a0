"""The worker: takes rows of the outbox, has dramatiq do them, and settles each by how it went."""

import asyncio
import os
import secrets
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import dramatiq
import pytest
from dramatiq.brokers.stub import StubBroker
from structlog.testing import capture_logs

from tawasul import outbox, worker
from tawasul.core.db import transaction
from tawasul.core.settings import Settings, read
from tawasul.outbox import relay
from tawasul.outbox.middleware import Settle
from tawasul.outbox.tables import OutboxMessage
from tests.conftest import need
from tests.tawasul.processes import environ_of

BROKER = os.environ.get("TAWASUL_TEST_BROKER", "amqp://guest:guest@127.0.0.1:5672")


def settings_of(**said: str) -> Settings:
    return read({"TAWASUL_SECRET_KEY": "k" * 40, "TAWASUL_DATA": "/tmp/tawasul-tests", **said})


class Bench:
    """A broker with its worker, an actor of the test, and a feeder between it and the outbox."""

    def __init__(self, broker: dramatiq.Broker) -> None:
        self.broker, self.done, self.stopped = broker, list[int](), False
        self.job, self.queue = f"test.{secrets.token_hex(4)}", f"test_{secrets.token_hex(4)}"

    def declare(self, act: Callable[[int], Awaitable[None]], **options: int) -> None:
        dramatiq.actor(act, actor_name=self.job, queue_name=self.queue, broker=self.broker, **options)
        self.worker = worker.start(self.broker, {self.queue})

    async def waits(self, *numbers: int, job: str = "") -> None:
        async with transaction():
            for number in numbers:
                await outbox.append(job or self.job, number)

    async def feed(self) -> int:
        return await worker.Feeder(self.broker).feed()

    async def settles(self, look: Callable[[], Awaitable[bool]], seconds: float = 60) -> None:
        ends = time.monotonic() + seconds
        while not await look():
            assert time.monotonic() < ends, await OutboxMessage.select()
            await asyncio.sleep(0.05)

    async def is_empty(self) -> bool:
        return not await OutboxMessage.exists()

    async def has_failed(self) -> bool:
        return await OutboxMessage.exists().where(OutboxMessage.attempts > 0)

    async def row(self) -> dict[str, object]:
        found: dict[str, object] = (await OutboxMessage.select())[0]
        return found

    def stop(self) -> None:
        if not self.stopped:
            self.worker.stop(timeout=30_000)
        self.stopped = True

    def close(self) -> None:
        self.stop()
        self.broker.close()


@pytest.fixture
async def bench(database: str) -> AsyncIterator[Bench]:
    found = Bench(worker.make_broker(settings_of()))
    yield found
    await asyncio.to_thread(found.close)


def test_the_broker_is_chosen_by_its_address() -> None:
    assert isinstance(worker.make_broker(settings_of()), StubBroker)
    rabbit = worker.make_broker(settings_of(TAWASUL_BROKER_URL=BROKER))
    assert type(rabbit).__name__ == "RabbitmqBroker"
    assert rabbit.confirm_delivery
    for broker in (worker.make_broker(settings_of()), rabbit):
        assert any(isinstance(middleware, Settle) for middleware in broker.middleware)


async def test_a_job_is_done_and_its_row_is_gone(bench: Bench) -> None:
    async def act(number: int) -> None:
        bench.done.append(number)

    bench.declare(act)
    await bench.waits(1, 2, 3)
    assert await bench.feed() == 3
    await bench.settles(bench.is_empty)
    assert sorted(bench.done) == [1, 2, 3]


async def test_a_job_that_fails_comes_back_later_and_its_words_are_not_kept(bench: Bench) -> None:
    async def act(number: int) -> None:
        raise ValueError("amal@example.org")

    bench.declare(act)
    await bench.waits(1)
    await bench.feed()
    await bench.settles(bench.has_failed)
    row = await bench.row()
    assert (row["state"], row["attempts"], row["last_error"]) == ("ready", 1, "ValueError")


async def test_a_job_that_never_works_is_buried(bench: Bench) -> None:
    async def act(number: int) -> None:
        raise ValueError

    bench.declare(act)
    await bench.waits(1)
    await OutboxMessage.update({OutboxMessage.attempts: relay.MOST_ATTEMPTS - 1}).where(OutboxMessage.job == bench.job)
    await bench.feed()

    async def is_dead() -> bool:
        return (await bench.row())["state"] == "dead"

    await bench.settles(is_dead)
    assert await bench.feed() == 0


async def test_a_job_that_takes_too_long_is_ended(bench: Bench) -> None:
    async def act(number: int) -> None:
        await asyncio.sleep(30)

    bench.declare(act, time_limit=300)
    await bench.waits(1)
    await bench.feed()
    await bench.settles(bench.has_failed)
    assert (await bench.row())["last_error"] == "TimeLimitExceeded"


async def test_a_job_that_is_broken_off_because_the_worker_stops_has_not_failed(bench: Bench) -> None:
    began = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def act(number: int) -> None:
        loop.call_soon_threadsafe(began.set)
        await asyncio.sleep(30)

    bench.declare(act)
    await bench.waits(1)
    await bench.feed()
    await asyncio.wait_for(began.wait(), 60)
    with capture_logs() as told:
        await asyncio.to_thread(bench.stop)
    row = await bench.row()
    assert (row["state"], row["attempts"], row["leases"], row["last_error"]) == ("ready", 0, 0, None)
    assert [line["event"] for line in told if line.get("log_level") in ("warning", "error")] == []


async def test_a_message_that_comes_twice_is_done_once(bench: Bench) -> None:
    async def act(number: int) -> None:
        bench.done.append(number)

    bench.declare(act)
    await bench.waits(1)
    leased = await relay.lease(1, timedelta(minutes=5))
    feeder = worker.Feeder(bench.broker)
    await asyncio.to_thread(feeder._hand_over, leased)
    await bench.settles(bench.is_empty)
    await asyncio.to_thread(feeder._hand_over, leased)
    await asyncio.to_thread(bench.broker.join, bench.queue)
    assert bench.done == [1]


async def test_a_job_that_nobody_knows_does_not_hold_up_the_next(bench: Bench) -> None:
    async def act(number: int) -> None:
        bench.done.append(number)

    bench.declare(act)
    await bench.waits(1, job="job.of.another.version")
    await bench.waits(2)
    await bench.feed()
    await bench.settles(bench.has_failed)

    async def is_done() -> bool:
        return bench.done == [2] and await OutboxMessage.count() == 1

    await bench.settles(is_done)
    assert (await bench.row())["last_error"] == "ActorNotFound"


async def test_a_broker_that_is_away_costs_no_attempt(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def act(number: int) -> None:
        bench.done.append(number)

    def away(*_: object) -> None:
        raise dramatiq.errors.ConnectionClosed("away")

    bench.declare(act)
    await bench.waits(1, 2)
    monkeypatch.setattr(bench.broker, "enqueue", away)
    with pytest.raises(dramatiq.errors.ConnectionClosed):
        await bench.feed()
    rows = await OutboxMessage.select()
    assert [(row["state"], row["attempts"], row["leases"]) for row in rows] == [("ready", 0, 0)] * 2


async def test_only_so_many_jobs_are_taken_as_can_be_done_soon(bench: Bench) -> None:
    gate = asyncio.Event()

    async def act(number: int) -> None:
        await gate.wait()

    bench.declare(act, time_limit=1000)
    await bench.waits(*range(40))
    feeder = worker.Feeder(bench.broker)
    assert await feeder.feed() == worker.THREADS * 4
    assert await feeder.feed() == 0


def test_a_second_worker_of_a_data_folder_is_refused(tmp_path: Path) -> None:
    with worker._hold(tmp_path):
        done = subprocess.run(
            [sys.executable, "-m", "tawasul", "worker"],
            check=False,
            env=environ_of(tmp_path),
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert done.returncode == 1
    assert "another worker serves this data folder" in done.stderr


@pytest.fixture
def rabbit(database: str) -> Iterator[Bench]:
    need("RabbitMQ", BROKER, 5672)
    found = Bench(worker.make_broker(settings_of(TAWASUL_BROKER_URL=BROKER)))
    yield found
    found.close()


@pytest.mark.rabbitmq
async def test_rabbitmq_brings_a_job_and_its_row_is_gone(rabbit: Bench) -> None:
    async def act(number: int) -> None:
        rabbit.done.append(number)

    await asyncio.to_thread(rabbit.declare, act)
    await rabbit.waits(*range(20))
    assert await rabbit.feed() == 20
    await rabbit.settles(rabbit.is_empty)
    assert sorted(rabbit.done) == list(range(20))
    await asyncio.to_thread(_forget, rabbit)


def _forget(bench: Bench) -> None:
    """Take the queues of the test off the broker."""
    for name in (bench.queue, f"{bench.queue}.DQ", f"{bench.queue}.XQ"):
        bench.broker.channel.queue_delete(name)
