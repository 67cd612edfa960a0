"""What happens to clocks: they start, are met, become void; an agency's stretch opens and closes.

Every act belongs to its caller's transaction and takes the time after it holds the row, so that a reply and the
ticker cannot overtake each other.
"""

from dataclasses import asdict
from datetime import datetime, timedelta

from sla import calendars, policy
from sla.calendar import Calendar
from sla.deadline import WORKING_DAYS, Promise, due_at, floor_from, is_on_time, shortened
from sla.ladder import Course, first_step, rearmed
from sla.policy import Policy, Subject
from sla.rebuild import ClockState, Event
from sla.store import Held, change, create, hold, last_told, latest
from sla.tables import ClockEvent
from sla.views import ClockView
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import require_transaction
from tawasul.core.errors import Conflict, DomainError

# Why a case may end without a reply. Before its deadline it then leaves the count; after it, it stays missed.
VOID_REASONS = frozenset({"void_spam", "duplicate", "outside_government", "withdrawn"})
_FIRST_SORT = "first_sort"


async def start(case_id: int, kind: str, *, case_kind: str, at: datetime, actor: Actor) -> ClockView:
    """Start the next cycle of a clock from the moment of receipt. An earlier receipt may be told, a later one not."""
    require_transaction()
    _refuse_future(at)
    before = await latest(case_id, kind)
    if before is not None and before.is_open:
        raise Conflict("clock_is_running", kind=kind)
    revision = await calendars.current()
    promised = await policy.chosen(kind, Subject(case_kind), revision.calendar.day_of(at))
    born = ClockState(
        case_id=case_id,
        kind=kind,
        cycle=before.cycle + 1 if before else 1,
        segment=1,
        agency=None,
        policy_version=promised.id,
        calendar_revision=revision.id,
        unit=promised.unit,
        target=promised.target,
        started_at=at,
        due_at=due_at(Promise(promised.target, promised.unit), at, revision.calendar),
        next_step=None,
        next_event_at=None,
    )
    return (await _begin(born, promised, revision.calendar, actor=actor)).view


async def stop(case_id: int, kind: str = policy.FINAL_REPLY, *, actor: Actor) -> ClockView:
    """The substantive reply: stamps the time and freezes the verdict."""
    require_transaction()
    return (await _meet(await hold(case_id, kind), actor=actor)).view


async def void(case_id: int, *, reason: str, actor: Actor) -> None:
    """End the clocks of a case that gets no reply. After the deadline the promise stays missed."""
    require_transaction()
    if reason not in VOID_REASONS:
        raise DomainError("unknown_reason", reason=reason)
    await _end_unanswered(await hold(case_id, policy.FINAL_REPLY), clock.now(), actor=actor, reason=reason)
    for kind in (policy.AGENCY, policy.FIRST_RESPONSE):
        other = await latest(case_id, kind)
        if other is not None and other.is_open:
            await _end_unanswered(await hold(case_id, kind), clock.now(), actor=actor, reason=reason)


async def open_segment(  # noqa: PLR0913 - what an assignment is; every part is named by the caller
    case_id: int, agency: str, *, case_kind: str, category: str | None, at: datetime, actor: Actor
) -> ClockView:
    """Start the time of an agency that was given a case, on that agency's calendar.

    It never ends after the citizen's own deadline, unless that leaves less than the floor.
    """
    require_transaction()
    _refuse_future(at)
    citizens = await latest(case_id, policy.FINAL_REPLY)
    before = await latest(case_id, policy.AGENCY)
    if before is not None and before.is_open:
        raise Conflict("clock_is_running", kind=policy.AGENCY)
    revision = await calendars.of_agency(agency)
    subject = Subject(case_kind, agency, category)
    promised = await policy.chosen(policy.AGENCY, subject, revision.calendar.day_of(at))
    own = due_at(Promise(promised.target, promised.unit), at, revision.calendar)
    cycle = citizens.cycle if citizens else 1
    born = ClockState(
        case_id=case_id,
        kind=policy.AGENCY,
        cycle=cycle,
        segment=before.segment + 1 if before and before.cycle == cycle else 1,
        agency=agency,
        policy_version=promised.id,
        calendar_revision=revision.id,
        unit=promised.unit,
        target=promised.target,
        started_at=at,
        due_at=max(min(own, citizens.due_at) if citizens else own, min(own, floor_from(at, revision.calendar))),
        next_step=None,
        next_event_at=None,
    )
    return (await _begin(born, promised, revision.calendar, actor=actor)).view


async def close_segment(case_id: int, *, at: datetime, actor: Actor, met: bool) -> None:
    """End the agency's stretch: met by its reply, or handed over at `at`, which counts only if it was late already."""
    require_transaction()
    held = await hold(case_id, policy.AGENCY)
    if met:
        await _meet(held, actor=actor)
    else:
        await _end_unanswered(held, max(at, held.state.started_at), actor=actor, reason="handed_over")


