"""Reopening: once, in time, with a reason; a promise of its own, and the first verdict stays."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from cases import reopening
from cases.tables import Reopening
from sla.views import clocks_of
from tawasul.core import clock
from tawasul.core.errors import Conflict, Invalid

MISSING = "The lamp was changed, and it is dark again."
LAST_MOMENT = datetime(2026, 12, 6, 21, tzinfo=UTC) - timedelta(microseconds=1)  # the fourteenth day ends in Bahrain


async def answered(flow):
    case_id = await flow.assigned()
    await flow.replies(case_id)
    return case_id


def test_the_window_ends_with_the_fourteenth_day_in_bahrain():
    # At 22:00 in UTC it is the next day already in Bahrain.
    assert reopening.window_ends(datetime(2026, 11, 22, 6, tzinfo=UTC)) == datetime(2026, 12, 6, 21, tzinfo=UTC)
    assert reopening.window_ends(datetime(2026, 11, 22, 22, tzinfo=UTC)) == datetime(2026, 12, 7, 21, tzinfo=UTC)


async def test_a_new_cycle_begins_at_the_same_agency(flow):
    case_id = await answered(flow)
    with clock.moved(clock.now() + timedelta(days=3)):
        await reopening.reopen(case_id, f" {MISSING} ")
    case, row = await flow.case(case_id), await Reopening.select().first()
    assert (case["status"], case["cycle"], case["agency"]) == ("reopened", 2, "EWA")
    assert (row["case"], row["cycle"], row["reason"]) == (case_id, 2, MISSING)


async def test_it_has_its_own_clock_and_the_first_verdict_stays(flow):
    case_id = await answered(flow)
    first = await flow.promise(case_id)
    with clock.moved(clock.now() + timedelta(days=3)):
        await reopening.reopen(case_id, MISSING)
        again, second = await clocks_of([case_id], "final_reply")
        assert (second.cycle, second.state, second.started_at) == (2, "running", clock.now())
    assert again == first
    assert second.due_at > first.due_at
    assert await flow.stretches(case_id) == [("EWA", "met"), ("EWA", "running")]


async def test_the_citizen_has_the_new_date_and_the_officer_hears_of_it(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    await flow.replies(case_id)
    await reopening.reopen(case_id, MISSING)
    assert await flow.letters("reopened") == [None]
    assert await flow.letters("case_reopened") == [flow.basim.id]
    assert (await flow.history(case_id))[-1].act == "reopened"


async def test_a_reopened_case_is_asked_about_and_answered_like_any(flow):
    case_id = await answered(flow)
    await reopening.reopen(case_id, MISSING)
    await flow.asks(case_id)
    assert (await flow.promise(case_id)).pauses == 1
    await flow.replies(case_id)
    assert [(found.cycle, found.state) for found in await clocks_of([case_id], "final_reply")] == [
        (1, "met"),
        (2, "met"),
    ]


async def test_it_is_possible_up_to_the_last_moment(flow):
    case_id = await answered(flow)
    with clock.moved(LAST_MOMENT):
        await reopening.reopen(case_id, MISSING)
    assert (await flow.case(case_id))["status"] == "reopened"


async def test_after_the_window_it_is_not_even_before_the_case_is_closed(flow):
    case_id = await answered(flow)
    with clock.moved(LAST_MOMENT + timedelta(microseconds=1)), pytest.raises(Conflict, match="too_late_to_reopen"):
        await reopening.reopen(case_id, MISSING)


async def test_it_is_done_once(flow):
    case_id = await answered(flow)
    await reopening.reopen(case_id, MISSING)
    with pytest.raises(Conflict, match="reopened_already"):
        await reopening.reopen(case_id, MISSING)
    await flow.replies(case_id)
    with pytest.raises(Conflict, match="reopened_already"):
        await reopening.reopen(case_id, MISSING)


async def test_twice_at_once_is_once(flow):
    case_id = await answered(flow)
    sent = await asyncio.gather(*(reopening.reopen(case_id, MISSING) for _ in range(3)), return_exceptions=True)
    assert [str(error) for error in sent if error] == ["reopened_already"] * 2
    assert await Reopening.count() == 1


async def test_a_case_without_a_reply_is_not_reopened(flow):
    case_id = await flow.assigned()
    with pytest.raises(Conflict, match="not_answered"):
        await reopening.reopen(case_id, MISSING)


@pytest.mark.parametrize(("reason", "code"), [(" ", "needs_missing"), ("x" * 5_001, "too_long")])
async def test_it_takes_a_reason(flow, reason, code):
    case_id = await answered(flow)
    with pytest.raises(Invalid) as refused:
        await reopening.reopen(case_id, reason)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("missing", code)]
