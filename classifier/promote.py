"""A candidate replaces the running model only if it is no worse on texts that neither has learnt from."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifier import examples, model_store, predict
from classifier.comparison import compare, unfit
from classifier.evaluate import evaluate


@dataclass(frozen=True, slots=True)
class Verdict:
    """`refusals` names what got worse, `accuracy` of all texts or `ar.accuracy` of one language; empty: promoted."""

    refusals: tuple[str, ...]
    candidate: Mapping[str, Any]
    running: Mapping[str, Any] | None


def promote(candidate: Path, running: Path, data: Path) -> Verdict:
    """Measures both, keeps both reports beside the candidate, and puts it in the other's place if it may go there."""
    texts = examples.read(data)
    told = evaluate(predict.load(candidate), texts)
    before = evaluate(predict.load(running), texts) if model_store.is_there(running) else None
    verdict = Verdict(compare(told, before) if before else unfit(told), told, before)
    report = {"candidate": told, "running": before, "refusals": list(verdict.refusals)}
    (candidate / "comparison.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if not verdict.refusals:
        _replace(candidate, running)
    return verdict


def roll_back(running: Path) -> None:
    """The model before the last promotion comes back, and the one it replaces is kept in turn."""
    before = _before(running)
    if not model_store.is_there(before):
        raise model_store.NoModel(str(before))
    aside = running.with_name(f".{running.name}.aside")
    shutil.rmtree(aside, ignore_errors=True)
    running.rename(aside)
    before.rename(running)
    aside.rename(before)


def _replace(candidate: Path, running: Path) -> None:
    fresh = running.with_name(f".{running.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(candidate, fresh)
    if running.exists():
        shutil.rmtree(_before(running), ignore_errors=True)
        running.rename(_before(running))
    fresh.rename(running)


def _before(running: Path) -> Path:
    return running.with_name(f"{running.name}.before")
