"""A clock is what its events make of it, whatever happened in whatever order."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from sla import clocks, pauses, sweep, verdicts
from sla.policy import Subject
from sla.rebuild import Event, differences, rebuilt
from sla.store import events_of
from sla.tables import Clock
from sla.views import final_replies
from tawasul.core import clock
from tawasul.core.actor import CITIZEN, Actor
from tawasul.core.db import transaction
from tawasul.core.errors import DomainError

BASIM = Actor("staff", 7, "officer", "EWA")
BORN = datetime(2026, 10, 4, 6, tzinfo=UTC)
BIRTH = {
    "case_id": 1,
    "kind": "final_reply",
    "cycle": 1,
    "segment": 1,
    "agency": None,
    "policy_version": 1,
    "calendar_revision": 1,
    "unit": "working_days",
    "target": 14,
    "due_at": "2026-10-22T11:00:00+00:00",
    "next_step": "t3",
    "next_event_at": "2026-10-19T04:00:00+00:00",
}
STARTED = Event("started", BORN, BIRTH)


def test_a_clock_begins_with_its_start_and_nothing_else():
    assert rebuilt([STARTED]).started_at == BORN
    for events in ([], [Event("stopped", BORN, {"on_time": True, "consumed_s": 0})]):
        with pytest.raises(DomainError, match="clock_without_start"):
            rebuilt(events)


def test_every_event_counts_one_revision_and_the_last_word_ends_the_clock():
    reached = {"next_step": "t1", "next_event_at": "2026-10-21T04:00:00+00:00"}
    met = Event("stopped", BORN + timedelta(days=16), {"on_time": True, "consumed_s": 7})
    clock_ = rebuilt([STARTED, Event("step_reached", BORN, reached), met])
    assert (clock_.rev, clock_.state, clock_.met_at, clock_.consumed_s) == (3, "met", met.at, 7)
    assert (clock_.next_step, clock_.next_event_at) == (None, None)


async def told(steps: Sequence[sweep.StepReached]) -> None:
    if any(step.case_id == 3 and step.step == "t1" for step in steps):
        raise ZeroDivisionError


async def start(case_id: int) -> None:
    await clocks.start(case_id, "final_reply", case_kind="complaint", at=clock.now(), actor=CITIZEN)


async def assign(case_id: int) -> None:
    agency = random.choice(["EWA", "HEALTH"])
    await clocks.open_segment(case_id, Subject("complaint", agency), at=clock.now(), actor=BASIM)


async def hand_over(case_id: int) -> None:
    await clocks.close_segment(case_id, at=clock.now(), actor=BASIM, met=random.random() < 0.5)


async def reply(case_id: int) -> None:
    await clocks.stop(case_id, actor=BASIM)


async def void(case_id: int) -> None:
    await clocks.void(case_id, reason="withdrawn", actor=CITIZEN)


async def ask(case_id: int) -> None:
    await pauses.pause(case_id, reason="waiting_for_citizen", actor=BASIM, second_allowed=True)


async def stay(case_id: int) -> None:
    ends_at = clock.now() + timedelta(days=random.choice([1, 3, 20]))
    await pauses.pause(case_id, reason="legal_stay", actor=BASIM, ends_at=ends_at, second_allowed=True)


async def resume(case_id: int) -> None:
    await pauses.resume(case_id, actor=CITIZEN)


async def reject(case_id: int) -> None:
    await verdicts.revoke(case_id, actor=BASIM, reason="no_answer")


async def correct(case_id: int) -> None:
    promise = (await final_replies([case_id])).get(case_id)
    if promise is not None:
        await verdicts.correct(promise.id, random.random() < 0.5, actor=BASIM, reason="late_holiday")


async def sort_anew(case_id: int) -> None:
    said = random.choice([None, "it grew"])
    await clocks.reclassify(case_id, Subject("complaint", "EWA"), supervisor_reason=said, actor=BASIM)


ACTS = (start, start, assign, assign, hand_over, hand_over, reply, void)
ACTS += (ask, ask, stay, resume, reject, correct, sort_anew)


@pytest.mark.parametrize("seed", range(3))
async def test_after_any_acts_in_any_order_every_clock_is_rebuilt_from_its_events(database, seed):
    random.seed(seed)
    now = BORN
    for _ in range(100):
        now += timedelta(hours=random.choice([1, 5, 30, 70]))
        with clock.moved(now):
            await sweep.run(told, batch=2)
            await attempt(random.choice(ACTS), random.randint(1, 4))
    rows = await Clock.select()
    assert len(rows) > 8
    for row in rows:
        assert differences(row, await events_of(row["id"])) == {}
        assert (row["next_event_at"] is None) == (row["state"] in ("met", "missed", "void"))


async def attempt(act, case_id: int) -> None:
    """Do it in a transaction of its own; a refusal is an answer too."""
    try:
        async with transaction():
            await act(case_id)
    except DomainError:
        return
