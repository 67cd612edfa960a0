"""Sorting one case: the model reads the text, the rules say where it goes, and both are stored together.

Imported by `cases.jobs` alone: the model lives in the worker. Predicting happens before the transaction.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cases import assigning, running, sorted_counting, sorter, suggestion, surges
from cases.alike import COMPARE
from cases.destination import Destination, destination
from cases.moves import Change, Row, held, move
from cases.suggestion import Suggested
from cases.tables import Case
from classifier.prediction import Prediction, Reason
from routing import reference
from tawasul import outbox
from tawasul.core import clock, log
from tawasul.core.actor import system
from tawasul.core.db import fetch, transaction

_log = log.get(__name__)
SORTER = system("sorter")
Predictor = Callable[[str, str | None], Prediction]


async def warm_up() -> None:
    """Load the running model and sort a text with it, so that the first case waits for neither."""
    predictor = await _running((await sorter.setting()).running)
    await asyncio.to_thread(predictor, "السلام عليكم", None)


async def sort_case(case_id: int, predictor: Predictor | None = None) -> None:
    """Sort the case once. A second time, or after somebody was faster, nothing happens.

    `predictor` says what a text at a place is about; the running model where none is given. After it, what came with
    the case is looked at, so that a job that died in between still does so.
    """
    await _sort(case_id, predictor)
    await surges.look(case_id)


async def _sort(case_id: int, predictor: Predictor | None) -> None:
    row = await Case.select(Case.status, Case.text, Case.governorate).where(Case.id == case_id).first()
    if row is None or row["status"] != "received":
        return
    now = await sorter.setting()
    said = await asyncio.to_thread(predictor or await _running(now.running), row["text"], row["governorate"])
    prediction = heard(said)
    if now.triage_only:
        prediction = set_aside(prediction)
    categories, rules = await reference.categories(), await reference.rules()
    async with transaction():
        case = await held(case_id)
        if case["status"] != "received" or not await _store(case_id, prediction):
            return
        where = destination(prediction, case["chosen"], case["governorate"], categories, rules)
        if where.rule_failed:
            _log.warning("no rule could send a case on", case_id=case_id, category=where.category)
        await sorted_counting.begin(case_id, prediction, where)
        await _apply(case, prediction, where, urgent=_is_urgent(prediction, where, categories))


async def suggest(suggestion_id: int, predictor: Predictor | None = None) -> None:
    """Tell who writes a text what it seems to be about. Too late, or a second time, nothing happens."""
    text = await suggestion.text_of(suggestion_id)
    if text is None:
        return
    now = await sorter.setting()
    found = heard(await asyncio.to_thread(predictor or await _running(now.running), text, None))
    told = tuple(candidate.category for candidate in found.candidates) if found.reason != "nothing" else ()
    await suggestion.keep(suggestion_id, Suggested(told, is_sure=found.reason == "sure" and not now.triage_only))


async def _running(name: str) -> Predictor:
    """What the running model says. It is looked up for each case, so a promotion holds at once."""
    model = await running.model(name)

    def said(text: str, governorate: str | None) -> Prediction:
        found: Prediction = model.predict([text], [governorate])[0]
        return found

    return said


def heard(prediction: Prediction) -> Prediction:
    """The same; but danger is never nothing to sort, whoever predicted: people read it, before all others."""
    if prediction.danger and prediction.reason == "nothing":
        return replace(prediction, decision="triage", reason="unsure")
    return prediction


def set_aside(prediction: Prediction) -> Prediction:
    """The same guesses, for people to choose from: they sort everything for now."""
    reason: Reason = "nothing" if prediction.reason == "nothing" else "switched"
    return replace(prediction, decision="triage", reason=reason)


def _is_urgent(prediction: Prediction, where: Destination, categories: Any) -> bool:
    return prediction.danger or (where.category is not None and categories[where.category].urgent)


async def _store(case_id: int, prediction: Prediction) -> bool:
    """Keep what the model said; False if it has been said already."""
    candidates = [
        {"category": c.category, "agency": c.agency, "confidence": round(c.confidence, 4)}
        for c in prediction.candidates
    ]
    written = await fetch(
        """INSERT INTO "prediction" ("case", "model", "kind", "category", "agency", "confidence", "threshold",
            "decision", "reason", "needs", "danger", "candidates", "at")
        VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}) ON CONFLICT ("case") DO NOTHING RETURNING "id" """,
        case_id,
        prediction.model,
        prediction.kind,
        prediction.category,
        prediction.agency,
        prediction.confidence,
        prediction.threshold,
        prediction.decision,
        prediction.reason,
        prediction.needs,
        prediction.danger,
        json.dumps(candidates),
        clock.now(),
    )
    return bool(written)


async def _apply(case: Row, prediction: Prediction, where: Destination, *, urgent: bool) -> None:
    """Send the case to its agency, or put it before people."""
    also: dict[str, Any] = {"category": where.category, "urgent": urgent, "danger": prediction.danger}
    if not case["kind_given"] and prediction.reason != "nothing":
        also["kind"] = prediction.kind
    said = {"model": prediction.model, "category": where.category, "confidence": round(prediction.confidence, 4)}
    if where.agency is None:
        await move(case, "triage", Change(SORTER, "to_triage", {**said, "reason": prediction.reason}, also))
        await outbox.append(COMPARE, case["id"])
        return
    also |= {"sorted_by": where.sorted_by}
    await assigning.assign(case, where.agency, Change(SORTER, "assigned", said, also))
