"""Making a candidate of the texts of the package and what people taught. Imported by the command that trains alone."""

import asyncio
import os
import shutil
from pathlib import Path
from typing import Any

from cases import lessons, models
from cases.models import Made
from classifier import commands, model_store
from classifier.examples import Example
from tawasul.core.actor import Actor
from tawasul.core.settings import settings


class NothingToLearn(Exception):
    """Nobody has corrected anything yet."""


async def make_candidate(data: Path | None, encoder: str | None, *, by: Actor) -> dict[str, Any]:
    """Train, keep the model in the data folder under its name, and offer it beside the running one; its report."""
    taught = await lessons.lessons()
    if not taught:
        raise NothingToLearn
    examples = [
        Example(lesson.text, lesson.category, lesson.language, lesson.kind, "correction", f"case-{lesson.case_id}")
        for lesson in taught
    ]
    report, folder = await asyncio.to_thread(_train, data, encoder, examples)
    await models.offer(Made(report["model"], report, len(taught), max(lesson.number for lesson in taught)), by=by)
    return {**report, "folder": str(folder), "lessons": len(taught)}


def _train(data: Path | None, encoder: str | None, examples: list[Example]) -> tuple[dict[str, Any], Path]:
    """Under a name of its own until the model has one."""
    fresh = model_store.kept(settings().data, f"training-{os.getpid()}")
    report = commands.train(data, fresh, encoder, examples)
    folder = model_store.kept(settings().data, report["model"])
    if model_store.is_there(folder):
        shutil.rmtree(fresh)
    else:
        fresh.rename(folder)
    return report, folder
