"""What happens to clocks: they start, are met, become void; an agency's stretch opens and closes.

Every act belongs to its caller's transaction and takes the time after it holds the row, so that a reply and the
ticker cannot overtake each other.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sla import calendars, deadline, policy
from sla.birth import begin, begin_of_agency
from sla.deadline import Promise, cut, due_at, extended, is_on_time, shortened, unextended
from sla.moving import calendar_of, move_due, pauses_before, unit_of
from sla.pauses import resume_held
from sla.policy import Policy, Subject
from sla.reaching import catch_up
from sla.rebuild import ClockState, Event
from sla.store import Held, change, hold, hold_open, latest
from sla.tables import ClockEvent
from sla.views import ClockView
from sla.within import due_until, within
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import require_transaction
from tawasul.core.errors import Conflict, DomainError

# Why a case may end without a reply. Before its deadline it then leaves the count; after it, it stays missed.
VOID_REASONS = frozenset({"void_spam", "duplicate", "outside_government", "withdrawn"})
_FIRST_SORT, _RECLASSIFIED, _PRIORITY = "first_sort", "reclassified", "priority"
_AT_RISK = 0.75


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
    return (await begin(born, promised, revision.calendar, actor=actor)).view


async def start_first_response(case_id: int, *, case_kind: str, at: datetime, actor: Actor) -> None:
    """Start the clock of the first message by a person, where a policy promises one."""
    require_transaction()
    known = await policy.policies(policy.FIRST_RESPONSE)
    if not known:
        return
    day = (await calendars.current()).calendar.day_of(at)
    if policy.pick(known, policy.FIRST_RESPONSE, Subject(case_kind), day) is not None:
        await start(case_id, policy.FIRST_RESPONSE, case_kind=case_kind, at=at, actor=actor)


async def meet_first_response(case_id: int, *, actor: Actor) -> None:
    """A person has written to the citizen. Only the first time counts, and only where that was promised."""
    require_transaction()
    promised = await latest(case_id, policy.FIRST_RESPONSE)
    if promised is not None and promised.is_open:
        await meet_held(await hold(case_id, policy.FIRST_RESPONSE), actor=actor)


async def stop(case_id: int, kind: str = policy.FINAL_REPLY, *, actor: Actor) -> ClockView:
    """The substantive reply: stamps the time and freezes the verdict."""
    require_transaction()
    return (await meet_held(await hold(case_id, kind), actor=actor)).view


async def void(case_id: int, *, reason: str, actor: Actor) -> None:
    """End the clocks of a case that gets no reply. After the deadline the promise stays missed."""
    require_transaction()
    if reason not in VOID_REASONS:
        raise DomainError("unknown_reason", reason=reason)
    await end_unanswered(await hold(case_id, policy.FINAL_REPLY), clock.now(), actor=actor, reason=reason)
    for other in await hold_open(case_id, policy.FIRST_RESPONSE, *policy.OF_AGENCIES):
        await end_unanswered(other, clock.now(), actor=actor, reason=reason)


async def open_segment(case_id: int, subject: Subject, *, at: datetime, actor: Actor) -> ClockView:
    """Start the time of the agency of `subject`, which was given the case."""
    require_transaction()
    _refuse_future(at)
    before = await latest(case_id, policy.AGENCY)
    if before is not None and before.is_open:
        raise Conflict("clock_is_running", kind=policy.AGENCY)
    return (await begin_of_agency(case_id, policy.AGENCY, subject, at=at, actor=actor)).view


async def close_segment(case_id: int, *, at: datetime, actor: Actor, met: bool) -> None:
    """End the agency's stretch: met by its reply, or handed over at `at`, which counts only if it was late already."""
    require_transaction()
    held = await hold(case_id, policy.AGENCY)
    if met:
        await meet_held(held, actor=actor)
    else:
        await end_unanswered(held, max(at, held.state.started_at), actor=actor, reason="handed_over")


async def shorten_at_first_sort(case_id: int, subject: Subject, *, actor: Actor) -> None:
    """Shorten the citizen's promise where a policy of this agency, category or priority promises less than was given.

    Only at the first sort, never longer, and leaving at least the floor. The general target of agencies is no
    promise to the citizen, so it shortens nothing; neither does no policy at all.
    """
    require_transaction()
    held = await hold(case_id, policy.FINAL_REPLY)
    found = await _special(held.state, subject)
    if found is None or found.target >= held.state.target:
        return
    if await ClockEvent.exists().where(ClockEvent.clock == held.id, ClockEvent.reason == _FIRST_SORT):
        return
    await _promise_less(held, found.target, actor=actor, reason=_FIRST_SORT)


async def press(case_id: int, was: Subject, now: Subject, *, actor: Actor) -> None:
    """Shorten the citizen's promise of a case that became more urgent, where a policy promises less to that.

    The floor stays, as when its category changes. Nothing lengthens a promise because a case is urgent no more.
    """
    require_transaction()
    held = await hold(case_id, policy.FINAL_REPLY)
    found = await _special(held.state, now)
    if found is None or found == await _special(held.state, was) or found.target >= held.state.target:
        return
    await _promise_less(held, found.target, actor=actor, reason=_PRIORITY)


