"""Telling people that a promise comes near, or broke: the step says when, the ladder says whom."""

from dataclasses import dataclass
from datetime import datetime

from cases.moves import Row, stream
from cases.tables import Case
from routing import ladder
from sla.tables import Clock, ClockStep
from sla.views import OPEN
from tawasul import audit
from tawasul.accounts.agencies import all_agencies
from tawasul.accounts.views import StaffView
from tawasul.core.actor import system
from tawasul.core.db import lock, transaction
from tawasul.notify import Recipient, write
from tawasul.notify.letters import About

TEMPLATES = {"t3": "reminder", "t1": "at_risk", "t0": "due_today", "breach": "breach"}
_NATIONAL = {"ar": "الوحدة الوطنية", "en": "the national unit"}
_TICKER = system("ticker")


@dataclass(frozen=True, slots=True)
class Letters:
    """What the letters of one step have in common."""

    step_id: int
    template: str
    due_at: datetime


async def escalate(step_id: int) -> None:
    """Write the letters of one step. A case that has its reply meanwhile needs none; a second run writes none."""
    step = await ClockStep.select().where(ClockStep.id == step_id).first()
    promise = await Clock.select(Clock.case_id).where(Clock.id == step["clock"]).first() if step else None
    if step is None or promise is None:
        return
    async with transaction():
        # The case is held, so that a reply is either seen here or waits until the letters are written.
        case = await lock(Case, promise["case_id"])
        clock = await Clock.select(Clock.state, Clock.due_at).where(Clock.id == step["clock"]).first()
        if case is None or clock is None or clock["state"] not in OPEN or await _is_told(case["id"], step_id):
            return
        kind = _kind(step["step"])
        people = await ladder.persons(case["agency"], kind, case["holder"])
        await _tell(case, people, Letters(step_id, TEMPLATES.get(kind, "escalation"), clock["due_at"]))
        data = {"step": step["step"], "step_id": step_id, "people": len(people)}
        await audit.append(stream(case["id"]), actor=_TICKER, act="escalated", data=data)


async def _is_told(case_id: int, step_id: int) -> bool:
    """Whether the letters of this step were written before."""
    lines = await audit.history(stream(case_id))
    return any(line.act == "escalated" and line.data.get("step_id") == step_id for line in lines)


async def _tell(case: Row, people: list[StaffView], letters: Letters) -> None:
    agency = (await all_agencies()).get(case["agency"] or "")
    name = {"ar": agency.name_ar, "en": agency.name_en} if agency else _NATIONAL
    params = {"reference": case["reference"], "due_at": letters.due_at.isoformat(), "agency": name}
    about = About(case["id"], demo=case["demo"])
    for person in people:
        key = f"step:{letters.step_id}:{person.id}"
        await write(letters.template, to=_recipient(person), key=key, params=params, about=about)


def _kind(step: str) -> str:
    """The step's rung of the ladder: weekly ones are numbered."""
    return step.partition(":")[0]


def _recipient(person: StaffView) -> Recipient:
    channel = "email" if person.email else "console"
    return Recipient("email" if channel == "email" else "console", person.email or "", person.language, person.id)
