"""What changes while a clock stands: another promise, another agency, another calendar, and a sweep that fails."""

import json
from datetime import date, timedelta

import pytest

from sla import calendars, clocks, pauses, revision
from sla.affected import cases_of, target_of, turn_to
from sla.audit import portion
from sla.piccolo_migrations import sla_0009_standing_clocks
from sla.policy import Subject
from sla.store import hold, newest
from sla.tables import Calendar, Clock, ClockEvent, ClockStep, Holiday
from sla.views import clocks_of
from tawasul.core.actor import CITIZEN
from tests.sla.traps.stage import (
    BASIM,
    DUE,
    RECEIVED,
    Told,
    answer,
    ask,
    assign,
    at,
    do,
    hand_over,
    promise,
    promised,
    start,
    tick,
)

SHORT = "ewa-power-outage"
FLOOR = at("2026-10-19T14:15")  # close of the working day after Sunday the 18th


@pytest.fixture(autouse=True)
async def every_clock_is_what_its_events_make(database):
    yield
    assert (await portion(0, 100)).suspects == ()


async def sort_anew(when, said=None):
    subject = Subject("complaint", "EWA", SHORT)
    await do(when, clocks.reclassify, 1, subject, supervisor_reason=said, actor=BASIM)
    return await promise()


async def agencys():
    return (await clocks_of([1], "agency"))[-1]


async def declare(day: date, when) -> None:
    """One more day off, and every clock on it."""

    async def revised() -> None:
        await Holiday.insert(Holiday(calendar="BH", date=day, name_en="Storm", name_ar="عاصفة", status="confirmed"))
        target = await target_of(await calendars.revise("BH", actor=BASIM))
        cases = await cases_of(target, limit=10)
        await revision.apply_portion(target, await turn_to(target), cases, actor=BASIM)

    await do(when, revised)


async def test_a_shorter_promise_in_a_pause_leaves_the_floor_to_an_early_answer(database):
    await promised("agency", 3, category=SHORT)
    await start()
    await assign(at("2026-10-11T09:00"))
    await ask(at("2026-10-18T10:00"))
    stood = await sort_anew(at("2026-10-18T12:00"))
    assert stood.due_at == at("2026-11-02T14:15"), "ten whole days after the floor"
    answered = await answer(at("2026-10-18T13:00"))
    assert answered.due_at == FLOOR
    assert (await agencys()).due_at == FLOOR


async def test_a_shorter_promise_in_a_pause_is_moved_on_by_the_whole_of_it(database):
    await promised("agency", 3, category=SHORT)
    await start()
    asked = await ask(at("2026-10-18T10:00"))
    stood = await sort_anew(at("2026-10-18T12:00"))
    await tick(asked.pause_ends_at + timedelta(minutes=1), Told())
    ended = await promise()
    assert (ended.state, ended.due_at, stood.due_at) == ("running", stood.due_at, at("2026-11-02T14:15"))


async def test_a_shorter_promise_in_a_second_pause_counts_the_first_one_once(database):
    await promised("agency", 3, category=SHORT)
    await start()
    await ask(at("2026-10-06T07:00"))
    await answer(at("2026-10-08T07:00"))
    waiting = {"reason": pauses.WAITING, "actor": BASIM, "second_allowed": True}
    await do(at("2026-10-18T10:00"), pauses.pause, 1, **waiting)
    await sort_anew(at("2026-10-18T12:00"))
    answered = await answer(at("2026-10-18T13:00"))
    # Three days, and two that were waited, are long over: so it is the floor, and without pauses two days before it.
    assert (answered.due_at, answered.gross_due_at) == (FLOOR, at("2026-10-15T14:00"))


async def test_a_longer_promise_in_a_pause_has_the_days_waited_and_no_more(database):
    await promised("agency", 4, category=SHORT)
    await start()
    await sort_anew(at("2026-10-04T10:00"))
    await ask(at("2026-10-05T07:00"))
    other = Subject("complaint", "EWA", "ewa-bill")
    await do(at("2026-10-06T07:00"), clocks.reclassify, 1, other, supervisor_reason="another matter", actor=BASIM)
    answered = await answer(at("2026-10-07T07:00"))
    assert (answered.gross_due_at, answered.due_at) == (DUE, at("2026-10-26T14:15"))


