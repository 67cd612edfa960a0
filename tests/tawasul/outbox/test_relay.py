"""Work leaves through the outbox, comes back when it fails, and is buried when it never works."""

from datetime import UTC, datetime, timedelta

import pytest

from tawasul import audit, outbox
from tawasul.core import clock
from tawasul.core.actor import system
from tawasul.core.db import transaction
from tawasul.core.errors import NotFound
from tawasul.outbox import dead, relay
from tawasul.outbox.tables import OutboxMessage

pytestmark = pytest.mark.usefixtures("database")
NOON = datetime(2026, 11, 24, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def waits(*jobs: str, key: str | None = None) -> None:
    async with transaction():
        for number, job in enumerate(jobs):
            await outbox.append(job, number, key=key)


async def test_work_is_refused_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        await outbox.append("job", 1)


async def test_a_failed_transaction_causes_no_work() -> None:
    async def failing() -> None:
        async with transaction():
            await outbox.append("job", 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await failing()
    assert await relay.lease(10, MINUTE) == []


async def test_a_leased_job_is_not_given_to_another() -> None:
    await waits("one", "two")
    first = await relay.lease(1, MINUTE)
    second = await relay.lease(10, MINUTE)
    assert {row.job for row in [*first, *second]} == {"one", "two"}
    assert await relay.lease(10, MINUTE) == []


async def test_a_lease_that_ran_out_is_given_again() -> None:
    with clock.moved(NOON):
        await waits("one")
        await relay.lease(1, MINUTE)
    with clock.moved(NOON + 2 * MINUTE):
        assert [row.job for row in await relay.lease(1, MINUTE)] == ["one"]


async def test_the_same_key_waits_once() -> None:
    await waits("one", "one", key="only")
    assert (await dead.backlog()).ready == 1


async def test_a_failure_comes_back_after_a_pause() -> None:
    with clock.moved(NOON):
        await waits("one")
        leased = await relay.lease(1, MINUTE)
        await relay.failed(leased[0].id, "OSError")
        assert await relay.lease(1, MINUTE) == []
    with clock.moved(NOON + timedelta(seconds=2)):
        assert len(await relay.lease(1, MINUTE)) == 1


async def test_a_job_that_never_works_is_buried_and_can_be_tried_again() -> None:
    now = NOON
    with clock.moved(now):
        await waits("one")
    for _ in range(relay.MOST_ATTEMPTS):
        now += timedelta(hours=2)
        with clock.moved(now):
            leased = await relay.lease(1, MINUTE)
            await relay.failed(leased[0].id, "OSError")
    buried = await dead.dead()
    assert [(job.job, job.last_error, job.attempts) for job in buried] == [("one", "OSError", relay.MOST_ATTEMPTS)]
    await dead.retry(buried[0].id, by=system("test"))
    assert len(await relay.lease(1, MINUTE)) == 1
    assert [line.act for line in await audit.history("outbox")] == ["job_retried"]


async def test_a_job_that_ends_its_worker_every_time_is_buried() -> None:
    await waits("one")
    await OutboxMessage.update({OutboxMessage.leases: relay.MOST_LEASES}).where(OutboxMessage.job == "one")
    assert await relay.lease(1, MINUTE) == []
    assert (await dead.backlog()).dead == 1


async def test_only_a_dead_job_can_be_tried_again() -> None:
    await waits("one")
    leased = await relay.lease(1, MINUTE)
    with pytest.raises(NotFound):
        await dead.retry(leased[0].id, by=system("test"))


async def test_the_only_worker_takes_up_what_its_predecessor_held() -> None:
    await waits("one", "two")
    await relay.lease(10, MINUTE)
    assert await relay.reclaim() == 2
    assert len(await relay.lease(10, MINUTE)) == 2


async def test_a_job_that_is_done_is_gone() -> None:
    await waits("one")
    leased = await relay.lease(1, MINUTE)
    assert await relay.is_leased(leased[0].id)
    await relay.done(leased[0].id)
    assert not await relay.is_leased(leased[0].id)


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 1), (2, 2), (5, 16), (40, 3600)])
def test_the_pause_doubles_up_to_an_hour(database: str, attempts: int, seconds: int) -> None:
    assert relay.pause_after(attempts) == timedelta(seconds=seconds)


async def test_what_could_not_be_handed_over_is_free_again_as_if_nobody_had_asked() -> None:
    await waits("one", "two")
    leased = await relay.lease(10, MINUTE)
    await relay.give_back([leased[0].id])
    rows = {row["id"]: row for row in await OutboxMessage.select()}
    assert (rows[leased[0].id]["state"], rows[leased[0].id]["leases"]) == ("ready", 0)
    assert (rows[leased[1].id]["state"], rows[leased[1].id]["leases"]) == ("leased", 1)


async def test_what_stands_in_a_brokers_queue_may_wait_there_longer() -> None:
    with clock.moved(NOON):
        await waits("published", "only leased")
        published, other = await relay.lease(2, MINUTE)
        await relay.extend([published.id], 15 * MINUTE)
    with clock.moved(NOON + 2 * MINUTE):
        assert [row.id for row in await relay.lease(10, MINUTE)] == [other.id]
