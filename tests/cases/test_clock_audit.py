"""The audit of the clocks: what it finds, that it can be interrupted, and that the night has one."""

from datetime import timedelta

import pytest

from cases import clock_audit, reopening
from cases.tables import Case
from sla import audit, soundness
from sla.soundness import Audit
from sla.tables import Clock, ClockAudit, ClockEvent
from sla.views import clocks_of
from tawasul.core import clock
from tawasul.core.db import count_statements, fetch, transaction
from tawasul.outbox.tables import OutboxMessage


async def audited() -> Audit:
    found = await soundness.audit_of(await clock_audit.run())
    assert found is not None
    return found


def faults(done: Audit) -> list[tuple[str, int]]:
    return [(one["fault"], one["case_id"]) for one in done.found]


async def test_sound_clocks_are_found_sound(flow):
    await flow.assigned()
    await flow.waiting()
    done = await audited()
    assert (done.clocks, done.cases, done.differing, done.found) == (3, 2, 0, ())
    assert await soundness.last_audit() == done


async def test_a_clock_that_somebody_altered_is_named_with_what_differs(flow):
    await flow.assigned()
    altered = await flow.waiting()
    promise = await flow.promise(altered)
    due = promise.due_at + timedelta(days=3)
    await Clock.update({Clock.due_at: due}).where(Clock.id == promise.id)
    done = await audited()
    assert faults(done) == [("differs", altered)]
    assert done.found[0]["columns"] == {"due_at": [due.isoformat(), promise.due_at.isoformat()]}


async def test_an_open_clock_that_nothing_wakes_is_named_as_such(flow):
    case_id, noise = await flow.waiting(), await flow.waiting()
    promise = await flow.promise(case_id)
    row = await Clock.select(Clock.next_event_at).where(Clock.id == promise.id).first()
    await Clock.update({Clock.next_event_at: None}).where(Clock.id == promise.id)
    done = await audited()
    assert faults(done) == [("never_wakes", case_id)]
    assert done.found[0]["clock_id"] == promise.id
    assert done.found[0]["columns"] == {"next_event_at": ["None", row["next_event_at"].isoformat()]}
    assert noise not in [one["case_id"] for one in done.found]


async def test_a_clock_that_has_its_verdict_needs_nothing_to_wake_it(flow):
    case_id = await flow.assigned()
    await flow.replies(case_id)
    assert (await flow.promise(case_id)).is_open is False
    assert faults(await audited()) == []


async def test_a_clock_without_its_events_is_found(flow):
    case_id = await flow.waiting()
    promise = await flow.promise(case_id)
    await ClockEvent.delete().where(ClockEvent.clock == promise.id)
    assert faults(await audited()) == [("no_events", case_id)]


async def test_a_case_without_its_promise_is_found(flow):
    case_id, noise = await flow.waiting(), await flow.waiting()
    await ClockEvent.delete().where(ClockEvent.clock == (await flow.promise(case_id)).id)
    await Clock.delete().where(Clock.case_id == case_id)
    done = await audited()
    assert faults(done) == [("no_clock", case_id)]
    assert noise not in [one["case_id"] for one in done.found]


async def test_a_second_cycle_without_a_second_promise_is_found(flow):
    case_id = await flow.waiting()
    await Case.update({Case.cycle: 2}).where(Case.id == case_id)
    assert faults(await audited()) == [("no_clock", case_id)]


async def test_a_case_that_was_answered_and_opened_again_has_two_promises_and_is_sound(flow):
    case_id = await flow.assigned()
    await flow.replies(case_id)
    await reopening.reopen(case_id, "The lamp is dark again")
    assert len(await clocks_of([case_id], "final_reply")) == 2
    assert faults(await audited()) == []


async def test_a_clock_without_a_case_is_found(flow):
    await flow.waiting()
    await Clock.update({Clock.case_id: 4711}).where(Clock.case_id == await flow.waiting())
    assert ("no_case", 4711) in faults(await audited())


