"""Leave: what begins at midnight, whose cases move, and whom letters reach meanwhile."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases import assignment, daily, leaves
from cases.leaves import NewLeave
from routing import ladder
from tawasul.accounts import leave
from tawasul.core import clock
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound

TODAY = date(2026, 11, 22)
MONDAY = TODAY + timedelta(days=1)
MIDNIGHT = datetime(2026, 11, 22, 21, 0, 1, tzinfo=UTC)  # one second into Monday in Bahrain


async def held_by_basim(flow) -> int:
    case_id = await flow.assigned()
    await assignment.take(case_id, by=flow.basim, rev=await flow.rev(case_id))
    return case_id


async def test_leave_hands_the_open_cases_to_the_stand_in_at_midnight_once(flow):
    case_id = await held_by_basim(flow)
    before = await flow.promise(case_id)
    await leaves.enter(flow.basim.id, NewLeave(MONDAY, MONDAY, flow.badr.id), by=flow.basim)
    assert (await flow.case(case_id))["holder"] == flow.basim.id
    with clock.moved(MIDNIGHT):
        await daily.keep("midnight", MONDAY)
        await daily.keep("midnight", MONDAY)
    case = await flow.case(case_id)
    assert (case["status"], case["holder"]) == ("in_progress", flow.badr.id)
    assert (await flow.acts(case_id)).count("handed_over_leave") == 1
    assert await flow.promise(case_id) == before


async def test_without_a_stand_in_the_cases_wait_for_the_supervisor(flow):
    case_id = await held_by_basim(flow)
    await leaves.enter(flow.basim.id, NewLeave(TODAY, MONDAY), by=flow.dana)
    case = await flow.case(case_id)
    assert (case["status"], case["holder"]) == ("assigned", None)
    assert (await flow.history(case_id))[-1].data == {"from": flow.basim.id, "to": None}


async def test_a_question_goes_on_waiting_under_the_stand_in(flow):
    case_id = await held_by_basim(flow)
    await flow.asks(case_id)
    await leaves.enter(flow.basim.id, NewLeave(TODAY, MONDAY, flow.badr.id), by=flow.basim)
    case = await flow.case(case_id)
    assert (case["status"], case["holder"]) == ("waiting_for_citizen", flow.badr.id)


async def test_a_stand_in_who_is_away_too_passes_the_cases_on(flow):
    case_id = await held_by_basim(flow)
    await leaves.enter(flow.badr.id, NewLeave(TODAY, MONDAY, flow.dana.id), by=flow.badr)
    await leaves.enter(flow.basim.id, NewLeave(TODAY, MONDAY, flow.badr.id), by=flow.basim)
    assert (await flow.case(case_id))["holder"] == flow.dana.id


async def test_whoever_comes_back_gets_a_list_and_not_the_cases(flow):
    case_id = await held_by_basim(flow)
    number = await leaves.enter(flow.basim.id, NewLeave(TODAY, MONDAY, flow.badr.id), by=flow.basim)
    await leaves.end(number, by=flow.basim)
    assert (await flow.case(case_id))["holder"] == flow.badr.id
    moved = await leaves.moved_by(number)
    assert [(one.reference, one.holder, one.open) for one in moved] == [
        ((await flow.case(case_id))["reference"], flow.badr.id, True)
    ]
    with pytest.raises(Conflict, match="leave_is_over"):
        await leaves.end(number, by=flow.basim)


async def test_a_leave_that_was_called_off_never_begins(flow):
    case_id = await held_by_basim(flow)
    number = await leaves.enter(flow.basim.id, NewLeave(MONDAY, MONDAY), by=flow.basim)
    await leaves.end(number, by=flow.dana)
    with clock.moved(MIDNIGHT):
        assert await leaves.begin_due(MONDAY) == 0
    assert (await flow.case(case_id))["holder"] == flow.basim.id


async def test_reminders_reach_the_stand_in_and_pass_over_whoever_has_none(flow):
    await leaves.enter(flow.basim.id, NewLeave(TODAY, TODAY, flow.badr.id), by=flow.basim)
    assert [one.username for one in await ladder.persons("EWA", "t3", flow.basim.id)] == ["badr"]
    await leaves.enter(flow.dana.id, NewLeave(TODAY, TODAY), by=flow.dana)
    assert [one.username for one in await ladder.persons("EWA", "t1", None)] == ["huda"]
    with clock.moved(MIDNIGHT):
        assert [one.username for one in await ladder.persons("EWA", "t3", flow.basim.id)] == ["basim"]


async def test_somebody_is_told_even_if_everyone_is_away(flow):
    await leaves.enter(flow.samir.id, NewLeave(TODAY, TODAY), by=flow.samir)
    told = await ladder.persons("MMA", "t1", None)
    assert told


def test_a_ring_of_stand_ins_has_nobody():
    assert leave.present(1, {1: 2, 2: 1}) is None
    assert leave.present(1, {1: 2}) == 2
    assert leave.present(3, {1: 2}) == 3


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewLeave(TODAY - timedelta(days=1), MONDAY), "past_date"),
        (NewLeave(MONDAY, TODAY), "ends_before_it_begins"),
        (NewLeave(MONDAY, TODAY + timedelta(days=400)), "leave_too_long"),
        (NewLeave(MONDAY, MONDAY, 999_999), "unknown"),
    ],
)
async def test_what_is_no_leave_is_said_at_its_field(flow, new, code):
    with pytest.raises(Invalid) as refusal:
        await leaves.enter(flow.basim.id, new, by=flow.basim)
    assert [fault.code for fault in refusal.value.faults] == [code]


async def test_a_stand_in_belongs_to_the_same_agency(flow):
    with pytest.raises(Invalid):
        await leaves.enter(flow.basim.id, NewLeave(TODAY, TODAY, flow.tariq.id), by=flow.basim)


async def test_two_leaves_of_one_person_do_not_overlap(flow):
    await leaves.enter(flow.basim.id, NewLeave(TODAY, MONDAY), by=flow.basim)
    with pytest.raises(Conflict, match="leave_overlaps"):
        await leaves.enter(flow.basim.id, NewLeave(MONDAY, MONDAY), by=flow.basim)


async def test_only_oneself_and_those_above_enter_leave(flow):
    for other in (flow.badr, flow.tariq, flow.samir):
        with pytest.raises(NotFound):
            await leaves.enter(flow.basim.id, NewLeave(TODAY, TODAY), by=other)
    with pytest.raises(Forbidden):
        await leaves.enter(flow.nadia.id, NewLeave(TODAY, TODAY), by=flow.nadia)
