"""Telling people that a promise comes near, or broke: the step says when, the ladder says whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases import colleagues, walls, watch
from cases.moves import Row, stream
from cases.passing_tables import Part
from cases.tables import Case
from cases.timers import alone
from cases.walls import Wall
from routing import ladder
from routing.ladder import Roster
from sla import holding
from sla.policy import FIRST_RESPONSE
from sla.tables import Clock, ClockStep
from tawasul import audit
from tawasul.accounts.views import StaffView
from tawasul.core import log
from tawasul.core.actor import system
from tawasul.core.db import lock, transaction
from tawasul.notify import write
from tawasul.notify.letters import About

_HOURS = {"p50": "due_soon", "p75": "due_soon", "p90": "due_soon"}
TEMPLATES = {**_HOURS, "t3": "reminder", "t1": "at_risk", "t0": "due_today", "breach": "breach"}
# A late part is told within its agency: the citizen's promise is not broken by it, and has a ladder of its own.
_OF_PARTS = {**dict.fromkeys(_HOURS, "part_due"), "t3": "part_due", "t1": "part_due", "t0": "part_due"}
_INSIDE = {"breach": "weekly"}
# A first answer that is due or late is told within the agency too, and to those alone who can write it.
_OF_FIRST = {**dict.fromkeys(_HOURS, "first_due"), "t1": "first_due", "t0": "first_due"}
_ACTS = ("escalated", "part_escalated", "first_escalated")
DIGEST_ABOVE = 5  # more letters than this at once become one
_TICKER = system("ticker")
_log = log.get(__name__)


@dataclass(frozen=True, slots=True)
class Notice:
    """What one step of one case, or of the `part` of one, is told as. `agency` and `holder`: who has it to do.

    `inside`: it is about the first answer, and told to the officer and the supervisors of the agency alone.
    """

    step_id: int
    step: str
    case: Row
    template: str
    due_at: datetime
    agency: str | None
    holder: int | None
    part: int | None = None
    inside: bool = False


class StepsNotTold(Exception):
    """Some steps of a job could not be told. The others were, and are passed over when it is tried again."""


async def escalate(*step_ids: int) -> None:
    """Write the letters of some steps. A case that has its reply meanwhile needs none; a second run writes none.

    Whoever would get many letters at once gets one that lists the cases, also those that a long catch-up found since.
    A case that fails keeps no other from being told, and is tried again.
    """
    failed: set[int] = set()
    async with transaction():
        notices = await _notices([*step_ids, *await watch.others_with(step_ids)], failed)
        roster, around = await ladder.roster(), await walls.around([notice.case for notice in notices])
        heard: dict[int, list[StaffView]] = {}
        for notice in notices:
            async with alone(failed, [notice.step_id]):
                heard[notice.step_id] = _people(notice, roster, around[notice.case["id"]])
        for person, theirs in _by_person(notices, heard):
            async with alone(failed, [notice.step_id for notice in theirs]):
                await _tell(person, theirs)
        for notice in notices:
            people = heard.get(notice.step_id, [])
            if notice.step_id in failed or (notice.inside and not people):  # nobody has it, or may hear of it
                continue
            async with alone(failed, [notice.step_id]):
                await _note(notice, len(people))
    if failed:
        raise StepsNotTold(len(failed))


def _by_person(notices: Sequence[Notice], heard: Mapping[int, list[StaffView]]) -> list[tuple[StaffView, list[Notice]]]:
    told: dict[int, tuple[StaffView, list[Notice]]] = {}
    for notice in notices:
        for person in heard.get(notice.step_id, []):
            told.setdefault(person.id, (person, []))[1].append(notice)
    return list(told.values())


async def _note(notice: Notice, people: int) -> None:
    data: dict[str, Any] = {"step": notice.step, "step_id": notice.step_id, "people": people}
    data |= {"agency": notice.agency, "part": notice.part} if notice.part else {}
    await audit.append(stream(notice.case["id"]), actor=_TICKER, act=_act(notice), data=data)


def _people(notice: Notice, roster: Roster, wall: Wall) -> list[StaffView]:
    """Whom a step is told to. Those whom the case is about are passed over, and of a confidential one all but its
    readers; if that is all of them, the national unit hears of it: its number and its date, nothing of what it says.
    Of a first answer nobody hears outside the agency, which may be nobody at all."""
    if notice.inside:
        return wall.may_hear(roster.inside(notice.agency, notice.holder))
    kind = _kind(notice.step)
    people = roster.persons(notice.agency, _INSIDE.get(kind, kind) if notice.part else kind, notice.holder)
    return wall.may_hear(people) or wall.not_barred(roster.persons(None, "breach", None))


async def _notices(step_ids: Sequence[int], failed: set[int]) -> list[Notice]:
    """The steps that are still to be told, with their cases held, the eldest first.

    A held case's reply is either seen here, or waits until the letters are written.
    """
    if not step_ids:
        return []
    steps = await ClockStep.select(
        ClockStep.id,
        ClockStep.step,
        ClockStep.epoch,
        ClockStep.scheduled_at,
        ClockStep.detected_at,
        ClockStep.clock.id.as_alias("clock"),
        ClockStep.clock.kind.as_alias("kind"),
        ClockStep.clock.case_id.as_alias("case"),
    ).where(ClockStep.id.is_in(list(step_ids)))
    parts = await _parts([step["clock"] for step in steps])
    found = []
    for step in sorted(steps, key=lambda row: (row["case"], row["id"])):
        async with alone(failed, [step["id"]]):
            found.append(await _still(step, parts.get(step["clock"])))
    return [notice for notice in found if notice is not None]


async def _still(step: Row, part: Row | None) -> Notice | None:
    """The notice of a step, if it was not told yet and holds; its case is held."""
    case = await lock(Case, step["case"])
    if case is None or await _is_told(case["id"], step["id"]):
        return None
    if why := await holding.why_not(step):
        _log.info("step_dropped", case_id=case["id"], step_id=step["id"], step=step["step"], why=why)
        return None
    promise = (await Clock.select(Clock.due_at).where(Clock.id == step["clock"]))[0]
    return _notice(step, case, promise["due_at"], part)


async def _parts(clocks: list[int]) -> dict[int, Row]:
    """The parts whose clocks are among these, by clock."""
    rows = await Part.select().where(Part.clock.is_in(clocks)) if clocks else []
    return {row["clock"]: row for row in rows}


def _notice(step: Row, case: Row, due_at: datetime, part: Row | None) -> Notice:
    kind, inside = _kind(step["step"]), step["kind"] == FIRST_RESPONSE
    if part is None:
        template = _OF_FIRST.get(kind, "first_late") if inside else TEMPLATES.get(kind, "escalation")
        whose = (case["agency"], case["holder"])
        return Notice(step["id"], step["step"], case, template, due_at, *whose, inside=inside)
    template = _OF_PARTS.get(kind, "part_late")
    return Notice(step["id"], step["step"], case, template, due_at, part["agency"], part["holder"], part["id"])


def _act(notice: Notice) -> str:
    if notice.inside:
        return "first_escalated"
    return "part_escalated" if notice.part else "escalated"


async def _is_told(case_id: int, step_id: int) -> bool:
    """Whether the letters of this step were written before."""
    lines = await audit.history(stream(case_id))
    return any(line.act in _ACTS and line.data.get("step_id") == step_id for line in lines)


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
        words: dict[str, Any] = {"reference": notice.case["reference"], "due_at": notice.due_at.isoformat()}
        words |= {"agency": name, **({"part": notice.part} if notice.part else {})}
        about = About(notice.case["id"], demo=notice.case["demo"])
        key = f"step:{notice.step_id}:{person.id}"
        await write(notice.template, to=colleagues.recipient(person), key=key, params=words, about=about)


def _listed(notice: Notice) -> dict[str, str]:
    return {"reference": notice.case["reference"], "template": notice.template, "due_at": notice.due_at.isoformat()}


def _kind(step: str) -> str:
    """The step's rung of the ladder: weekly ones are numbered."""
    return step.partition(":")[0]
