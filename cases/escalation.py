"""Telling people that a promise comes near, or broke: the step says when, the ladder says whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases import colleagues
from cases.moves import Row, stream
from cases.tables import Case
from routing import ladder
from sla.tables import ClockStep
from sla.views import OPEN
from tawasul import audit
from tawasul.accounts.views import StaffView
from tawasul.core.actor import system
from tawasul.core.db import lock, transaction
from tawasul.notify import write
from tawasul.notify.letters import About

TEMPLATES = {"t3": "reminder", "t1": "at_risk", "t0": "due_today", "breach": "breach"}
DIGEST_ABOVE = 5  # more letters than this at once become one
_TICKER = system("ticker")


@dataclass(frozen=True, slots=True)
class Notice:
    """What one step of one case is told as."""

    step_id: int
    step: str
    case: Row
    template: str
    due_at: datetime


async def escalate(*step_ids: int) -> None:
    """Write the letters of some steps. A case that has its reply meanwhile needs none; a second run writes none.

    Whoever would get many letters at once gets one that lists the cases.
    """
    async with transaction():
        told: dict[int, tuple[StaffView, list[Notice]]] = {}
        for notice in await _notices(step_ids):
            people = await ladder.persons(notice.case["agency"], _kind(notice.step), notice.case["holder"])
            for person in people:
                told.setdefault(person.id, (person, []))[1].append(notice)
            data = {"step": notice.step, "step_id": notice.step_id, "people": len(people)}
            await audit.append(stream(notice.case["id"]), actor=_TICKER, act="escalated", data=data)
        for person, notices in told.values():
            await _tell(person, notices)


async def _notices(step_ids: Sequence[int]) -> list[Notice]:
    """The steps that are still to be told, with their cases held, the eldest first.

    A held case's reply is either seen here, or waits until the letters are written.
    """
    if not step_ids:
        return []
    steps = await ClockStep.select(ClockStep.id, ClockStep.step, ClockStep.clock.case_id).where(
        ClockStep.id.is_in(list(step_ids))
    )
    found = []
    for step in sorted(steps, key=lambda row: (row["clock.case_id"], row["id"])):
        case = await lock(Case, step["clock.case_id"])
        promise = await ClockStep.select(ClockStep.clock.state, ClockStep.clock.due_at).where(
            ClockStep.id == step["id"]
        )
        if case is None or promise[0]["clock.state"] not in OPEN or await _is_told(case["id"], step["id"]):
            continue
        template = TEMPLATES.get(_kind(step["step"]), "escalation")
        found.append(Notice(step["id"], step["step"], case, template, promise[0]["clock.due_at"]))
    return found


async def _is_told(case_id: int, step_id: int) -> bool:
    """Whether the letters of this step were written before."""
    lines = await audit.history(stream(case_id))
    return any(line.act == "escalated" and line.data.get("step_id") == step_id for line in lines)


async def _tell(person: StaffView, notices: list[Notice]) -> None:
    """A letter for each case, or one for all of them."""
    demo = all(notice.case["demo"] for notice in notices)
    if len(notices) > DIGEST_ABOVE:
        first, last = min(n.step_id for n in notices), max(n.step_id for n in notices)
        params = {"count": len(notices), "cases": [_listed(notice) for notice in notices]}
        key = f"steps:{first}-{last}:{person.id}"
        await write("digest", to=colleagues.recipient(person), key=key, params=params, about=About(demo=demo))
        return
    for notice in notices:
        name = await colleagues.agency_name(notice.case["agency"])
        params = {"reference": notice.case["reference"], "due_at": notice.due_at.isoformat(), "agency": name}
        about = About(notice.case["id"], demo=notice.case["demo"])
        key = f"step:{notice.step_id}:{person.id}"
        await write(notice.template, to=colleagues.recipient(person), key=key, params=params, about=about)


def _listed(notice: Notice) -> dict[str, str]:
    return {"reference": notice.case["reference"], "template": notice.template, "due_at": notice.due_at.isoformat()}


def _kind(step: str) -> str:
    """The step's rung of the ladder: weekly ones are numbered."""
    return step.partition(":")[0]
