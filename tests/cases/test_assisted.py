"""Cases that an agent files for others: the same act, the same clocks, said to be hers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cases import assisted, assisted_pages
from cases.assisted import Arrival
from cases.filing_form import CaseDraft
from cases.tables import Case
from tawasul.core import clock
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound

CALL = CaseDraft(text="No water in our building since Sunday", language="en", channel="phone", mobile="33112233")
TUESDAY = Arrival("2026-11-17", "10:30")


async def filed(flow, draft=CALL, arrival=Arrival(), form="one"):  # noqa: B008 - frozen
    return await assisted.file_for(draft, arrival, by=flow.lulwa, form=form)


async def test_the_history_says_who_filed_it_and_how_it_came(flow):
    receipt = await filed(flow)
    line = (await flow.history(receipt.case_id))[0]
    assert (line.act, line.actor, line.data["channel"]) == ("filed", f"staff:{flow.lulwa.id}", "phone")
    assert (await flow.case(receipt.case_id))["channel"] == "phone"


async def test_a_letter_of_last_tuesday_is_promised_from_that_day(flow):
    receipt = await filed(flow, replace(CALL, channel="letter"), TUESDAY)
    call = await filed(flow, form="another")
    came = datetime(2026, 11, 17, 7, 30, tzinfo=UTC)
    assert (await flow.case(receipt.case_id))["received_at"] == came
    assert (await flow.promise(receipt.case_id)).started_at == came
    assert receipt.due_at < call.due_at
    assert (await flow.history(receipt.case_id))[0].data["received_at"] == came.isoformat()


async def test_a_form_sent_twice_files_once(flow):
    first, second = await filed(flow), await filed(flow)
    assert (first.reference, first.access_code) == (second.reference, second.access_code)
    assert second.again
    assert await Case.count() == 1


async def test_a_form_that_was_filed_does_not_change_its_case(flow):
    await filed(flow)
    with pytest.raises(Conflict, match="form_filed"):
        await filed(flow, replace(CALL, text="No power either"))
    with pytest.raises(Conflict, match="form_filed"):
        await filed(flow, arrival=TUESDAY)
    assert await Case.count() == 1


async def test_every_fault_is_told_at_once(flow):
    with pytest.raises(Invalid) as refused:
        await filed(flow, replace(CALL, text="", channel="web", mobile="331"), Arrival("2027-01-01"))
    assert {(fault.field, fault.code) for fault in refused.value.faults} == {
        ("text", "empty"),
        ("channel", "unknown"),
        ("mobile", "short_mobile"),
        ("received_on", "in_future"),
    }
    assert await Case.count() == 0


async def test_nobody_else_files_for_others(flow):
    for person in (flow.basim, flow.dana, flow.nadia, flow.root):
        with pytest.raises(Forbidden):
            await assisted.file_for(CALL, Arrival(), by=person, form="one")
    assert await Case.count() == 0


async def test_an_agent_sees_what_she_filed_today_and_reads_its_code_for_an_hour(flow):
    receipt = await filed(flow)
    await flow.files()  # somebody's own, over the website
    rows = await assisted_pages.today(flow.lulwa)
    assert [(row.reference, row.due_at, row.has_receipt) for row in rows] == [(receipt.reference, receipt.due_at, True)]
    read = await assisted_pages.receipt_for(receipt.reference, flow.lulwa)
    assert read.receipt.access_code == receipt.access_code
    assert await assisted_pages.today(flow.nadia) == []
    with pytest.raises(NotFound):
        await assisted_pages.receipt_for(receipt.reference, flow.nadia)
    with clock.moved(clock.now() + timedelta(hours=1)):
        assert [row.has_receipt for row in await assisted_pages.today(flow.lulwa)] == [False]
        with pytest.raises(NotFound):
            await assisted_pages.receipt_for(receipt.reference, flow.lulwa)
    with clock.moved(clock.now() + timedelta(days=1)):
        assert await assisted_pages.today(flow.lulwa) == []


async def test_alike_are_cases_that_the_agent_may_read_and_no_others(flow):
    own = await filed(flow)
    waiting = await flow.case(await flow.waiting(text="Our building has had no water since Sunday"))
    await flow.assigned(text="No water in our building since Sunday, says another")
    found = await assisted_pages.alike_for(replace(CALL, mobile=""), flow.lulwa)
    assert {case.reference for case in found} == {own.reference, waiting["reference"]}
    assert not any(case.by_contact for case in found)


async def test_the_same_number_is_told_of_her_own_and_where_the_citizen_lets_it_be_known(flow):
    own = await filed(flow)
    open_ = await flow.case(await flow.waiting(text="Noise", mobile="33112233", visible_to="agency"))
    await flow.waiting(text="Litter", mobile="33112233")
    await flow.assigned(text="A bill", mobile="33112233", visible_to="agency")
    found = await assisted_pages.alike_for(replace(CALL, text="Something else entirely"), flow.lulwa)
    assert {(case.reference, case.by_contact) for case in found} == {
        (own.reference, True),
        (open_["reference"], True),
    }
