"""A circular moves the open clocks of its calendar, from their start, once, and whoever is killed goes on."""

from datetime import date

import pytest

from sla import calendars, clocks, pauses, sweep, verdicts
from sla.calendar_change import CalendarChange
from sla.policy import Subject
from sla.rebuild import differences
from sla.store import events_of
from sla.tables import Calendar, Clock, ClockEvent, PolicyVersion
from tawasul.core import clock
from tawasul.core.actor import CITIZEN
from tawasul.core.db import count_statements
from tests.sla.circulars import DUE, NOW, ROOT, STORM, apply, assign, at, counted, declare, do, promise, start, stretch

BEFORE = at("2026-10-01T09:00")
NEXT_DAY = at("2026-10-25T14:15")  # the Sunday after the Thursday on which it was due


@pytest.fixture(autouse=True)
async def every_clock_is_what_its_events_make(database):
    yield
    for row in await Clock.select():
        assert differences(row, await events_of(row["id"])) == {}


async def test_a_day_off_moves_every_promise_that_it_lies_in(database):
    await start()
    told = await apply(await declare())
    assert (await promise()).due_at == NEXT_DAY
    assert told == [1]


async def test_the_event_says_what_was_what_is_and_by_which_revision(database):
    view = await start()
    number = await declare()
    await apply(number)
    event = (await events_of(view.id))[-1]
    assert (event.type, event.data["old"], event.data["due_at"]) == (
        "due_changed",
        DUE.isoformat(),
        NEXT_DAY.isoformat(),
    )
    assert event.data["calendar_revision"] == number
    row = await ClockEvent.select(ClockEvent.reason).order_by(ClockEvent.id, ascending=False).first()
    assert row["reason"] == "calendar"


async def test_a_date_that_no_changed_day_meets_stays_and_still_counts_the_new_days_later(database):
    await start()
    later = CalendarChange("days", date(2026, 10, 25), date(2026, 10, 25), "Storm", "عاصفة")
    assert await apply(await declare(later)) == []
    assert (await promise()).due_at == DUE
    asked = at("2026-10-12T07:00")
    await do(asked, pauses.pause, 1, reason="waiting_for_citizen", actor=ROOT)
    await do(at("2026-10-13T07:00"), pauses.resume, 1, actor=CITIZEN)
    assert (await promise()).due_at == at("2026-10-26T14:15")  # a day on, and not on the day off


async def test_the_pauses_of_a_clock_are_kept(database):
    await start()
    await do(at("2026-10-06T10:00"), pauses.pause, 1, reason="waiting_for_citizen", actor=ROOT)
    await do(at("2026-10-08T10:00"), pauses.resume, 1, actor=CITIZEN)
    assert (await promise()).due_at == at("2026-10-26T14:15")
    await apply(await declare())
    found = await promise()
    assert (found.due_at, found.gross_due_at) == (at("2026-10-27T14:15"), NEXT_DAY)


async def test_a_paused_clock_moves_too_and_its_pause_ends_when_it_would(database):
    await start()
    paused = await do(at("2026-10-06T10:00"), pauses.pause, 1, reason="waiting_for_citizen", actor=ROOT)
    await apply(await declare())
    found = await promise()
    assert (found.state, found.pause_ends_at) == ("paused", paused.pause_ends_at)
    assert found.gross_due_at == NEXT_DAY
    await do(at("2026-10-11T10:00"), pauses.resume, 1, actor=CITIZEN)
    assert (await promise()).due_at == at("2026-10-28T14:15")


async def test_what_has_its_verdict_is_not_touched(database):
    await start()
    met = await do(at("2026-10-08T10:00"), clocks.stop, 1, actor=ROOT)
    assert await apply(await declare()) == []
    assert await promise() == met


async def test_another_run_finds_nothing_to_do(database):
    await start()
    number = await declare()
    await apply(number)
    before = await ClockEvent.count()
    assert await apply(number) == []
    assert await ClockEvent.count() == before


async def test_killed_in_the_middle_the_rest_follows_and_nothing_moves_twice(database):
    for case_id in range(1, 8):
        await start(case_id)
        await assign(case_id)
    number = await declare()
    first = await apply(number, size=3, portions=1)
    assert first == [1, 2, 3]
    assert [(await promise(case_id)).due_at for case_id in (3, 4)] == [NEXT_DAY, DUE]
    assert await apply(number, size=3) == [4, 5, 6, 7]
    assert {(await promise(case_id)).due_at for case_id in range(1, 8)} == {NEXT_DAY}
    assert await ClockEvent.count().where(ClockEvent.type == "due_changed") == 14


async def test_a_case_that_came_by_the_new_revision_is_left_alone(database):
    number = await declare()
    await start(received=NOW)
    assert await apply(number) == []
    assert await ClockEvent.count().where(ClockEvent.type == "due_changed") == 0


async def test_a_day_that_is_no_holiday_any_more_brings_dates_forward(database):
    await declare()
    await start()
    assert (await promise()).due_at == NEXT_DAY
    taken_back = CalendarChange("days", STORM.first, STORM.last, "Storm", "عاصفة", "cancelled")
    await apply(await declare(taken_back))
    assert (await promise()).due_at == DUE


async def test_shorter_hours_on_the_last_day_move_the_end_and_not_the_day(database):
    await start()
    early = CalendarChange("hours", date(2026, 10, 22), date(2026, 10, 22), hours="07:00-11:00")
    assert await apply(await declare(early)) == []  # nobody is told of the same date
    assert (await promise()).due_at == at("2026-10-22T11:00")