async def test_portions_find_what_one_look_finds_and_each_costs_as_much_as_any_other(flow, monkeypatch):
    for _ in range(7):
        await flow.waiting()
    await Clock.update({Clock.target: 99}).where(Clock.case_id == 5)
    monkeypatch.setattr(clock_audit, "PORTION", 2)
    done = await audited()
    assert (done.clocks, done.cases, faults(done)) == (7, 7, [("differs", 5)])
    costs = []
    for size in (1, 6):
        with count_statements() as counted:
            await audit.portion(0, size)
        costs.append(len(counted))
    assert costs == [2, 2]


async def test_what_seemed_wrong_is_looked_at_once_more_while_nobody_can_change_it(flow):
    promise = await flow.promise(await flow.waiting())
    async with transaction():
        assert await audit.confirmed([promise.id]) == []


async def test_more_findings_than_can_be_listed_are_all_counted(flow, monkeypatch):
    monkeypatch.setattr(clock_audit, "MOST_KEPT", 2)
    for _ in range(3):
        await flow.waiting()
    await Clock.update({Clock.target: 99}, force=True)
    done = await audited()
    assert (done.differing, len(done.found)) == (3, 2)


async def test_the_night_has_one_audit_whatever_the_number_of_tickers(flow):
    assert [await clock_audit.begin_nightly() for _ in range(3)] == [True, False, False]
    assert await OutboxMessage.count().where(OutboxMessage.job == clock_audit.GO_ON) == 1
    with clock.moved(clock.now() + timedelta(days=1)):
        assert await clock_audit.begin_nightly()
    assert await ClockAudit.count() == 2


async def test_before_two_at_night_it_is_still_the_night_before(flow, sunday):
    midnight = sunday.replace(hour=21)  # midnight in Bahrain
    with clock.moved(midnight - timedelta(hours=1)):
        assert await clock_audit.begin_nightly()
    with clock.moved(midnight + timedelta(hours=1, minutes=59)):
        assert not await clock_audit.begin_nightly()
    with clock.moved(midnight + timedelta(hours=2)):
        assert await clock_audit.begin_nightly()


async def test_a_job_leaves_the_rest_to_the_next_and_running_twice_does_nothing_twice(flow, monkeypatch):
    for _ in range(5):
        await flow.waiting()
    monkeypatch.setattr(clock_audit, "PORTION", 1)
    monkeypatch.setattr(clock_audit, "PORTIONS_A_JOB", 4)
    await clock_audit.begin_nightly()
    night = (await ClockAudit.select().first())["id"]
    for _ in range(4):
        await clock_audit.go_on(night)
    done = await soundness.last_audit()
    assert (done.clocks, done.cases, done.differing) == (5, 5, 0)
    # One that began it, and one after each of two jobs that did not come to the end.
    assert await OutboxMessage.count().where(OutboxMessage.job == clock_audit.GO_ON) == 3


@pytest.mark.parametrize("begun", [True, False])
async def test_an_audit_that_does_not_come_to_its_end_is_late(flow, begun):
    if begun:
        await clock_audit.begin_nightly()
    with clock.moved(clock.now() + timedelta(hours=37)):
        assert (await soundness.look(clock.now())).audit_is_late is begun


async def test_a_finished_audit_is_not_late_until_the_next_one_should_have_been(flow):
    await audited()
    for hours, late in ((35, False), (37, True)):
        with clock.moved(clock.now() + timedelta(hours=hours)):
            assert (await soundness.look(clock.now())).audit_is_late is late


async def test_every_calendar_that_ends_within_twelve_months_is_named(flow):
    await fetch('UPDATE "calendar_revision" SET "horizon_end" = {}', (clock.now() + timedelta(days=364)).date())
    assert list((await soundness.look(clock.now())).ending) == ["BH"]
    await fetch('UPDATE "calendar_revision" SET "horizon_end" = {}', (clock.now() + timedelta(days=365)).date())
    assert (await soundness.look(clock.now())).ending == {}
