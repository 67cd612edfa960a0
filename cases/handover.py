"""Giving the open cases of somebody who is away or gone to another officer, or back to those of the agency."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from piccolo.query.functions.aggregate import Count

from cases import reviewers, walls
from cases.moves import OPEN, Change, Row, held, move
from cases.tables import Case
from tawasul.accounts import agencies, leave, views
from tawasul.accounts.permissions import Scope, may
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import require_transaction

Why = Literal["leave", "left"]
_ACTS: dict[Why, str] = {"leave": "handed_over_leave", "left": "handed_over_left"}


@dataclass(frozen=True, slots=True)
class Heir:
    """Who gets the cases, and whose cases she may have."""

    person: StaffView
    scope: Scope


async def open_cases(staff_id: int) -> list[str]:
    """The references of the open cases that somebody has, the eldest first."""
    rows = (
        await Case.select(Case.reference)
        .where(Case.holder == staff_id, Case.status.is_in(list(OPEN)))
        .order_by(Case.received_at)
    )
    return [row["reference"] for row in rows]


async def count_open(staff_ids: Sequence[int]) -> dict[int, int]:
    """How many open cases each of them has."""
    if not staff_ids:
        return {}
    rows = (
        await Case.select(Case.holder, Count(alias="count"))
        .where(Case.holder.is_in(list(staff_ids)), Case.status.is_in(list(OPEN)))
        .group_by(Case.holder)
    )
    counted = {row["holder"]: int(row["count"]) for row in rows}
    return {staff_id: counted.get(staff_id, 0) for staff_id in staff_ids}


async def heir(staff_id: int | None) -> Heir | None:
    """Who takes over: the person named, or who stands in for her today. None: nobody, the cases wait in the agency."""
    if staff_id is None:
        return None
    there = leave.present(staff_id, await leave.away(leave.day_of(clock.now())))
    if there is None or not await Staff.exists().where(Staff.id == there, Staff.active.eq(True)):
        return None
    person = (await views.by_ids([there]))[there]
    return Heir(person, await agencies.scope(person)) if may(person, "case.take") else None


async def hand_over(staff_id: int, to: Heir | None, why: Why, *, by: Actor) -> list[int]:
    """Give every open case of somebody to another, or to nobody; returns the cases. No clock moves.

    A case that the other may not have, as that of another agency or a review of what she did, goes to nobody.
    """
    require_transaction()
    rows = await Case.select(Case.id).where(Case.holder == staff_id, Case.status.is_in(list(OPEN))).order_by(Case.id)
    moved = []
    for row in rows:
        case = await held(row["id"])
        if case["holder"] != staff_id or case["status"] not in OPEN:
            continue
        await _give(case, to if to is not None and await fits(case, to) else None, _ACTS[why], by)
        moved.append(case["id"])
    return moved


async def _give(case: Row, to: Heir | None, act: str, by: Actor) -> None:
    new = to.person.id if to is not None else None
    # What nobody has is new to the agency, unless it waits for somebody else or under a name of its own.
    status = "assigned" if new is None and case["status"] == "in_progress" else case["status"]
    await move(case, status, Change(by, act, {"from": case["holder"], "to": new}, {"holder": new}))


async def fits(case: Row, to: Heir) -> bool:
    """Whether somebody else may have a held case."""
    if to.person.id == case["holder"] or not to.scope.holds(case["agency"]):
        return False
    if await walls.shut([case["id"]], to.person):
        return False
    return not await reviewers.is_under_review(case) or await reviewers.may_answer(case, to.person)
