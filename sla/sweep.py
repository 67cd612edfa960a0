"""What time does to clocks: finds the steps that have come, writes each once, and hands them on.

Any number of tickers may sweep at once. A batch is one transaction with whatever `apply` does, so a ticker that dies
in the middle has done nothing, and the next one does all of it. Sweeping late changes no figure: steps carry their
true instants, and boards never read them.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sla import calendars, policy
from sla.calendar import Calendar
from sla.deadline import Pause
from sla.ladder import Step, reached
from sla.moving import course_of
from sla.pauses import resume_held
from sla.reaching import TICKER, step_event, write_steps
from sla.rebuild import ClockState, Event, after
from sla.store import Held, Written, advance, claim, last_seq, pauses_of, state_of, write_events
from tawasul.core import clock, log
from tawasul.core.db import fetch, savepoint, transaction
from tawasul.core.errors import DomainError

BATCH = 300
_FIRST_BACKOFF = timedelta(minutes=1)
_LONGEST_BACKOFF = timedelta(hours=6)
_log = log.get(__name__)


@dataclass(frozen=True, slots=True)
class StepReached:
    """A step of a clock that was reached and written. `suppressed`: a later one of the same catch-up is told instead.

    `step` is the kind of step; `step_id` is its row, and so its key: weekly ones come again, others with a new epoch.
    `pause_ended` is no step of the ladder: nobody answered, and the clock runs again.
    """

    clock_id: int
    case_id: int
    kind: str
    agency: str | None
    step: str
    scheduled_at: datetime
    due_at: datetime
    suppressed: bool
    step_id: int
    epoch: int


Apply = Callable[[Sequence[StepReached]], Awaitable[None]]
Between = Callable[[int], Awaitable[None]]
PAUSE_ENDED = "pause_ended"


@dataclass(frozen=True, slots=True)
class _Progress:
    """One clock and where this sweep takes it. `resumed` is the end of its pause, if that came."""

    held: Held
    steps: tuple[Step, ...]
    events: tuple[Event, ...]
    then: ClockState
    resumed: Step | None = None

    def all_steps(self) -> tuple[Step, ...]:
        return (self.resumed, *self.steps) if self.resumed else self.steps

    def suppresses(self, step: Step) -> bool:
        """Whether a later step of the same catch-up is told instead of this one."""
        return step is not self.resumed and step is not self.steps[-1]


async def run(apply: Apply, *, batch: int = BATCH, between: Between | None = None) -> int:
    """Work off every clock whose time has come; returns how many. `apply` runs in the transaction of its batch.

    `between` is told after each batch how many there were so far, outside of any transaction.
    """
    handled = 0
    while await _anything_due(clock.now()):
        count = await _sweep(apply, batch)
        if not count:
            break  # the rest is in the hands of other tickers, or could not even be pushed back
        handled += count
        if between is not None:
            await between(handled)
    return handled


async def lag(now: datetime) -> timedelta | None:
    """How long the most overdue event has been waiting; zero if none is, None without any clock to wait for."""
    rows = await fetch("SELECT next_event_at FROM clock WHERE next_event_at IS NOT NULL ORDER BY next_event_at LIMIT 1")
    return max(now - rows[0]["next_event_at"], timedelta()) if rows else None


async def _anything_due(now: datetime) -> bool:
    """A look without a lock, so that an idle ticker never stands in a writer's way."""
    return bool(await fetch(LOOK, now))


# In order: without it a plan that does not know the instant reads the table, hoping to meet a due clock soon.
LOOK = "SELECT id FROM clock WHERE next_event_at <= {} ORDER BY next_event_at LIMIT 1"


async def _sweep(apply: Apply, batch: int) -> int:
    """One batch; if anything in it fails, the same again clock by clock, so that one bad row blocks no other."""
    try:
        async with transaction():
            return await _work_off(await _claimed(batch), apply)
    except Exception:  # noqa: BLE001 - the ticker must outlive any row
        _log.exception("sweep_batch_failed")
    async with transaction():
        return sum([await _work_off_alone(held, apply) for held in await _claimed(batch)])


async def _claimed(batch: int) -> list[Held]:
    return [Held(row["id"], state_of(row)) for row in await claim(clock.now(), batch)]


async def _work_off_alone(held: Held, apply: Apply) -> bool:
    """One clock within a savepoint; if it fails it is pushed back, logged and counted. Says whether it left the queue.

    What is wrong with a row may also keep the push-back from being written down: then it only waits.
    """
    try:
        async with savepoint():
            return bool(await _work_off([held], apply))
    except Exception as error:  # noqa: BLE001 - the row is pushed back, logged and counted
        _log.exception("clock_pushed_back", clock_id=held.id, case_id=held.state.case_id, attempts=held.state.attempts)
        failed = named(error)
    return await _managed(_push_back, held, failed) or await _managed(_let_wait, held, failed)


async def _managed(way: Callable[[Held, str], Awaitable[None]], held: Held, failed: str) -> bool:
    try:
        async with savepoint():
            await way(held, failed)
    except Exception:  # noqa: BLE001 - the others in the queue go on
        _log.exception("push_back_failed", clock_id=held.id, case_id=held.state.case_id)
        return False
    return True


