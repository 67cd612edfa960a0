"""Why the sorter chose as it did, and answered cases like one that is open, as pages show them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases import walls
from cases.alike_tables import Comparison
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core.db import fetch

COMPARE = "cases.jobs.compare"
REMEMBER = "cases.jobs.remember"


@dataclass(frozen=True, slots=True)
class ExampleView:
    """A training text, and the category that it belongs to. It is nobody's case."""

    text: str
    category: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """The words of a case that spoke for each candidate, and the training texts nearest to it."""

    words: Mapping[str, list[str]]
    examples: list[ExampleView]


@dataclass(frozen=True, slots=True)
class AnsweredView:
    """An answered case with its reply. Who filed it is not told."""

    reference: str
    text: str
    outcome: str
    reply: str
    sent_at: datetime


NOTHING = Reasons({}, [])


async def reasons(case_ids: Sequence[int]) -> dict[int, Reasons]:
    """The reasons of these cases, as far as the worker has found them. One statement."""
    if not case_ids:
        return {}
    rows = await Comparison.select(Comparison.case, Comparison.words, Comparison.examples).where(
        Comparison.case.is_in(list(case_ids))
    )
    return {
        row["case"]: Reasons(
            json.loads(row["words"]), [ExampleView(*example) for example in json.loads(row["examples"])]
        )
        for row in rows
    }


async def answered(case_id: int, staff: StaffView) -> list[AnsweredView]:
    """The answered cases most like this one that somebody may read, each reply once, the nearest first.

    A reply that a supervisor rejected, or that the citizen came back about, is no example.
    """
    row = await Comparison.select(Comparison.answered).where(Comparison.case == case_id).first()
    ids: list[int] = json.loads(row["answered"]) if row else []
    if not ids:
        return []
    rows = await fetch(_ANSWERED.replace("IDS", ", ".join(["{}"] * len(ids))), *ids)
    scope, shut = await agencies.scope(staff), await walls.shut(ids, staff)
    found = {row["id"]: row for row in rows if scope.holds(row["agency"]) and row["id"] not in shut}
    once = {found[number]["reply"]: found[number] for number in reversed(ids) if number in found}
    return [
        AnsweredView(row["reference"], row["text"], row["outcome"], row["reply"], row["sent_at"])
        for row in reversed(once.values())
    ]


_ANSWERED = """SELECT c."id", c."agency", c."reference", c."text", r."outcome", r."text" AS "reply", r."sent_at"
    FROM "case_" c JOIN "reply" r ON r."case" = c."id" AND r."cycle" = c."cycle" AND r."rejected_at" IS NULL
    WHERE c."id" IN (IDS) AND c."status" IN ('answered', 'closed') AND r."outcome" <> 'duplicate'"""
