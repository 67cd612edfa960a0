"""The citizen says that the program sent the case to the wrong office. The case stays there: a person decides.

If the case waits for the citizen, this is their answer, and it waits no longer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases import questions, search_index, wording
from cases.learning_tables import Objection
from cases.moves import held, stream
from cases.reach import held_for
from tawasul import audit
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.actor import CITIZEN
from tawasul.core.db import fetch, swap, transaction
from tawasul.core.errors import Conflict, Invalid
from tawasul.core.text import clean

LONGEST = 1_000
AT_AN_OFFICE = ("assigned", "in_progress", "waiting_for_citizen", "reopened", "in_review")
_INSERT = """INSERT INTO "objection" ("case", "reason", "agency", "category", "at") VALUES ({}, {}, {}, {}, {})
    ON CONFLICT DO NOTHING RETURNING "id" """


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """What the citizen said, and whether nobody has decided on it yet."""

    id: int
    reason: str
    at: datetime
    is_open: bool


def is_possible(case: Mapping[str, Any]) -> bool:
    """Whether the case is where a program sent it, and still without its reply. Pure."""
    return case["sorted_by"] == "program" and case["status"] in AT_AN_OFFICE and case["agency"] is not None


async def of(case: Mapping[str, Any]) -> ObjectionView | None:
    """The objection of a case. It is decided on once the case went elsewhere, or somebody said that it is right."""
    row = await Objection.select().where(Objection.case == case["id"]).first()
    if row is None:
        return None
    there = (row["agency"], row["category"]) == (case["agency"], case["category"]) and case["status"] in AT_AN_OFFICE
    return ObjectionView(row["id"], row["reason"], row["at"], there and row["settled_at"] is None)


async def object_to(case_id: int, reason: str) -> bool:
    """Tell the office that holds the case. Once a case; no office or holder changes, and no clock that runs.

    Says whether it was the answer to a question.
    """
    why = clean(reason)
    async with transaction():
        case = await held(case_id)
        if not is_possible(case):
            raise Conflict("not_sorted_by_program")
        if found := wording.faults_of("wrong_office", why, empty="needs_office_reason", longest=LONGEST):
            raise Invalid(*found)
        if not await fetch(_INSERT, case_id, why, case["agency"], case["category"], clock.now()):
            raise Conflict("objected_already")
        await search_index.renew(case_id)
        await audit.append(stream(case_id), actor=CITIZEN, act="objected", data={"agency": case["agency"]})
        return await questions.answered_by(case, why)


async def settle(case_id: int, *, by: StaffView, rev: int) -> None:
    """Say that the case is where it belongs. Where it does not, correcting or passing it on is the answer."""
    async with transaction():
        case = await held_for(case_id, "case.correct", by=by, rev=rev)
        found = await of(case)
        if found is None or not found.is_open:
            raise Conflict("no_open_objection")
        if not await swap(Objection, found.id, old={"settled_at": None}, new={"settled_at": clock.now()}):
            raise Conflict("no_open_objection")
        await audit.append(stream(case_id), actor=by.actor(), act="objection_settled", data={"agency": case["agency"]})
