"""The one way in which a case changes: compare and swap, with its line of history."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cases import counting, sorted_counting
from cases.filters import OPEN_STATUSES
from cases.tables import Case
from tawasul import audit
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import lock, require_transaction, swap
from tawasul.core.errors import Conflict, NotFound

Row = dict[str, Any]

OPEN = OPEN_STATUSES
# Which status may follow which. What stands in no line ends there.
_NEXT: Mapping[str, tuple[str, ...]] = {
    "received": ("triage", "assigned", "closed", "withdrawn"),
    "triage": ("triage", "assigned", "waiting_for_citizen", "closed", "withdrawn"),
    "assigned": ("assigned", "in_progress", "triage", "waiting_for_citizen", "answered", "closed", "withdrawn"),
    "in_progress": ("in_progress", "assigned", "triage", "waiting_for_citizen", "answered", "closed", "withdrawn"),
    "waiting_for_citizen": (
        "waiting_for_citizen",
        "in_progress",
        "assigned",
        "triage",
        "answered",
        "closed",
        "withdrawn",
    ),
    "reopened": (
        "reopened",
        "in_progress",
        "assigned",
        "triage",
        "waiting_for_citizen",
        "answered",
        "in_review",
        "closed",
        "withdrawn",
    ),
    "in_review": (
        "in_review",
        "in_progress",
        "assigned",
        "triage",
        "waiting_for_citizen",
        "answered",
        "closed",
        "withdrawn",
    ),
    "answered": ("reopened", "in_review", "closed"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """Who does what: the history's words and values, and the other columns that change with the status.

    `private`: free words, which can be erased from the history and are not in `data`.
    `revokes`: the reply no longer stands. Only then does an answered case go back to work.
    """

    by: Actor
    act: str
    data: Mapping[str, Any] = field(default_factory=dict)
    also: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, str] | None = None
    revokes: bool = False


def stream(case_id: int) -> str:
    """The name of a case's history."""
    return f"case:{case_id}"


def may_follow(status: str, new: str) -> bool:
    """Whether a case may go from one status to the other."""
    return new in _NEXT.get(status, ())


async def held(case_id: int, rev: int | None = None) -> Row:
    """The case, held by this transaction. `Conflict` if it is not the one that was seen (`rev`)."""
    row = await lock(Case, case_id)
    if row is None:
        raise NotFound("no_such_case")
    if rev is not None and row["rev"] != rev:
        raise Conflict("moved")
    return row


async def move(case: Row, status: str, change: Change) -> Row:
    """Change a held case and say so in its history."""
    goes_back = change.revokes and case["status"] == "answered" and status == "in_progress"
    if not goes_back and not may_follow(case["status"], status):
        raise Conflict("answered_already" if case["status"] == "answered" else "not_open", status=case["status"])
    return await alter(case, replace(change, also={**change.also, "status": status}))


async def alter(case: Row, change: Change) -> Row:
    """Change a held case where it stands, whatever its status, and say so in its history."""
    require_transaction()
    changed = {**change.also, "rev": case["rev"] + 1, "updated_at": clock.now()}
    if not await swap(Case, case["id"], old={"rev": case["rev"]}, new=changed):
        raise Conflict("moved")
    await audit.append(stream(case["id"]), actor=change.by, act=change.act, data=change.data, private=change.private)
    await counting.moved(case, changed)
    sorted_counting.moved(case, changed)
    return {**case, **changed}
