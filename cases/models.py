"""Models that learnt from corrections: made as candidates, taken into use by a person, and taken back by one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cases import sorter
from cases.learning_tables import SorterModel
from cases.sorter import STREAM
from classifier import model_store
from classifier.comparison import compare, short
from tawasul import audit
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import fetch, lock, transaction
from tawasul.core.errors import Conflict, NotFound
from tawasul.core.settings import settings

CANDIDATE, PROMOTED, REFUSED = "candidate", "promoted", "refused"


@dataclass(frozen=True, slots=True)
class Made:
    """A model that was just made: its name, its report, how many lessons taught it, and the last of them."""

    name: str
    report: Mapping[str, Any]
    lessons: int
    up_to: int


@dataclass(frozen=True, slots=True)
class ModelView:
    """A model with what was measured of it."""

    name: str
    state: str
    lessons: int
    made_at: datetime
    report: Mapping[str, Any]

    def worse_than(self, running: Mapping[str, Any]) -> tuple[str, ...]:
        """What would get worse if it took the place of the running model."""
        return compare(self.report, running)


def folder_of(name: str) -> Path:
    """Where a model lies; an empty name is the one that the system was set up with."""
    return model_store.kept(settings().data, name) if name else settings().model or model_store.BUNDLED


def report_of(name: str) -> Mapping[str, Any] | None:
    """What was measured when a model was made."""
    return model_store.report(folder_of(name))


async def models() -> list[ModelView]:
    """Every model that was made here, the newest first."""
    rows = await SorterModel.select().order_by(SorterModel.made_at, ascending=False)
    return [_view(row) for row in rows]


async def taught_up_to() -> int:
    """The last correction that any model has learnt from."""
    rows = await fetch('SELECT COALESCE(MAX("up_to"), 0) AS n FROM "sorter_model"')
    return int(rows[0]["n"])


async def offer(made: Made, *, by: Actor) -> None:
    """Put a new model beside the running one. The same texts give the same model: once."""
    report = short(made.report)
    async with transaction():
        if await lock(SorterModel, made.name) is not None:
            return
        row = SorterModel(
            name=made.name, lessons=made.lessons, up_to=made.up_to, report=json.dumps(report), made_at=clock.now()
        )
        await SorterModel.insert(row)
        data = {"model": made.name, "lessons": made.lessons, "report": report}
        await audit.append(STREAM, actor=by, act="model_made", data=data)


async def promote(name: str, *, by: Actor, rev: int | None = None) -> None:
    """Take a model into use. Refused if it is worse than the running one, or if that was never measured."""
    async with transaction():
        now = await sorter.held(by, rev)
        model = await _held(name)
        if model.state == REFUSED or now.running == name:
            raise Conflict("model_decided")
        if not model_store.is_there(folder_of(name)):
            raise Conflict("model_missing")
        running = report_of(now.running)
        if running is None:
            raise Conflict("model_not_compared")
        if worse := model.worse_than(running):
            raise Conflict("model_is_worse", what=", ".join(worse))
        await _decide(name, PROMOTED, by)
        await sorter.change(now, running=name, before=now.running, since=clock.now())
        data = {"model": name, "was": now.running, "report": model.report, "report_before": short(running)}
        await audit.append(STREAM, actor=by, act="model_promoted", data=data)


async def refuse(name: str, *, by: Actor, rev: int | None = None) -> None:
    """Say that a candidate is not wanted."""
    async with transaction():
        now = await sorter.held(by, rev)
        if (await _held(name)).state != CANDIDATE or now.running == name:
            raise Conflict("model_decided")
        await _decide(name, REFUSED, by)
        await sorter.change(now)
        await audit.append(STREAM, actor=by, act="model_refused", data={"model": name})


async def roll_back(*, by: Actor, rev: int | None = None) -> str:
    """Take the model before the last promotion into use again, and keep the other; returns what runs now."""
    async with transaction():
        now = await sorter.held(by, rev)
        if now.before is None:
            raise Conflict("model_no_earlier")
        if not model_store.is_there(folder_of(now.before)):
            raise Conflict("model_missing")
        await sorter.change(now, running=now.before, before=now.running, since=clock.now())
        data = {"model": now.before, "was": now.running}
        await audit.append(STREAM, actor=by, act="model_rolled_back", data=data)
    return now.before


async def _held(name: str) -> ModelView:
    row = await lock(SorterModel, name) if "\0" not in name else None  # PostgreSQL refuses to look for that one
    if row is None:
        raise NotFound("no_such_model")
    return _view(row)


async def _decide(name: str, state: str, by: Actor) -> None:
    await SorterModel.update(
        {SorterModel.state: state, SorterModel.decided_at: clock.now(), SorterModel.decided_by: str(by)}
    ).where(SorterModel.name == name)


def _view(row: Mapping[str, Any]) -> ModelView:
    return ModelView(row["name"], row["state"], row["lessons"], row["made_at"], json.loads(row["report"]))
