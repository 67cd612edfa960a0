"""Tickers that are killed in the middle of their work: nothing is lost and nothing is told twice."""

import asyncio
import random
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime

from sla import clocks
from sla.tables import Clock, ClockStep
from tawasul.core import clock
from tawasul.core.actor import CITIZEN
from tawasul.core.db import transaction
from tawasul.outbox.tables import OutboxMessage

CASES = 500
RECEIVED = datetime(2026, 10, 4, 6, tzinfo=UTC)
ROUNDS = 12
STEPS_A_LIFE = 3 * CASES // (2 * ROUNDS) - 1
TICKER = """
import asyncio, sys
from datetime import UTC, datetime
from sla import sweep
from tawasul import outbox
from tawasul.core import clock, db

async def apply(steps):
    for step in steps:
        sys.stdin.readline()
        if not step.suppressed:
            await outbox.append("cases.jobs.escalate", step.step_id)

async def main():
    db.connect(sys.argv[1])
    print("ready", flush=True)
    clock.move_to(datetime(2026, 10, 22, 11, tzinfo=UTC))
    await sweep.run(apply, batch=5)
    await db.close_pool()

asyncio.run(main())
"""


def ticker(url: str, steps: int | None = None) -> subprocess.Popen[bytes]:
    """A ticker that waits for a line before each step; without a number of steps it waits for none."""
    stdin = subprocess.DEVNULL if steps is None else subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-c", TICKER, url], stdin=stdin, stdout=subprocess.PIPE)
    if steps is not None:
        process.stdin.write(b"\n" * steps)
        process.stdin.flush()
    return process


async def kill_soon(process: subprocess.Popen[bytes], after: float) -> None:
    """Kill a ticker some time after it began to work, or while it waits for a line that does not come."""
    with process:
        await asyncio.to_thread(process.stdout.readline)
        await asyncio.sleep(after)
        process.kill()


async def test_tickers_killed_at_random_lose_nothing_and_tell_nothing_twice(database):
    with clock.moved(RECEIVED):
        async with transaction():
            for case_id in range(CASES):
                await clocks.start(case_id, "final_reply", case_kind="complaint", at=RECEIVED, actor=CITIZEN)
    dice = random.Random(7)
    for patience in range(1, ROUNDS + 1):
        # A loaded machine may not get to its first batch in time: the next ones are given longer. However fast the
        # machine is, all the lines handed out in all rounds do not suffice to finish.
        lives = [ticker(database, steps=dice.randint(STEPS_A_LIFE // 2, STEPS_A_LIFE)) for _ in range(2)]
        await asyncio.gather(*(kill_soon(process, patience * dice.uniform(0.1, 0.3)) for process in lives))
        if patience >= 4 and await ClockStep.count():
            break
    assert 0 < await ClockStep.count() < 3 * CASES, "they were killed in the middle"
    with ticker(database) as last:
        await asyncio.to_thread(last.wait, 180)
    told = Counter(row["args"] for row in await OutboxMessage.select(OutboxMessage.args))
    assert (len(told), set(told.values())) == (CASES, {1})
    assert await ClockStep.count() == 3 * CASES
    assert await Clock.count().where(Clock.next_step == "breach") == CASES
