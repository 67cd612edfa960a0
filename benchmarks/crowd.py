"""Two tickers in processes of their own, some of them killed, and the count of what they did."""

import asyncio
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime

from tawasul.core import db

TICKERS = 2
# Time stands still for them, so that each clock has exactly one step to reach.
_TICKER = """
import asyncio, sys
from datetime import datetime
from cases import watch
from sla import sweep
from tawasul.core import clock, db

async def main():
    db.connect(sys.argv[1])
    await db.open_pool()
    clock.move_to(datetime.fromisoformat(sys.argv[2]))
    print("ready", flush=True)
    sys.stdin.readline()
    await sweep.run(watch.apply)
    await db.close_pool()

asyncio.run(main())
"""


@dataclass(frozen=True, slots=True)
class WorkedOff:
    """How long it took, how many steps were written, and how many were not told exactly once."""

    seconds: float
    steps: int
    told_wrongly: int


async def work_off(url: str, now: datetime, kills: int) -> WorkedOff:
    """Let the tickers work everything off; `kills` times one of them is killed and another takes its place."""
    lives = [await _started(url, now) for _ in range(TICKERS)]
    dice, began = random.Random(11), time.perf_counter()
    for life in lives:
        _go(life)
    for _ in range(kills):
        await asyncio.sleep(dice.uniform(0.5, 1.5))
        place = dice.randrange(TICKERS)
        lives[place].kill()
        await asyncio.to_thread(lives[place].wait)
        lives[place] = await _started(url, now)
        _go(lives[place])
    for life in lives:
        await asyncio.to_thread(life.wait)
    seconds = time.perf_counter() - began
    return WorkedOff(seconds, *await _counted())


async def _started(url: str, now: datetime) -> subprocess.Popen[bytes]:
    return await asyncio.to_thread(_start, url, now)


def _start(url: str, now: datetime) -> subprocess.Popen[bytes]:
    """A ticker that waits for a line before it begins."""
    words = [sys.executable, "-c", _TICKER, url, now.isoformat()]
    life = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert life.stdout is not None
    life.stdout.readline()
    return life


def _go(life: subprocess.Popen[bytes]) -> None:
    assert life.stdin is not None
    life.stdin.write(b"\n")
    life.stdin.flush()


async def _counted() -> tuple[int, int]:
    """Steps written, and steps that are not told exactly once by the jobs that left."""
    steps = (await db.fetch("SELECT COUNT(*) AS n FROM clock_step"))[0]["n"]
    told = await db.fetch(
        "SELECT COUNT(*) AS n FROM (SELECT s.id FROM clock_step s LEFT JOIN (SELECT jsonb_array_elements_text("
        "CAST(args AS jsonb)) AS step FROM outbox_message WHERE job = 'cases.jobs.escalate') o "
        "ON CAST(o.step AS bigint) = s.id GROUP BY s.id HAVING COUNT(o.step) <> 1) wrong"
    )
    return int(steps), int(told[0]["n"])
