"""How clocks begin: with their first step ahead, and those of agencies inside the citizen's promise."""

from dataclasses import replace
from datetime import datetime

from sla import calendars, policy
from sla.calendar import Calendar
from sla.deadline import Promise, due_at, floor_from, segment_due
from sla.ladder import first_step
from sla.moving import course_of
from sla.pauses import pause_like
from sla.policy import Policy, Subject
from sla.rebuild import ClockState, Event
from sla.store import Held, create, hold, latest
from sla.within import citizens_due
from tawasul.core.actor import Actor


async def begin_of_agency(case_id: int, kind: str, subject: Subject, *, at: datetime, actor: Actor) -> Held:
    """Start the time of the agency of `subject`, on its calendar: for the case (`agency`), or for a part of it.

    It never ends after the citizen's own deadline, unless that leaves less than the floor; and whoever gets the case
    while it waits for the citizen waits too. The rest of that pause then moves both dates: so what counts at birth
    is the citizen's date as if the pause ended at `at`.
    """
    citizens, before = await latest(case_id, policy.FINAL_REPLY), await latest(case_id, kind)
    revision = await calendars.of_agency(subject.agency or "")
    promised = await policy.chosen(policy.AGENCY, subject, revision.calendar.day_of(at))
    own = due_at(Promise(promised.target, promised.unit), at, revision.calendar)
    cycle = citizens.cycle if citizens else 1
    most = await citizens_due(case_id, cycle, at)
    born = ClockState(
        case_id=case_id,
        kind=kind,
        cycle=cycle,
        segment=before.segment + 1 if before and before.cycle == cycle else 1,
        agency=subject.agency,
        policy_version=promised.id,
        calendar_revision=revision.id,
        unit=promised.unit,
        target=promised.target,
        started_at=at,
        due_at=segment_due(own, most, floor_from(at, revision.calendar)),
        next_step=None,
        next_event_at=None,
    )
    segment = await begin(born, promised, revision.calendar, actor=actor)
    if citizens is not None and citizens.state == "paused":
        return await pause_like(await hold(case_id, policy.FINAL_REPLY), segment, actor=actor)
    return segment


async def begin(born: ClockState, promised: Policy, calendar: Calendar, *, actor: Actor) -> Held:
    """Write a new clock with its first step ahead."""
    step = first_step(course_of(born, promised.ladder), calendar)
    state = replace(born, next_step=step.name, next_event_at=step.wakes_at, gross_due_at=born.due_at)
    return await create(Event("started", state.started_at, _birth(state)), state, actor=actor)


def _birth(state: ClockState) -> dict[str, object]:
    """What the first event keeps: all that the clock is born with, as JSON."""
    names = ("case_id", "kind", "cycle", "segment", "agency", "policy_version", "calendar_revision", "unit", "target")
    data: dict[str, object] = {name: getattr(state, name) for name in (*names, "next_step")}
    wakes = state.next_event_at
    return {**data, "due_at": state.due_at.isoformat(), "next_event_at": wakes.isoformat() if wakes else None}
