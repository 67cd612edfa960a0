"""What the calendar does: answered cases are closed after the fortnight, and nobody is closed too early or twice."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import structlog

from cases import commitments, rejection, reopening, timers, troubled_clocks
from cases.reply import ReplyDraft
from tawasul.core import clock

FIRST_DAY_AFTER = datetime(2026, 12, 6, 21, tzinfo=UTC)  # midnight in Bahrain after the fourteenth day
PROMISE = ReplyDraft("will_be_done", "The cable is replaced then.", due_on=date(2026, 12, 1))


async def answered(flow, draft=None):
    case_id = await flow.assigned()
    await flow.replies(case_id, *([draft] if draft else []))
    return case_id


async def test_an_answered_case_is_closed_after_the_fortnight(flow):
    case_id, noise = await answered(flow), await flow.assigned()
    with clock.moved(FIRST_DAY_AFTER - timedelta(microseconds=1)):
        assert await timers.close_answered() == 0
    with clock.moved(FIRST_DAY_AFTER):
        assert await timers.close_answered() == 1
        assert await timers.close_answered() == 0
    case = await flow.case(case_id)
    assert (case["status"], case["closed_as"]) == ("closed", None)
    assert (await flow.history(case_id))[-1].act == "window_ended"
    assert (await flow.case(noise))["status"] == "assigned"


async def test_closing_changes_no_verdict(flow):
    case_id = await answered(flow)
    before = await flow.promise(case_id)
    with clock.moved(FIRST_DAY_AFTER):
        await timers.close_answered()
    assert await flow.promise(case_id) == before


async def test_the_reply_that_counts_is_the_one_that_stands(flow):
    case_id = await answered(flow)
    with clock.moved(clock.now() + timedelta(days=7)):
        await rejection.reject(case_id, "No answer.", by=flow.dana, rev=await flow.rev(case_id))
        await flow.replies(case_id)
    with clock.moved(FIRST_DAY_AFTER):
        assert await timers.close_answered() == 0
    with clock.moved(FIRST_DAY_AFTER + timedelta(days=7)):
        assert await timers.close_answered() == 1


async def test_a_case_that_was_reopened_is_left_alone_until_its_second_reply(flow):
    case_id = await answered(flow)
    await reopening.reopen(case_id, "Still dark.")
    with clock.moved(FIRST_DAY_AFTER):
        assert await timers.close_answered() == 0
        await flow.replies(case_id)
    with clock.moved(FIRST_DAY_AFTER + timedelta(days=15)):
        assert await timers.close_answered() == 1


async def test_more_than_a_batch_is_closed_by_several_tickers_once_each(flow, monkeypatch):
    monkeypatch.setattr(timers, "BATCH", 2)
    cases = [await answered(flow) for _ in range(5)]
    with clock.moved(FIRST_DAY_AFTER):
        done = await asyncio.gather(*(timers.close_answered() for _ in range(2)))
    assert sum(done) == 5
    assert [(await flow.acts(case_id)).count("window_ended") for case_id in cases] == [1] * 5


async def test_people_hear_of_broken_commitments_in_working_hours(flow):
    await answered(flow, PROMISE)
    with clock.moved(datetime(2026, 12, 2, 20, tzinfo=UTC)):
        assert await timers.remind() == 0
    with clock.moved(datetime(2026, 12, 3, 6, tzinfo=UTC)):
        assert await timers.run() == 1
    assert await commitments.count(flow.basim) == 1


async def test_a_case_that_cannot_be_closed_stops_no_other_and_is_tried_again_later(flow, monkeypatch):
    bad, good = await answered(flow), await answered(flow)
    honest = timers.move

    async def fails(case, *said):
        if case["id"] == bad:
            raise ValueError(bad)
        return await honest(case, *said)

    monkeypatch.setattr(timers, "move", fails)
    with clock.moved(FIRST_DAY_AFTER), structlog.testing.capture_logs() as told:
        assert await timers.close_answered() == 1
        assert await timers.close_answered() == 0  # not at every beat
    assert ((await flow.case(bad))["status"], (await flow.case(good))["status"]) == ("answered", "closed")
    assert [(line["event"], line["case_id"]) for line in told] == [("case_set_aside", bad)]
    with clock.moved(FIRST_DAY_AFTER + timedelta(minutes=1)):
        assert await timers.close_answered() == 0
    [shown] = (await troubled_clocks.trouble()).set_aside
    assert (shown.reference, shown.attempts, shown.error) == ((await flow.case(bad))["reference"], 2, "ValueError")
    monkeypatch.setattr(timers, "move", honest)
    with clock.moved(FIRST_DAY_AFTER + timedelta(hours=1)):
        assert await timers.close_answered() == 1
    assert (await troubled_clocks.trouble()).set_aside == ()
