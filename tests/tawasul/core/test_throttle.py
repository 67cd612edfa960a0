"""Ten wrong tries are free; then each waits longer."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from tawasul.core import clock, throttle
from tawasul.core.errors import TooMany

NOON = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tries", "seconds"),
    [
        (1, 0),  # one slip costs nothing
        (9, 0),  # nor do nine
        (10, 2),  # the tenth begins to cost
        (11, 4),  # and each next one doubles
        (30, 900),  # but never more than a quarter of an hour
    ],
)
def test_the_wait_grows_after_ten_tries(tries: int, seconds: int) -> None:
    assert throttle.wait_after(tries) == timedelta(seconds=seconds)


async def test_ten_wrong_tries_slow_down_and_the_wait_ends(database: str) -> None:
    with clock.moved(NOON):
        for _ in range(10):
            await throttle.check("key")
            await throttle.failed("key")
        with pytest.raises(TooMany) as refusal:
            await throttle.check("key", "other")
    assert refusal.value.retry_after == 2
    with clock.moved(NOON + timedelta(seconds=3)):
        await throttle.check("key")


async def test_another_key_is_not_slowed(database: str) -> None:
    for _ in range(12):
        await throttle.failed("key")
    await throttle.check("other")


async def test_two_wrong_tries_at_once_count_as_two(database: str) -> None:
    with clock.moved(NOON):
        await asyncio.gather(*(throttle.failed("key") for _ in range(10)))
        with pytest.raises(TooMany):
            await throttle.check("key")


async def test_an_hour_without_tries_begins_anew(database: str) -> None:
    with clock.moved(NOON):
        for _ in range(9):
            await throttle.failed("key")
    with clock.moved(NOON + timedelta(hours=2)):
        await throttle.failed("key")
        await throttle.check("key")


async def test_the_right_one_clears_the_count(database: str) -> None:
    for _ in range(12):
        await throttle.failed("key")
    await throttle.cleared("key")
    await throttle.check("key")
