"""Comparing one case with training texts and answered cases. Imported by jobs alone: the model lives in the worker."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from cases import running, sorter
from cases.folder import candidates_of
from cases.tables import Case, Prediction, Reply
from classifier.examples import NOTHING
from classifier.reasons import weighed
from classifier.signature import nearest, signatures
from classifier.similar import Neighbours
from tawasul.core import clock
from tawasul.core.db import fetch, transaction

# So many answered cases of an agency and category are kept, and looked at for each new one.
KEPT = 1_000
SHOWN, EXAMPLES = 3, 2
# Two texts of one category that have nothing else in common come to about .07.
LEAST = 0.15
LONGEST_EXAMPLE = 300


@dataclass(frozen=True, slots=True)
class Why:
    """Words that spoke for each category, and training texts with their categories."""

    words: dict[str, list[str]]
    examples: list[tuple[str, str]]


class Comparer(Protocol):
    """What the model knows of texts."""

    @property
    def name(self) -> str:
        """Signatures of two names cannot be compared."""

    def why(self, text: str, categories: Sequence[str]) -> Why:
        """The reasons for each of these categories."""

    def signatures(self, texts: Sequence[str]) -> list[bytes]:
        """One a text."""


class Running:
    """The running model, and its training texts to compare with."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.name: str = model.name
        self.neighbours = Neighbours(self.model)

    def why(self, text: str, categories: Sequence[str]) -> Why:
        known = [code for code in categories if code in self.model.labels]
        near = self.neighbours.nearest(text, known, count=EXAMPLES)
        examples = [(one.text[:LONGEST_EXAMPLE], one.label) for one in near if one.closeness >= LEAST]
        return Why(
            {code: weighed(self.model, text, code) for code in known},
            [(said, label) for said, label in examples if label != NOTHING],
        )

    def signatures(self, texts: Sequence[str]) -> list[bytes]:
        return signatures(self.model, texts)


_kept: list[Running] = []


async def now() -> Running:
    """The model that runs, with what was read of its training texts so far."""
    model = await running.model((await sorter.setting()).running)
    if not _kept or _kept[0].model is not model:
        _kept[:] = [Running(model)]
    return _kept[0]


async def compare(case_id: int, comparer: Comparer | None = None) -> None:
    """Find why the sorter chose, and answered cases of the same agency and category. Again, it is found anew."""
    case = await Case.select().where(Case.id == case_id).first()
    if case is None:
        return
    by = comparer if comparer is not None else await now()
    prediction = await Prediction.select().where(Prediction.case == case_id).first()
    categories = [one.category for one in candidates_of(prediction)]
    why = await asyncio.to_thread(by.why, case["text"], categories)
    answered = await answered_like(case_id, by)
    await fetch(
        """INSERT INTO "comparison" ("case", "words", "examples", "answered", "at") VALUES ({}, {}, {}, {}, {})
        ON CONFLICT ("case") DO UPDATE SET "words" = excluded."words", "examples" = excluded."examples",
            "answered" = excluded."answered", "at" = excluded."at" """,
        case_id,
        json.dumps(why.words),
        json.dumps(why.examples),
        json.dumps(answered),
        clock.now(),
    )


async def answered_like(case_id: int, by: Comparer) -> list[int]:
    """The nearest of the newest answered cases of its agency and category. However many there are, so many are read."""
    case = (await Case.select(Case.agency, Case.category, Case.text).where(Case.id == case_id))[0]
    if case["agency"] is None or case["category"] is None:
        return []
    rows = await fetch(
        """SELECT "case", "model", "signature" FROM "answered" WHERE "agency" = {} AND "category" = {} AND "case" <> {}
        ORDER BY "at" DESC LIMIT {}""",
        case["agency"],
        case["category"],
        case_id,
        KEPT,
    )
    known = {row["case"]: bytes(row["signature"]) for row in rows if row["model"] == by.name}
    known |= await _sign_anew([row["case"] for row in rows if row["model"] != by.name], by)
    ids = list(known)
    own = (await asyncio.to_thread(by.signatures, [case["text"]]))[0]
    return [ids[place] for place, _ in nearest(own, list(known.values()), count=SHOWN, least=LEAST)]


async def _sign_anew(stale: list[int], by: Comparer) -> dict[int, bytes]:
    """Signatures of an earlier model, made by this one, and kept."""
    if not stale:
        return {}
    rows = await Case.select(Case.id, Case.text).where(Case.id.is_in(stale))
    made = await asyncio.to_thread(by.signatures, [row["text"] for row in rows])
    async with transaction():
        for row, signature in zip(rows, made, strict=True):
            await fetch(
                """UPDATE "answered" SET "model" = {}, "signature" = {} WHERE "case" = {}""",
                by.name,
                signature,
                row["id"],
            )
    return {row["id"]: signature for row, signature in zip(rows, made, strict=True)}


async def remember(case_id: int, comparer: Comparer | None = None) -> None:
    """Keep the signature of a case that was answered, and let go of the oldest of its kind."""
    case = await Case.select().where(Case.id == case_id).first()
    if case is None or case["agency"] is None or case["category"] is None:
        return
    if not await Reply.exists().where(Reply.case == case_id, Reply.rejected_at.is_null()):
        return
    by = comparer if comparer is not None else await now()
    (signature,) = await asyncio.to_thread(by.signatures, [case["text"]])
    kind = (case["agency"], case["category"])
    async with transaction():
        await fetch(
            """INSERT INTO "answered" ("case", "agency", "category", "model", "signature", "at")
            VALUES ({}, {}, {}, {}, {}, {})
            ON CONFLICT ("case") DO UPDATE SET "agency" = excluded."agency", "category" = excluded."category",
                "model" = excluded."model", "signature" = excluded."signature", "at" = excluded."at" """,
            case_id,
            *kind,
            by.name,
            signature,
            clock.now(),
        )
        await fetch(
            """DELETE FROM "answered" WHERE "agency" = {} AND "category" = {} AND "at" < (
                SELECT "at" FROM "answered" WHERE "agency" = {} AND "category" = {}
                ORDER BY "at" DESC LIMIT 1 OFFSET {}
            )""",
            *kind,
            *kind,
            KEPT - 1,
        )