async def test_an_agency_that_gets_a_case_while_it_waits_is_due_with_the_citizen_at_the_latest(database):
    await start()
    await assign()
    await ask(at("2026-10-18T10:00"))
    await hand_over(at("2026-10-18T11:00"))
    stood = await assign(at("2026-10-18T11:00"), "MOW")
    assert stood.due_at == (await promise()).due_at
    assert stood.gross_due_at == DUE
    await answer(at("2026-10-19T11:00"))
    assert (await agencys()).due_at == (await promise()).due_at == at("2026-10-25T14:15")


async def test_an_agency_that_hands_over_in_a_pause_was_due_by_what_was_waited_until_then(database):
    await start()
    await assign(at("2026-10-18T09:00"))
    await ask(at("2026-10-18T10:00"))
    assert (await agencys()).due_at == (await promise()).due_at
    await hand_over(at("2026-10-20T11:00"))
    assert (await agencys()).due_at == at("2026-10-26T14:15"), "two days on, and not ten"


async def test_an_agency_with_less_than_the_floor_left_keeps_it_over_a_pause(database):
    await start()
    await ask(at("2026-10-22T07:00"))
    own = await assign(at("2026-10-22T08:00"))
    assert own.gross_due_at == at("2026-10-25T14:15")
    await answer(at("2026-10-26T09:00"))
    # The citizen's date moved by two days to Monday the 26th; the agency's floor, Sunday the 25th, by two as well.
    assert ((await promise()).due_at, (await agencys()).due_at) == (at("2026-10-26T14:15"), at("2026-10-27T14:15"))


async def test_revisions_count_the_pauses_before_an_agency_had_the_case_once(database):
    await start()
    await assign()
    await ask(at("2026-10-06T07:00"))
    await answer(at("2026-10-13T07:00"))  # five days, all before the ministry of works has it
    await hand_over(at("2026-10-14T10:00"))
    born = await assign(at("2026-10-25T10:00"), "MOW")
    assert born.gross_due_at == born.due_at == (await promise()).due_at
    await declare(date(2026, 10, 27), at("2026-10-25T11:00"))
    once = await agencys()
    assert once.gross_due_at == once.due_at == (await promise()).due_at > born.due_at
    waiting = {"reason": pauses.WAITING, "actor": BASIM, "second_allowed": True}
    await do(at("2026-10-26T07:00"), pauses.pause, 1, **waiting)
    await declare(date(2026, 10, 28), at("2026-10-26T08:00"))
    await answer(at("2026-10-29T07:00"))  # a working day later: two of the three were off
    found = await agencys()
    assert found.due_at == (await promise()).due_at
    assert found.gross_due_at < found.due_at


async def test_a_revision_in_a_pause_keeps_the_agency_within_the_citizens_date(database):
    await start()
    await ask(at("2026-10-18T10:00"))
    await assign(at("2026-10-18T11:00"), "MOW")
    await declare(date(2026, 10, 21), at("2026-10-18T12:00"))
    assert (await agencys()).due_at == (await promise()).due_at
    await answer(at("2026-10-19T11:00"))
    assert (await agencys()).due_at == (await promise()).due_at == at("2026-10-26T14:15")


async def test_an_agency_that_is_off_while_others_work_is_due_with_the_citizen_after_a_pause_too(database):
    await Calendar.insert(Calendar(code="EWA", name_en="Water", name_ar="الماء"))
    off = {"name_en": "Works", "name_ar": "أعمال", "status": "confirmed"}
    await Holiday.insert(Holiday(calendar="EWA", date=date(2026, 10, 25), **off))
    layout = (await calendars.latest("BH")).spec
    await do(RECEIVED - timedelta(days=1), calendars.revise, "EWA", actor=BASIM, layout=layout)
    await start()
    await assign(at("2026-10-11T09:00"))
    await ask(at("2026-10-18T10:00"))
    assert (await agencys()).due_at == (await promise()).due_at
    await answer(at("2026-10-20T10:00"))  # two days on, the first of which is none of the agency's
    assert (await agencys()).due_at == (await promise()).due_at == at("2026-10-26T14:15")


async def fails(steps) -> None:
    raise ZeroDivisionError


