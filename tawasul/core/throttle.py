"""Slowing down whoever tries and fails. Counted in the database, so that every process knows."""

from datetime import datetime, timedelta

from tawasul.core import clock
from tawasul.core.db import fetch, transaction
from tawasul.core.errors import TooMany
from tawasul.core.tables import Throttle

FREE_TRIES = 10
WINDOW = timedelta(hours=1)
LONGEST_WAIT = timedelta(minutes=15)


def wait_after(tries: int) -> timedelta:
    """How long the next try must wait after so many wrong ones: nothing at first, then doubling."""
    if tries < FREE_TRIES:
        return timedelta()
    return min(timedelta(seconds=2 ** min(tries - FREE_TRIES + 1, 20)), LONGEST_WAIT)


async def check(*keys: str) -> None:
    """`TooMany` while any of the keys has to wait."""
    now = clock.now()
    rows = await Throttle.select(Throttle.blocked_until).where(
        Throttle.key.is_in(list(keys)), Throttle.blocked_until > now
    )
    if rows:
        latest: datetime = max(row["blocked_until"] for row in rows)
        raise TooMany("too_many_tries", retry_after=max(1, round((latest - now).total_seconds())))


async def failed(*keys: str) -> None:
    """Count one wrong try for each key; a window without tries starts the count anew."""
    now = clock.now()
    async with transaction():
        for key in keys:
            tries = (await fetch(_COUNT, key, now, now - WINDOW, now - WINDOW, now))[0]["tries"]
            await Throttle.update({Throttle.blocked_until: now + wait_after(tries)}).where(Throttle.key == key)


# One statement, so that two wrong tries at once count as two.
_COUNT = """
    INSERT INTO "throttle" ("key", "tries", "first_at") VALUES ({}, 1, {})
    ON CONFLICT ("key") DO UPDATE SET
        "tries" = CASE WHEN "throttle"."first_at" < {} THEN 1 ELSE "throttle"."tries" + 1 END,
        "first_at" = CASE WHEN "throttle"."first_at" < {} THEN {} ELSE "throttle"."first_at" END
    RETURNING "tries"
"""


async def cleared(*keys: str) -> None:
    """Forget the wrong tries: it was the right person after all."""
    await Throttle.delete().where(Throttle.key.is_in(list(keys)))
