"""Training a candidate from what people taught: asked for by the week or by a person, and done once by one worker.

The work itself is another process, so that the jobs of the worker go on beside it.
"""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases import lessons, models
from cases.learning_tables import Training
from cases.sorter import STREAM
from tawasul import audit, outbox
from tawasul.accounts.permissions import roles_for
from tawasul.core import clock, log
from tawasul.core.actor import Actor, system
from tawasul.core.db import fetch, swap, transaction
from tawasul.core.errors import Conflict, Forbidden
from tawasul.core.settings import settings

TRAIN = "cases.jobs.train"
EVERY = timedelta(days=7)
AGAIN_AFTER_FAILURE = timedelta(days=1)
LONGEST = timedelta(minutes=40)
BEHIND = 10  # the niceness of the process that trains
COMMAND = (sys.executable, "-m", "tawasul", "classifier", "train", "--with-corrections")
WEEKLY = system("weekly training")
_log = log.get(__name__)
_OPEN = """INSERT INTO "training" ("subject", "asked_at", "asked_by") VALUES ({}, {}, {})
    ON CONFLICT DO NOTHING RETURNING "id" """


@dataclass(frozen=True, slots=True)
class TrainingView:
    """A training: asked for, begun, and how it ended."""

    id: int
    asked_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    model: str | None
    error: str | None


Trainer = Callable[[], Awaitable[str]]


class TrainingFailed(Exception):
    """The process that trains ended without a model."""


async def last() -> TrainingView | None:
    """The training that was asked for last."""
    row = await Training.select().order_by(Training.id, ascending=False).first()
    return TrainingView(**{name: row[name] for name in TrainingView.__dataclass_fields__}) if row else None


async def waiting() -> int:
    """How many corrections no model has learnt from yet."""
    return await lessons.count(await models.taught_up_to())


async def ask(*, by: Actor) -> int:
    """Have a candidate trained now. One training at a time."""
    if by.kind == "staff" and by.role not in roles_for("sorter"):
        raise Forbidden("not_for_you")
    async with transaction():
        made = await fetch(_OPEN, "sorter", clock.now(), str(by))
        if not made:
            raise Conflict("training_goes_on")
        number = int(made[0]["id"])
        await outbox.append(TRAIN, number)
        await audit.append(STREAM, actor=by, act="training_asked", data={"training": number})
    return number


async def ask_weekly() -> bool:
    """Ask for one if a week has passed and enough corrections came; says whether it did. Any number may call it."""
    now = clock.now()
    found = await last()
    if found is not None and found.ended_at is None:
        begun = found.began_at
        if begun is not None and now - begun > LONGEST:
            await _end(found.id, error="lost")
        return False
    if found is not None and now - found.asked_at < (AGAIN_AFTER_FAILURE if found.error else EVERY):
        return False
    if await waiting() < settings().train_after:
        return False
    try:
        await ask(by=WEEKLY)
    except Conflict:  # another ticker was faster
        return False
    return True


async def train(training_id: int, trainer: Trainer | None = None) -> None:
    """Do a training that was asked for. A second time, or while another worker is at it, nothing happens.

    `trainer` makes a candidate and tells its name; another process where none is given.
    """
    if not await swap(Training, training_id, old={"began_at": None}, new={"began_at": clock.now()}):
        return
    try:
        name = await (trainer or _in_another_process)()
    except TrainingFailed:
        await _end(training_id, error="failed")
        return
    except asyncio.CancelledError:  # the worker is asked to stop: the next one begins anew
        await swap(Training, training_id, old={"ended_at": None}, new={"began_at": None})
        raise
    await _end(training_id, model=name)


async def _end(training_id: int, *, model: str | None = None, error: str | None = None) -> None:
    new = {"ended_at": clock.now(), "model": model, "error": error}
    async with transaction():
        if await swap(Training, training_id, old={"ended_at": None}, new=new) and error:
            data = {"training": training_id, "error": error}
            await audit.append(STREAM, actor=system("worker"), act="training_failed", data=data)


async def _in_another_process() -> str:
    """Run the command that trains, behind everything else, and end it with this job if that is ended."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    with suppress(ProcessLookupError):  # it may have ended already
        os.setpriority(os.PRIO_PROCESS, process.pid, BEHIND)
    try:
        said, _ = await asyncio.wait_for(process.communicate(), LONGEST.total_seconds())
    except TimeoutError:
        said = b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        _log.error("training failed", returncode=process.returncode)
        raise TrainingFailed
    return str(json.loads(said)["model"])