async def shorten_at_first_sort(
    case_id: int, *, agency: str, case_kind: str, category: str | None, actor: Actor
) -> None:
    """Shorten the citizen's promise where a policy of this agency or category promises less than was given.

    Only at the first sort, never longer, and leaving at least the floor. The general target of agencies is no
    promise to the citizen, so it shortens nothing; neither does no policy at all.
    """
    require_transaction()
    held = await hold(case_id, policy.FINAL_REPLY)
    state = held.state
    calendar = await _calendar_of(state)
    known = await policy.policies(policy.AGENCY)
    found = policy.pick(known, policy.AGENCY, Subject(case_kind, agency, category), calendar.day_of(state.started_at))
    if found is None or not found.is_special or found.unit != state.unit or found.target >= state.target:
        return
    if await ClockEvent.exists().where(ClockEvent.clock == held.id, ClockEvent.reason == _FIRST_SORT):
        return
    new_due = due_at(Promise(found.target, found.unit), state.started_at, calendar)
    due = shortened(state.due_at, new_due, clock.now(), calendar)
    await _move_due(held, due, found.target, actor=actor)
    await _shorten_segment(case_id, due, actor=actor)


async def _shorten_segment(case_id: int, citizens_due: datetime, *, actor: Actor) -> None:
    """Keep an agency that has the case already within the citizen's new deadline, or the floor."""
    segment = await latest(case_id, policy.AGENCY)
    if segment is None or not segment.is_open or segment.due_at <= citizens_due:
        return
    held = await hold(case_id, policy.AGENCY)
    due = shortened(held.state.due_at, citizens_due, clock.now(), await _calendar_of(held.state))
    await _move_due(held, due, held.state.target, actor=actor)


async def _begin(born: ClockState, promised: Policy, calendar: Calendar, *, actor: Actor) -> Held:
    """Write a new clock with its first step ahead."""
    step = first_step(_course(born, promised.ladder), calendar)
    state = ClockState(**{**asdict(born), "next_step": step.name, "next_event_at": step.wakes_at})
    return await create(Event("started", state.started_at, _birth(state)), state, actor=actor)


def _birth(state: ClockState) -> dict[str, object]:
    """What the first event keeps: all that the clock is born with, as JSON."""
    names = ("case_id", "kind", "cycle", "segment", "agency", "policy_version", "calendar_revision", "unit", "target")
    data: dict[str, object] = {name: getattr(state, name) for name in (*names, "next_step")}
    wakes = state.next_event_at
    return {**data, "due_at": state.due_at.isoformat(), "next_event_at": wakes.isoformat() if wakes else None}


async def _meet(held: Held, *, actor: Actor) -> Held:
    met_at = clock.now()
    data = {"on_time": is_on_time(met_at, held.state.due_at), "consumed_s": await _consumed(held.state, met_at)}
    return await change(held, Event("stopped", met_at, data), actor=actor)


async def _end_unanswered(held: Held, at: datetime, *, actor: Actor, reason: str) -> Held:
    """Void if the deadline was still ahead, else missed: closing a late case does not undo that it was late."""
    kind = "voided" if is_on_time(at, held.state.due_at) else "closed_late"
    data = {"consumed_s": await _consumed(held.state, at)}
    return await change(held, Event(kind, at, data), actor=actor, reason=reason)


async def _consumed(state: ClockState, until: datetime) -> int:
    """Whole seconds of business time from the start."""
    calendar = await _calendar_of(state)
    return calendar.work(state.started_at, max(until, state.started_at)) // timedelta(seconds=1)


async def _calendar_of(state: ClockState) -> Calendar:
    """The revision by which this clock was promised."""
    return (await calendars.by_id([state.calendar_revision]))[state.calendar_revision]


async def _move_due(held: Held, due: datetime, target: int, *, actor: Actor) -> Held:
    """Give a held clock another deadline and set its ladder anew."""
    state, calendar = held.state, await _calendar_of(held.state)
    ladder = (await policy.ladders([state.policy_version]))[state.policy_version]
    now = clock.now()
    moved = ClockState(**{**asdict(state), "due_at": due, "target": target})
    following = rearmed(_course(moved, ladder), await last_told(held.id, state.epoch), now, calendar)
    data = {
        "old": state.due_at.isoformat(),
        "due_at": due.isoformat(),
        "target": target,
        "policy_version": state.policy_version,
        "epoch": state.epoch + following.again,
        "next_step": following.step.name,
        "next_event_at": following.step.wakes_at.isoformat(),
    }
    return await change(held, Event("due_changed", now, data), actor=actor, reason=_FIRST_SORT)


def _course(state: ClockState, ladder: tuple[str, ...]) -> Course:
    unit = WORKING_DAYS if state.unit == WORKING_DAYS else "business_seconds"
    return Course(ladder, state.started_at, state.due_at, state.target, unit)


def _refuse_future(at: datetime) -> None:
    if at > clock.now():
        raise DomainError("in_future")
