"""The worker: hands waiting work to dramatiq and does it. The sorter's model lives here and nowhere else."""

import asyncio
import fcntl
import importlib
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import nullcontext
from datetime import timedelta
from io import TextIOWrapper
from pathlib import Path

import dramatiq
from dramatiq.asyncio import get_event_loop_thread
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import AsyncIO, Middleware, ShutdownNotifications, TimeLimit

from classifier.model_store import NoModel
from tawasul.core import db, heartbeat, lifeline, log
from tawasul.core.settings import Settings
from tawasul.outbox import dead, relay
from tawasul.outbox.middleware import Settle, run

JOBS = ("cases.jobs", "tawasul.notify.jobs")
THREADS = 4
TIME_LIMIT = timedelta(minutes=2)
# A lease outlives the time limit. What was published may stand in a broker's queue for longer; what was leased and
# then not published, because the process died in between, must not wait so long.
EMBEDDED_PATIENCE, BROKER_PATIENCE = timedelta(minutes=5), timedelta(minutes=15)
HANDOVER_PATIENCE = timedelta(seconds=20)
POLL, BEAT = 0.05, 5.0
LONGEST_STOP = 5_000  # milliseconds
_BATCH = 200
_log = log.get(__name__)


class AlreadyRunning(RuntimeError):
    """Another worker serves this data folder; an embedded system has one."""


def make_broker(settings: Settings) -> dramatiq.Broker:
    """RabbitMQ with publisher confirms, or Redis, or a broker inside this process that the outbox feeds."""
    middleware: list[Middleware] = [
        TimeLimit(time_limit=int(TIME_LIMIT.total_seconds() * 1000)),
        ShutdownNotifications(notify_shutdown=True),
        AsyncIO(),
        Pool(),
        Settle(),
    ]
    url = settings.broker_url
    if url is None:
        return StubBroker(middleware=middleware)
    if url.startswith("redis"):
        module = importlib.import_module("dramatiq.brokers.redis")
        redis: dramatiq.Broker = module.RedisBroker(url=url, middleware=middleware)
        return redis
    module = importlib.import_module("dramatiq.brokers.rabbitmq")
    rabbit: dramatiq.Broker = module.RabbitmqBroker(url=url, confirm_delivery=True, middleware=middleware)
    return rabbit


def load_jobs(broker: dramatiq.Broker) -> None:
    """Declare every job on `broker`. Actors register with the broker that is set when they are imported."""
    dramatiq.set_broker(broker)
    for module in JOBS:
        importlib.import_module(module)


def warm_up() -> None:
    """Load the sorter's model before the first case comes. Without one, all other work is done all the same."""
    began = time.perf_counter()
    try:
        run(importlib.import_module("cases.jobs").warm_up())
    except NoModel as missing:
        _log.error("no model: cases wait unsorted until one is there", folder=str(missing))
        return
    _log.info("model loaded", seconds=round(time.perf_counter() - began, 1))


class Feeder:
    """Takes waiting rows of the outbox and gives them to the broker, woken at most every 50 ms."""

    def __init__(self, broker: dramatiq.Broker) -> None:
        self.broker = broker
        self.embedded = isinstance(broker, StubBroker)
        self.patience = EMBEDDED_PATIENCE if self.embedded else HANDOVER_PATIENCE

    def room(self) -> int:
        """How many jobs may be handed over now: few in this process, so that others keep their turn."""
        if not isinstance(self.broker, StubBroker):
            return _BATCH
        under_way = sum(queue.unfinished_tasks for queue in self.broker.queues.values())
        return int(max(0, THREADS * 4 - under_way))

    async def feed(self) -> int:
        """One round; returns how many jobs were handed over."""
        leased = await relay.lease(self.room(), self.patience)
        if leased:
            await asyncio.to_thread(self._hand_over, leased)
            if not self.embedded:
                await relay.extend([row.id for row in leased], BROKER_PATIENCE)
        return len(leased)

    def _hand_over(self, leased: list[relay.Leased]) -> None:
        """Publish them. Those that the broker did not take are free again, for when it is back."""
        waiting = list(leased)
        try:
            while waiting:
                self._publish(waiting[0])
                del waiting[0]
        finally:
            run(relay.give_back([row.id for row in waiting]))

    def _publish(self, row: relay.Leased) -> None:
        try:
            actor = self.broker.get_actor(row.job)
        except dramatiq.ActorNotFound:
            # Written by another version: it must not hold up the jobs behind it.
            _log.warning("no such job", job=row.job, outbox_id=row.id)
            run(relay.failed(row.id, "ActorNotFound"))
            return
        self.broker.enqueue(actor.message_with_options(args=row.args, outbox_id=row.id))

    async def run(self) -> None:
        while True:
            if not await self.feed():
                await asyncio.sleep(POLL)


async def _beating() -> None:
    """Say every few seconds that the worker works, and how much waits."""
    while True:
        waiting = await dead.backlog()
        await heartbeat.beat("worker", ready=waiting.ready, leased=waiting.leased, dead=waiting.dead)
        await asyncio.sleep(BEAT)


async def _for_ever(name: str, step: Callable[[], Awaitable[None]]) -> None:
    """Keep one of the worker's loops going: a database that is away for a while must not end it."""
    pause = 1.0
    while True:
        try:
            await step()
        except Exception:  # noqa: BLE001 - a loop that must not end: logged, and tried again
            _log.exception("loop interrupted", loop=name, pause_s=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 30.0)


class Pool(Middleware):
    """Opens and closes the database on the loop that the jobs run on."""

    def after_worker_boot(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        run(db.open_pool())

    def after_worker_shutdown(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        run(db.close_pool())


def _hold(folder: Path) -> TextIOWrapper:
    """Be the only embedded worker of this data folder while the file is open, or say that another is."""
    file = (folder / "worker.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise AlreadyRunning("another worker serves this data folder") from error
    return file


def run_worker(settings: Settings) -> None:
    """Work until asked to stop. Blocks; call from the main thread."""
    stopping = threading.Event()
    lifeline.on_stop(stopping.set)
    broker = make_broker(settings)
    with _hold(settings.data) if settings.embedded else nullcontext():
        load_jobs(broker)
        worker = start(broker)
        warm_up()
        if settings.embedded:
            _log.info("jobs taken up again", count=run(relay.reclaim()))
        loops = [_spawn("feed", Feeder(broker).run), _spawn("beat", _beating)]
        _log.info("worker ready", embedded=settings.embedded, threads=THREADS)
        stopping.wait()
        for loop in loops:
            loop.cancel()
        worker.stop(timeout=LONGEST_STOP)
        broker.close()


def start(broker: dramatiq.Broker, queues: set[str] | None = None) -> dramatiq.Worker:
    """Begin to work off the broker's queues."""
    # Its own command line says so, and nobody else: without it no time limit is kept.
    broker.emit_after("process_boot")
    worker = dramatiq.Worker(broker, queues=queues, worker_threads=THREADS, worker_timeout=100)
    worker.start()
    return worker


def _spawn(name: str, step: Callable[[], Awaitable[None]]) -> Future[None]:
    loop = get_event_loop_thread()
    if loop is None:
        raise RuntimeError("the worker has no event loop")
    return asyncio.run_coroutine_threadsafe(_for_ever(name, step), loop.loop)
