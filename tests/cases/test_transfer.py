"""Passing on: who may, how often, and that the citizen's date stays."""

from datetime import timedelta

import pytest

from cases import transfer
from cases.tables import Transfer
from tawasul.accounts.tables import Agency
from tawasul.core import clock
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound
from tawasul.notify.tables import Letter

WHY = "The cable belongs to the road works."


async def passed(flow, case_id, to_agency, *, by, reason=WHY):
    await transfer.transfer(case_id, to_agency, reason, by=by, rev=await flow.rev(case_id))


def test_three_hops_are_the_most_and_none_goes_back():
    assert transfer.refused([], "MOW", "officer") is None
    assert transfer.refused(["EWA"], "EWA", "officer") == "returns"
    assert transfer.refused(["EWA", "MOW"], "MOH", "officer") is None
    assert transfer.refused(["EWA", "MOW", "MOH"], "MOE", "national_supervisor") == "too_many_transfers"


def test_the_arbiter_is_bound_by_neither():
    assert transfer.refused(["EWA", "MOW", "MOH"], "EWA", "arbiter") is None


async def test_a_case_goes_to_the_other_agency_without_its_holder(flow):
    case_id = await flow.assigned()
    await passed(flow, case_id, "MOW", by=flow.nadia)
    case = await flow.case(case_id)
    assert (case["agency"], case["status"], case["holder"], case["sorted_by"]) == ("MOW", "assigned", None, "program")
    row = await Transfer.select().first()
    assert (row["from_agency"], row["to_agency"], row["reason"], row["by"]) == ("EWA", "MOW", WHY, flow.nadia.id)


async def test_the_citizens_clock_does_not_move(flow):
    case_id = await flow.assigned()
    before = await flow.promise(case_id)
    with clock.moved(clock.now() + timedelta(days=3)):
        await passed(flow, case_id, "MOW", by=flow.nadia)
    assert await flow.promise(case_id) == before


async def test_each_agency_has_its_own_stretch(flow):
    case_id = await flow.assigned()
    await passed(flow, case_id, "MOW", by=flow.nadia)
    assert await flow.stretches(case_id) == [("EWA", "void"), ("MOW", "running")]


async def test_the_citizen_is_told_and_history_keeps_the_reason_for_itself(flow):
    case_id = await flow.assigned()
    await passed(flow, case_id, "MOW", by=flow.nadia)
    last = (await flow.history(case_id))[-1]
    assert (last.act, last.data) == ("transferred", {"from": "EWA", "agency": "MOW"})
    assert await Letter.count().where(Letter.template == "transferred") == 1


@pytest.mark.parametrize("who", ["basim", "dana", "huda"])
async def test_nobody_of_the_agency_gives_its_case_away(flow, who):
    case_id = await flow.assigned()
    with pytest.raises(Forbidden):
        await passed(flow, case_id, "MOW", by=flow.people[who])
    assert await flow.stretches(case_id) == [("EWA", "running")]


@pytest.mark.parametrize(
    ("to_agency", "reason", "faults"),
    [
        ("EWA", WHY, [("to_agency", "same_agency")]),
        ("NOWHERE", WHY, [("to_agency", "unknown")]),
        ("MUN", WHY, [("to_agency", "unknown")]),
        ("", " \n", [("to_agency", "unknown"), ("reason", "needs_reason")]),
        ("MOW", "", [("reason", "needs_reason")]),
        ("MOW", "x" * 2_001, [("reason", "too_long")]),
        ("MOW", "a\x07b", [("reason", "control")]),
    ],
)
async def test_what_cannot_be_chosen(flow, to_agency, reason, faults):
    case_id = await flow.assigned()
    before = await flow.case(case_id)
    with pytest.raises(Invalid) as refused:
        await passed(flow, case_id, to_agency, by=flow.nadia, reason=reason)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == faults
    assert await flow.case(case_id) == before


async def test_a_retired_agency_gets_no_more_cases(flow):
    case_id = await flow.assigned()
    await Agency.update({Agency.retired_at: clock.now()}).where(Agency.code == "MOW")
    with pytest.raises(Invalid):
        await passed(flow, case_id, "MOW", by=flow.nadia)


async def test_only_the_arbiter_sends_a_case_back(flow):
    case_id = await flow.assigned()
    await passed(flow, case_id, "MOW", by=flow.nadia)
    with pytest.raises(Conflict, match="returns"):
        await passed(flow, case_id, "EWA", by=flow.nadia)
    await passed(flow, case_id, "EWA", by=flow.adel)
    assert await flow.stretches(case_id) == [("EWA", "void"), ("MOW", "void"), ("EWA", "running")]


async def test_after_three_hops_the_arbiter_decides(flow):
    case_id = await flow.assigned()
    for agency in ("MOW", "MOH", "MOE"):
        await passed(flow, case_id, agency, by=flow.nadia)
    with pytest.raises(Conflict, match="too_many_transfers"):
        await passed(flow, case_id, "GDT", by=flow.nadia)
    await passed(flow, case_id, "GDT", by=flow.adel)
    assert (await flow.case(case_id))["agency"] == "GDT"


async def test_a_case_that_nobody_sorted_is_not_passed_on(flow):
    case_id = await flow.waiting()
    with pytest.raises(Conflict, match="not_sorted"):
        await passed(flow, case_id, "MOW", by=flow.nadia)


async def test_a_page_that_is_out_of_date_moves_nothing(flow):
    case_id = await flow.assigned()
    with pytest.raises(Conflict, match="moved"):
        await transfer.transfer(case_id, "MOW", WHY, by=flow.nadia, rev=1)
    assert (await flow.case(case_id))["agency"] == "EWA"


async def test_another_agencys_officer_finds_no_case(flow):
    case_id = await flow.assigned()
    with pytest.raises(NotFound):
        await passed(flow, case_id, "MOH", by=flow.tariq)


async def test_the_call_centre_passes_nothing_on(flow):
    with pytest.raises(Forbidden):
        await passed(flow, await flow.waiting(), "MOH", by=flow.lulwa)
