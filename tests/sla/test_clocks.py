"""What happens to clocks, on both databases: start, reply, void, an agency's stretch, the first sort."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from sla import clocks
from sla.calendar import BeyondHorizon
from sla.policy import Subject
from sla.rebuild import differences
from sla.store import events_of
from sla.tables import Clock, ClockEvent, PolicyVersion
from sla.views import clocks_of, final_replies
from tawasul.core import clock
from tawasul.core.actor import CITIZEN, Actor
from tawasul.core.db import count_statements, transaction
from tawasul.core.errors import Conflict, DomainError, NotFound

BASIM = Actor("staff", 7, "officer", "EWA")
TICK = timedelta(microseconds=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+03:00").astimezone(UTC)


RECEIVED, DUE = at("2026-10-04T09:00"), at("2026-10-22T14:00")
NOISE = 999


async def start(case_id: int = 1, received: datetime = RECEIVED):
    with clock.moved(received):
        async with transaction():
            return await clocks.start(case_id, "final_reply", case_kind="complaint", at=received, actor=CITIZEN)


async def reply(case_id: int = 1, when: datetime = DUE):
    with clock.moved(when):
        async with transaction():
            return await clocks.stop(case_id, actor=BASIM)


async def assign(agency: str, when: datetime, category: str | None = None):
    with clock.moved(when):
        async with transaction():
            return await clocks.open_segment(1, Subject("complaint", agency, category), at=when, actor=BASIM)


async def hand_over(when: datetime, *, met: bool = False):
    with clock.moved(when):
        async with transaction():
            await clocks.close_segment(1, at=when, actor=BASIM, met=met)


async def void(when: datetime, reason: str = "duplicate"):
    with clock.moved(when):
        async with transaction():
            await clocks.void(1, reason=reason, actor=BASIM)


async def promise(**change) -> None:
    row = {"clock": "agency", "target": 5, "unit": "working_days", "valid_from": date(2026, 1, 1)}
    await PolicyVersion.insert(PolicyVersion(**{**row, **change}, ladder='["t1", "breach"]'))


async def shorten(category: str | None, when: datetime):
    with clock.moved(when):
        async with transaction():
            await clocks.shorten_at_first_sort(1, Subject("complaint", "EWA", category), actor=BASIM)
    return (await final_replies([1]))[1]


async def all_rebuilt() -> bool:
    """Whether every clock is what its events make of it."""
    rows = await Clock.select()
    return not any([differences(row, await events_of(row["id"])) for row in rows])


async def test_a_promise_is_known_at_once(database):
    started = await start()
    assert (started.state, started.due_at, started.target) == ("running", DUE, 14)
    assert started.next_event_at == at("2026-10-19T07:00")
    assert (await final_replies([1, 2]))[1] == started
    assert await all_rebuilt()


async def test_clocks_of_many_cases_are_read_in_one_statement(database):
    for case_id in (1, 2, NOISE):
        await start(case_id)
    with count_statements() as counted:
        found = await final_replies([1, 2])
    assert len(counted) == 1
    assert set(found) == {1, 2}
    assert await final_replies([]) == {}


async def test_an_act_alone_is_refused(database):
    with pytest.raises(RuntimeError):
        await clocks.start(1, "final_reply", case_kind="complaint", at=RECEIVED, actor=CITIZEN)


async def test_an_earlier_receipt_may_be_told_and_a_later_one_not(database):
    with clock.moved(RECEIVED):
        async with transaction():
            earlier = RECEIVED - timedelta(days=3)
            told = await clocks.start(1, "final_reply", case_kind="complaint", at=earlier, actor=BASIM)
        assert told.started_at == earlier
        with pytest.raises(DomainError, match="in_future"):
            async with transaction():
                await clocks.start(2, "final_reply", case_kind="complaint", at=RECEIVED + TICK, actor=BASIM)


async def test_a_second_clock_of_the_same_kind_waits_for_the_end_of_the_first(database):
    await start()
    with pytest.raises(Conflict, match="clock_is_running"):
        await start()
    await reply(when=DUE)
    assert (await start(received=at("2026-11-01T09:00"))).cycle == 2
    assert (await final_replies([1]))[1].cycle == 2
    assert len(await clocks_of([1])) == 2


async def test_a_promise_beyond_the_calendar_fails_loudly(database):
    with pytest.raises(BeyondHorizon):
        await start(received=at("2028-12-28T09:00"))
    assert await Clock.count() == 0


@pytest.mark.parametrize(
    ("late_by", "on_time", "state"), [(-TICK, True, "met"), (timedelta(), True, "met"), (TICK, False, "missed")]
)
async def test_a_reply_at_exactly_the_deadline_counts_and_a_microsecond_later_is_late(
    database, late_by, on_time, state
):
    await start()
    met = await reply(when=DUE + late_by)
    assert (met.on_time, met.state, met.met_at, met.next_event_at) == (on_time, state, DUE + late_by, None)
    assert await all_rebuilt()


async def test_a_verdict_is_frozen(database):
    await start()
    await reply()
    with pytest.raises(Conflict, match="clock_not_running"):
        await reply(when=DUE + TICK)
    with pytest.raises(Conflict, match="clock_not_running"):
        await void(DUE + TICK)
    assert (await final_replies([1]))[1].on_time is True


async def test_of_two_replies_at_once_one_stops_the_clock(database):
    await start()

    async def stop() -> bool:
        try:
            async with transaction():
                await clocks.stop(1, actor=BASIM)
        except Conflict:
            return False
        return True

    with clock.moved(DUE):
        assert sorted(await asyncio.gather(stop(), stop())) == [False, True]
    assert await ClockEvent.count().where(ClockEvent.type == "stopped") == 1


async def test_stopping_what_never_started_is_an_error(database):
    with pytest.raises(NotFound, match="no_clock"):
        await reply()


async def test_void_before_the_deadline_leaves_the_count(database):
    await start()
    await assign("EWA", at("2026-10-05T09:00"))
    await void(DUE)
    states = {one.kind: one.state for one in await clocks_of([1])}
    assert states == {"final_reply": "void", "agency": "missed"}, "the agency's own ten days had passed"
    assert await all_rebuilt()


async def test_void_after_the_deadline_stays_missed(database):
    await start()
    await void(DUE + TICK)
    ended = (await final_replies([1]))[1]
    assert (ended.state, ended.on_time, ended.closed_at, ended.next_event_at) == ("missed", False, DUE + TICK, None)
    row = await Clock.select(Clock.voided_at).first()
    assert row["voided_at"] is None


async def test_a_clock_is_not_void_without_a_coded_reason(database):
    await start()
    with pytest.raises(DomainError, match="unknown_reason"):
        await void(DUE, "busy")


async def test_an_agency_gets_its_days_but_never_more_than_the_citizen_gave(database):
    await start()
    segment = await assign("EWA", at("2026-10-05T09:00"))
    assert (segment.due_at, segment.agency, segment.cycle) == (at("2026-10-19T14:15"), "EWA", 1)
    await hand_over(at("2026-10-14T12:00"))
    assert (await assign("NHRA", at("2026-10-14T12:00"))).due_at == DUE
    assert (await final_replies([1]))[1].due_at == DUE, "a transfer never moves the citizen's clock"
    assert [(one.segment, one.state) for one in await clocks_of([1], "agency")] == [(1, "void"), (2, "running")]
    assert await all_rebuilt()


async def test_an_agency_that_gets_a_case_at_the_last_minute_has_a_working_day(database):
    await start()
    segment = await assign("EWA", DUE - timedelta(minutes=5))
    assert segment.due_at == at("2026-10-25T14:15")


async def test_an_agency_that_hands_over_late_has_missed(database):
    await start()
    await assign("EWA", at("2026-10-05T09:00"))
    await hand_over(at("2026-10-20T09:00"))
    assert [one.state for one in await clocks_of([1], "agency")] == ["missed"]


async def test_an_agencys_reply_meets_its_stretch_and_counts_its_working_time(database):
    await start()
    await assign("EWA", at("2026-10-05T09:00"))
    await hand_over(at("2026-10-06T08:00"), met=True)
    row = await Clock.select().where(Clock.kind == "agency").first()
    assert (row["state"], row["on_time"], row["consumed_s"]) == ("met", True, (5 * 60 + 15 + 60) * 60)


async def test_two_agencies_do_not_hold_a_case_at_once(database):
    await start()
    await assign("EWA", at("2026-10-05T09:00"))
    with pytest.raises(Conflict, match="clock_is_running"):
        await assign("NHRA", at("2026-10-05T09:00"))


async def test_the_general_target_of_agencies_shortens_nothing(database):
    await start()
    assert (await shorten("water_outage", RECEIVED)).due_at == DUE
    assert await ClockEvent.count() == 1


async def test_a_shorter_promise_for_the_category_shortens_the_citizens_at_the_first_sort(database):
    await promise(category="water_outage", target=5)
    await start()
    shorter = await shorten("water_outage", RECEIVED + timedelta(minutes=1))
    assert (shorter.due_at, shorter.target) == (at("2026-10-11T14:15"), 5)
    assert shorter.next_event_at == at("2026-10-06T07:00")
    assert await all_rebuilt()


async def test_an_agency_that_has_the_case_already_is_held_to_the_shorter_promise(database):
    await promise(category="water_outage", target=5)
    await start()
    assert (await assign("EWA", RECEIVED)).due_at == at("2026-10-18T14:15")
    await shorten("water_outage", RECEIVED)
    assert [one.due_at for one in await clocks_of([1])] == [at("2026-10-11T14:15")] * 2
    assert await all_rebuilt()


async def test_a_late_sort_leaves_a_working_day(database):
    await promise(category="water_outage", target=5)
    await start()
    assert (await shorten("water_outage", at("2026-10-12T09:00"))).due_at == at("2026-10-13T14:15")


async def test_a_second_sort_shortens_nothing_any_more(database):
    await promise(category="water_outage", target=5)
    await promise(category="burst_pipe", target=2)
    await start()
    once = await shorten("water_outage", RECEIVED)
    assert await shorten("burst_pipe", RECEIVED) == once


async def test_nothing_lengthens_the_citizens_promise(database):
    await promise(category="water_outage", target=20)
    await start()
    assert (await shorten("water_outage", RECEIVED)).due_at == DUE


async def test_an_altered_row_is_found_by_its_events(database):
    started = await start()
    await Clock.update({Clock.due_at: DUE + timedelta(days=1)}).where(Clock.id == started.id)
    row = await Clock.select().where(Clock.id == started.id).first()
    assert differences(row, await events_of(started.id)) == {"due_at": (DUE + timedelta(days=1), DUE)}