async def test_a_sweep_that_fails_prolongs_no_pause(database):
    await start()
    asked = await ask(at("2026-10-06T10:00"))
    await tick(asked.pause_ends_at, fails)
    waits = (await newest(1, "final_reply")).state
    assert waits.next_event_at > asked.pause_ends_at
    assert waits.pause_ends_at == (await promise()).pause_ends_at == asked.pause_ends_at
    told = Told()
    await tick(at("2026-10-22T09:00"), told)
    running = await promise()
    assert (running.state, running.due_at, running.pause_ends_at) == ("running", asked.due_at, None)
    step = await ClockStep.select().where(ClockStep.step == "pause_ended:1").first()
    assert step["scheduled_at"] == asked.pause_ends_at
    resumed = await ClockEvent.select().where(ClockEvent.type == "resumed").first()
    assert (resumed["at"], resumed["reason"]) == (asked.pause_ends_at, "pause_ended")


async def test_an_answer_after_a_sweep_that_failed_still_ends_the_pause_where_it_ended(database):
    await start()
    asked = await ask(at("2026-10-06T10:00"))
    await tick(asked.pause_ends_at, fails)
    assert (await answer(asked.pause_ends_at + timedelta(seconds=30))).due_at == asked.due_at


async def test_a_clock_that_an_older_process_let_stand_has_its_end_all_the_same(database):
    await start()
    asked = await ask(at("2026-10-06T10:00"))
    await Clock.update({Clock.pause_ends_at: None}, force=True)
    held = await do(at("2026-10-07T10:00"), hold, 1, "final_reply")
    assert held.state.pause_ends_at == asked.pause_ends_at
    await answer(at("2026-10-08T10:00"))


async def test_clocks_that_stood_before_that_column_get_the_end_of_their_pause_also_those_pushed_back(database):
    await start()
    asked = await ask(at("2026-10-06T10:00"))
    await tick(asked.pause_ends_at, fails)
    await Clock.update({Clock.pause_ends_at: None}, force=True)
    for fill in (await sla_0009_standing_clocks.forwards()).raw:
        await fill()
    assert (await promise()).pause_ends_at == asked.pause_ends_at


async def test_an_agency_stands_for_the_reason_for_which_the_citizens_clock_stands(database):
    await start()
    await assign()
    stay = {"reason": pauses.STAY, "actor": BASIM, "ends_at": at("2026-10-12T10:00")}
    await do(at("2026-10-06T10:00"), pauses.pause, 1, **stay)
    await hand_over(at("2026-10-06T11:00"))
    await assign(at("2026-10-06T11:00"), "MOW")
    rows = await ClockEvent.select(ClockEvent.reason).where(ClockEvent.type == "paused")
    assert [row["reason"] for row in rows] == [pauses.STAY] * 3


async def test_only_what_made_a_clock_stand_lets_it_run_again(database):
    await start()
    stay = {"reason": pauses.STAY, "actor": BASIM, "ends_at": at("2026-10-12T10:00")}
    await do(at("2026-10-06T10:00"), pauses.pause, 1, **stay)
    now = at("2026-10-07T10:00")
    assert await do(now, pauses.resume_if_paused, 1, reason=pauses.WAITING, actor=CITIZEN) is None
    assert (await promise()).state == "paused"
    assert (await do(now, pauses.resume_if_paused, 1, reason=pauses.STAY, actor=BASIM)).state == "running"


@pytest.mark.parametrize(
    ("asked", "ends", "moved"),
    [
        ("2026-10-06T06:30", "2026-10-19T14:15", "2026-11-05T14:00"),  # before opening: this day is the first of ten
        ("2026-10-06T07:00", "2026-10-19T14:15", "2026-11-05T14:00"),  # at opening: the same
        ("2026-10-06T07:01", "2026-10-20T14:15", "2026-11-05T14:00"),  # a day begun is none of the ten
        ("2026-10-09T10:00", "2026-10-22T14:00", "2026-11-05T14:00"),  # a Friday is none either
    ],
)
async def test_a_pause_moves_the_date_by_its_cap_and_never_by_a_day_more(database, asked, ends, moved):
    await start()
    paused = await ask(at(asked))
    assert (paused.pause_ends_at, paused.due_at) == (at(ends), at(moved))


async def test_the_event_keeps_the_end_that_the_row_has(database):
    await start()
    asked = await ask(RECEIVED + timedelta(days=2))
    row = await ClockEvent.select().where(ClockEvent.type == "paused").first()
    assert json.loads(row["data"])["ends_at"] == asked.pause_ends_at.isoformat()