async def test_an_agency_follows_and_never_ends_after_the_citizen(database):
    await start()
    await assign(when=at("2026-10-11T09:00"))  # ten working days reach beyond the citizen's date
    assert (await stretch()).due_at == DUE
    await apply(await declare())
    assert (await stretch()).due_at == (await promise()).due_at == NEXT_DAY


async def test_an_agency_with_a_calendar_of_its_own_keeps_it_and_the_end_of_the_citizens_promise(database):
    await Calendar.insert(Calendar(code="EWA", name_en="Water", name_ar="الماء"))
    spec = (await calendars.latest("BH")).spec
    own = await do(BEFORE, calendars.revise, "EWA", actor=ROOT, layout=spec)
    await start()
    await assign(when=at("2026-10-11T09:00"))
    await apply(await declare())
    row = await Clock.select().where(Clock.kind == "agency").first()
    assert (row["calendar_revision"], row["due_at"]) == (own, NEXT_DAY)


async def test_a_circular_of_an_agency_moves_no_citizens_date(database):
    await Calendar.insert(Calendar(code="EWA", name_en="Water", name_ar="الماء"))
    spec = (await calendars.latest("BH")).spec
    await do(BEFORE, calendars.revise, "EWA", actor=ROOT, layout=spec)
    await start()
    await assign()
    before = (await stretch()).due_at
    assert await apply(await declare(code="EWA")) == []
    assert (await promise()).due_at == DUE
    assert (await stretch()).due_at > before


async def test_a_promise_that_had_to_leave_the_floor_leaves_it_still(database):
    await start()
    policy = await PolicyVersion.select().where(PolicyVersion.clock == "agency").first()
    del policy["id"]
    await PolicyVersion.insert(PolicyVersion(**{**policy, "agency": "EWA", "target": 2}))
    await do(at("2026-10-11T09:00"), clocks.shorten_at_first_sort, 1, Subject("complaint", "EWA"), actor=ROOT)
    assert (await promise()).due_at == at("2026-10-12T14:15")  # two days were over: one more
    closed = CalendarChange("days", date(2026, 10, 12), date(2026, 10, 12), "Storm", "عاصفة")
    await apply(await declare(closed))
    assert (await promise()).due_at == at("2026-10-13T14:15")


async def test_a_step_that_was_told_is_told_again_when_it_lies_ahead_again(database):
    async def told(steps) -> None:
        """Nothing follows from these steps."""

    await start()
    with clock.moved(at("2026-10-19T08:00")):  # three working days before
        await sweep.run(told)
    today = CalendarChange("days", date(2026, 10, 19), date(2026, 10, 19), "Storm", "عاصفة")
    await apply(await declare(today), at("2026-10-19T10:00"))
    row = await Clock.select().first()
    assert (row["next_step"], row["epoch"]) == ("t3", 2)


async def test_a_portion_costs_as_many_statements_as_one_clock(database):
    for case_id in range(1, 21):
        await start(case_id)
    number = await declare()
    await apply(number, size=2, portions=1)
    with count_statements() as few:
        await apply(number, size=2, portions=1)
    with count_statements() as many:
        await apply(number, size=15, portions=1)
    assert len(few) == len(many)


async def test_a_verdict_is_corrected_by_nobody_but_two_persons(database):
    view = await start()
    await do(at("2026-10-25T10:00"), clocks.stop, 1, actor=ROOT)
    await apply(await declare())
    assert (await promise()).on_time is False
    await do(NOW, verdicts.correct, view.id, True, actor=ROOT, reason="calendar")
    assert ((await promise()).on_time, (await promise()).corrected) == (True, True)


async def test_a_past_holiday_taken_back_turns_no_verdict_and_moves_what_is_open(database):
    await declare()
    await start(1)
    await start(2)
    kept = await do(at("2026-10-25T10:00"), clocks.stop, 1, actor=ROOT)  # in time only because of the day off
    taken_back = CalendarChange("days", STORM.first, STORM.last, "Storm", "عاصفة", "cancelled")
    later = at("2026-10-25T11:00")
    effect = await counted(taken_back, when=later)
    assert (effect.moved, effect.breached, effect.corrections) == (1, 1, 0)
    await apply(await declare(taken_back, when=later), when=later)
    assert await promise(1) == kept
    assert kept.on_time is True
    assert (await promise(2)).due_at == DUE


async def test_a_reply_that_was_none_goes_on_by_the_calendar_as_it_is_by_now(database):
    await start()
    await assign()
    await do(at("2026-10-06T10:00"), clocks.stop, 1, actor=ROOT)
    await do(at("2026-10-06T10:00"), clocks.close_segment, 1, at=at("2026-10-06T10:00"), actor=ROOT, met=True)
    number = await declare()
    assert await apply(number) == []
    revoked = await do(at("2026-10-12T10:00"), verdicts.revoke, 1, actor=ROOT, reason="not_an_answer")
    await start(2)
    assert revoked.due_at == (await promise(2)).due_at == NEXT_DAY
    rows = await Clock.select().where(Clock.case_id == 1)
    assert {row["calendar_revision"] for row in rows} == {number}
    assert revoked == await promise()
    events = [event.type for event in await events_of(revoked.id)]
    assert events[-2:] == ["revoked", "due_changed"]


async def test_without_a_circular_between_a_revoked_reply_changes_nothing_more(database):
    await start()
    await do(at("2026-10-06T10:00"), clocks.stop, 1, actor=ROOT)
    revoked = await do(at("2026-10-12T10:00"), verdicts.revoke, 1, actor=ROOT, reason="not_an_answer")
    assert revoked.due_at == DUE
    assert (await events_of(revoked.id))[-1].type == "revoked"