async def _special(state: ClockState, subject: Subject) -> Policy | None:
    """The policy of an agency that bears on the citizen's promise too, if there is one in the same unit."""
    known = await policy.policies(policy.AGENCY)
    calendar = await calendar_of(state)
    found = policy.pick(known, policy.AGENCY, subject, calendar.day_of(state.started_at))
    return found if found is not None and found.is_special and found.unit == state.unit else None


async def _promise_less(held: Held, target: int, *, actor: Actor, reason: str) -> None:
    """A shorter promise from the same start, with the same pauses, leaving at least the floor; and the agencies'.

    The floor is measured as if a pause ended now: measured at its cap, an early answer would leave less or nothing.
    """
    now, calendar = clock.now(), await calendar_of(held.state)
    due = shortened(await due_until(held, now), await _due_by(held, target, now), now, calendar)
    await _promise(held, (due, target), now, actor=actor, reason=reason)
    for theirs in await hold_open(held.state.case_id, *policy.OF_AGENCIES):
        if (stood := await due_until(theirs, now)) > due:
            sooner = shortened(stood, due, now, await calendar_of(theirs.state))
            await _promise(theirs, (sooner, theirs.state.target), now, actor=actor, reason=reason)


async def _due_by(held: Held, target: int, now: datetime) -> datetime:
    """The deadline of another target, from the same start with the same pauses; one that lasts counts up to now."""
    state, calendar = held.state, await calendar_of(held.state)
    gross = due_at(Promise(target, unit_of(state)), state.started_at, calendar)
    return extended(gross, unit_of(state), cut(await pauses_before(held), now), state.started_at, calendar)


async def _promise(held: Held, new: tuple[datetime, int], now: datetime, *, actor: Actor, reason: str) -> None:
    """Promise another date and target; the date as if a pause ended now, whose rest then moves it on."""
    due, target = new
    state, pauses, calendar = held.state, await pauses_before(held), await calendar_of(held.state)
    gross = unextended(due, unit_of(state), cut(pauses, now), state.started_at, calendar)
    if state.pause_ends_at is not None:
        due = extended(gross, unit_of(state), pauses, state.started_at, calendar)
        due = await within(state, due, pauses, state.pause_ends_at)
    moved = replace(state, due_at=due, gross_due_at=gross, target=target)
    await move_due(held, moved, pauses, actor=actor, reason=reason)


async def reclassify(case_id: int, subject: Subject, *, supervisor_reason: str | None, actor: Actor) -> None:
    """Give the promise that belongs to what the case is now: same start, same pauses.

    A shorter one leaves at least the floor. A longer one needs a supervisor's reason, and is refused once the
    promise is at risk or broken; without a reason the shorter one simply stays.
    """
    require_transaction()
    held = await hold(case_id, policy.FINAL_REPLY)
    state = held.state
    calendar = await calendar_of(state)
    general = await policy.chosen(policy.FINAL_REPLY, subject, calendar.day_of(state.started_at))
    special = await _special(state, subject)
    if general.unit != state.unit:
        return
    target = min(general.target, special.target) if special else general.target
    if target < state.target:
        await _promise_less(held, target, actor=actor, reason=_RECLASSIFIED)
    elif target > state.target and supervisor_reason:
        if await _is_at_risk(held):
            raise Conflict("at_risk")
        now = clock.now()
        await _promise(held, (await _due_by(held, target, now), target), now, actor=actor, reason=_RECLASSIFIED)


async def _is_at_risk(held: Held) -> bool:
    """Whether three quarters of the promise are used up, or all of it. What was waited for uses up nothing."""
    state, now = held.state, clock.now()
    calendar = await calendar_of(state)
    if now > state.due_at:
        return True
    whole = calendar.work(state.started_at, state.gross_due_at or state.due_at)
    used = deadline.consumed(state.started_at, now, calendar, await pauses_before(held))
    return used >= whole * _AT_RISK


async def meet_held(held: Held, *, actor: Actor) -> Held:
    resumed = await resume_held(held, actor=actor)
    met_at = clock.now()
    running = await catch_up(resumed, met_at)
    data = {"on_time": is_on_time(met_at, running.state.due_at), "consumed_s": await _consumed(running, met_at)}
    return await change(running, Event("stopped", met_at, data), actor=actor)


async def end_unanswered(held: Held, at: datetime, *, actor: Actor, reason: str) -> Held:
    """Void if the deadline was still ahead, else missed: closing a late case does not undo that it was late."""
    running = await catch_up(await resume_held(held, actor=actor), at)
    kind = "voided" if is_on_time(at, running.state.due_at) else "closed_late"
    data = {"consumed_s": await _consumed(running, at)}
    return await change(running, Event(kind, at, data), actor=actor, reason=reason)


async def _consumed(held: Held, until: datetime) -> int:
    """Whole seconds of business time from the start, without the pauses."""
    state, calendar = held.state, await calendar_of(held.state)
    pauses = await pauses_before(held)
    worked = deadline.consumed(state.started_at, max(until, state.started_at), calendar, pauses)
    return worked // timedelta(seconds=1)


def _refuse_future(at: datetime) -> None:
    if at > clock.now():
        raise DomainError("in_future")