def named(error: Exception) -> str:
    """An error for staff to see: its kind and code, never a text that could hold what a citizen wrote."""
    return f"{type(error).__name__}: {error.code}" if isinstance(error, DomainError) else type(error).__name__


def backoff(attempts: int) -> timedelta:
    """How long what failed is left alone, after so many tries before: twice as long each time, up to six hours."""
    times: int = 2 ** min(attempts, 16)
    return min(_FIRST_BACKOFF * times, _LONGEST_BACKOFF)


async def _push_back(held: Held, error: str) -> None:
    """Leave a clock alone for a while. Its event comes after all that are there, whatever the row says of them."""
    now = clock.now()
    again_at = now + backoff(held.state.attempts)
    event = Event("pushed_back", now, {"next_event_at": again_at.isoformat(), "error": error})
    changed = Held(held.id, replace(after(held.state, event), rev=await last_seq(held.id) + 1))
    await write_events([Written(held.id, changed.state.rev, event)], actor=TICKER)
    await advance([changed])


async def _let_wait(held: Held, _error: str) -> None:
    """Leave a clock alone without an event: the audit finds it, the log says why."""
    state = held.state
    again_at = clock.now() + backoff(state.attempts)
    await advance([Held(held.id, replace(state, next_event_at=again_at, attempts=state.attempts + 1))])


async def _work_off(rows: Sequence[Held], apply: Apply) -> int:
    """Write the steps reached, their events and the next steps, then let `apply` act on what was new."""
    now = clock.now()
    ends = {held.id: _pause_end(held) for held in rows if held.state.state == "paused"}
    running = [await resume_held(held, actor=TICKER) for held in rows]
    laid_out = await calendars.by_id(held.state.calendar_revision for held in running)
    ladders = await policy.ladders(held.state.policy_version for held in running)
    stood = await pauses_of(held.id for held in running if held.state.pauses)
    progress = []
    for held in running:
        ladder, calendar = ladders[held.state.policy_version], laid_out[held.state.calendar_revision]
        one = _progress(held, ladder, calendar, (now, tuple(stood.get(held.id, ()))))
        progress.append(replace(one, resumed=ends[held.id]) if held.id in ends else one)
    numbers = await _write_steps(progress, now)
    await _write_progress(progress)
    told = [(one, step, numbers.get((one.held.id, step.name, one.held.state.epoch))) for one, step in _pairs(progress)]
    if new := [_told(one, step, number) for one, step, number in told if number is not None]:
        await apply(new)
    return len(rows)


def _pairs(progress: Sequence[_Progress]) -> list[tuple[_Progress, Step]]:
    return [(one, step) for one in progress for step in one.all_steps()]


def _pause_end(held: Held) -> Step:
    """The end of a pause as a step of its own, so that it too is told once."""
    state = held.state
    if state.pause_ends_at is None:
        raise AssertionError("a paused clock has an end")
    return Step(f"{PAUSE_ENDED}:{state.pauses}", state.pause_ends_at)


def _progress(
    held: Held, ladder: tuple[str, ...], calendar: Calendar, at: tuple[datetime, tuple[Pause, ...]]
) -> _Progress:
    """Every step whose time has come, each with its true instant, and the clock after them. `at`: now, and pauses."""
    state, (now, pauses) = held.state, at
    course = course_of(state, ladder, pauses)
    steps, following = reached(course, state.next_step or course.ladder[0], now, calendar)
    events = [step_event(step, following, state.epoch, now, suppressed=step is not steps[-1]) for step in steps]
    if not steps:  # pushed back before its step was reached, or just resumed: look again when it is
        events = [Event("waited", now, {"next_step": following.name, "next_event_at": following.wakes_at.isoformat()})]
    for event in events:
        state = after(state, event)
    return _Progress(held, tuple(steps), tuple(events), state)


async def _write_steps(progress: Sequence[_Progress], now: datetime) -> Mapping[tuple[int, str, int], int]:
    """Write the steps; those that were written before stay as they are and are not told again."""
    rows = [
        (one.held.id, step.name, one.held.state.epoch, step.at, now, one.suppresses(step))
        for one, step in _pairs(progress)
    ]
    return await write_steps(rows)


async def _write_progress(progress: Sequence[_Progress]) -> None:
    written = [
        Written(one.held.id, one.held.state.rev + number, event)
        for one in progress
        for number, event in enumerate(one.events, start=1)
    ]
    await write_events(written, actor=TICKER)
    await advance([Held(one.held.id, one.then) for one in progress])


def _told(one: _Progress, step: Step, number: int) -> StepReached:
    state = one.held.state
    return StepReached(
        clock_id=one.held.id,
        case_id=state.case_id,
        kind=state.kind,
        agency=state.agency,
        step=step.kind,
        scheduled_at=step.at,
        due_at=state.due_at,
        suppressed=one.suppresses(step),
        step_id=number,
        epoch=state.epoch,
    )
