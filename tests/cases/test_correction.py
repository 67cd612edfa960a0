"""Another category: the rules say whose the case is then, and the date stays."""

from datetime import date, timedelta

import pytest

from cases import correction, reply, transfer, triage
from cases.moves import stream
from cases.reply import ReplyDraft
from cases.tables import Correction, Transfer
from sla.tables import PolicyVersion
from tawasul import audit
from tawasul.core import clock
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound


async def corrected(flow, case_id, category, *, by=None):
    await correction.correct(case_id, category, by=by or flow.basim, rev=await flow.rev(case_id))


async def test_a_category_of_the_same_agency_changes_the_category_alone(flow):
    case_id = await flow.assigned()
    before = await flow.case(case_id)
    await corrected(flow, case_id, "ewa-bill")
    case = await flow.case(case_id)
    assert (case["category"], case["sorted_by"], case["agency"]) == ("ewa-bill", "person", "EWA")
    assert (case["status"], case["rev"]) == (before["status"], before["rev"] + 1)
    assert await flow.stretches(case_id) == [("EWA", "running")]
    assert await Transfer.count() == 0


async def test_every_correction_is_kept(flow):
    case_id = await flow.assigned()
    await corrected(flow, case_id, "ewa-bill")
    row = await Correction.select().first()
    assert (row["was"], row["category"], row["by"]) == ("ewa-power-outage", "ewa-bill", flow.basim.id)
    assert (await flow.history(case_id))[-1].data == {"was": "ewa-power-outage", "category": "ewa-bill"}


async def test_a_category_of_another_agency_moves_the_case_there(flow):
    case_id = await flow.assigned()
    before = await flow.promise(case_id)
    await corrected(flow, case_id, "mow-pothole", by=flow.nadia)
    case = await flow.case(case_id)
    assert (case["category"], case["agency"], case["status"]) == ("mow-pothole", "MOW", "assigned")
    assert await flow.stretches(case_id) == [("EWA", "void"), ("MOW", "running")]
    assert (await flow.acts(case_id))[-2:] == ["corrected", "transferred"]
    assert await flow.promise(case_id) == before


async def test_an_officer_gives_no_case_away_by_a_correction(flow):
    case_id = await flow.assigned()
    before = await flow.case(case_id)
    with pytest.raises(Invalid) as refused:
        await corrected(flow, case_id, "mow-pothole")
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("category", "other_agency")]
    assert await flow.case(case_id) == before
    assert await Correction.count() == 0


async def test_a_correction_that_moves_the_case_counts_as_a_hop(flow):
    case_id = await flow.assigned()
    await corrected(flow, case_id, "mow-pothole", by=flow.nadia)
    with pytest.raises(Conflict, match="returns"):
        await corrected(flow, case_id, "ewa-bill", by=flow.nadia)
    with pytest.raises(Conflict, match="returns"):
        await transfer.transfer(case_id, "EWA", "Yours.", by=flow.nadia, rev=await flow.rev(case_id))
    assert (await flow.case(case_id))["category"] == "mow-pothole"
    assert await Correction.count() == 1  # what was refused teaches nothing


async def test_a_case_that_needs_a_place_goes_before_people_with_its_category(flow):
    case_id = await flow.assigned()
    before = await flow.promise(case_id)
    await corrected(flow, case_id, "mun-waste", by=flow.nadia)
    case = await flow.case(case_id)
    assert (case["status"], case["agency"], case["category"], case["holder"]) == ("triage", None, "mun-waste", None)
    assert await flow.stretches(case_id) == [("EWA", "void")]
    assert (await flow.acts(case_id))[-2:] == ["corrected", "to_triage"]
    assert await flow.promise(case_id) == before


async def test_an_agency_does_not_rid_itself_of_a_case_that_would_then_be_nobodys(flow):
    case_id = await flow.assigned()
    before = await flow.case(case_id)
    for who in (flow.basim, flow.dana, flow.huda):
        with pytest.raises(Invalid) as refused:
            await corrected(flow, case_id, "mun-waste", by=who)
        assert [(fault.field, fault.code) for fault in refused.value.faults] == [("category", "nobodys_then")]
    assert await flow.case(case_id) == before
    assert await flow.stretches(case_id) == [("EWA", "running")]
    assert await Correction.count() == 0


async def test_from_there_it_can_be_placed_answered_and_counts_as_passed_on(flow):
    case_id = await flow.assigned()
    await corrected(flow, case_id, "mun-waste", by=flow.nadia)
    rev = await flow.rev(case_id)
    await triage.place(case_id, "mun-waste", by=flow.nadia, rev=rev, governorate="capital")
    draft = ReplyDraft("done", "The bins were emptied.")
    await reply.send_reply(case_id, draft, by=flow.samir, rev=await flow.rev(case_id))
    assert await flow.stretches(case_id) == [("EWA", "void"), ("MUN-CAP", "met")]
    hops = await Transfer.select(Transfer.from_agency, Transfer.to_agency)
    assert hops == [{"from_agency": "EWA", "to_agency": "MUN-CAP"}]


async def test_placed_back_at_the_same_agency_it_was_not_passed_on(flow):
    case_id = await flow.assigned()
    await corrected(flow, case_id, "mun-waste", by=flow.nadia)
    await triage.place(case_id, "ewa-bill", by=flow.nadia, rev=await flow.rev(case_id))
    assert await flow.stretches(case_id) == [("EWA", "void"), ("EWA", "running")]
    assert await Transfer.count() == 0


@pytest.mark.parametrize(("category", "code"), [("ewa-power-outage", "same_category"), ("nothing-such", "unknown")])
async def test_what_cannot_be_chosen(flow, category, code):
    case_id = await flow.assigned()
    with pytest.raises(Invalid) as refused:
        await corrected(flow, case_id, category)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("category", code)]


async def test_an_answered_case_is_not_corrected(flow):
    case_id = await flow.assigned()
    await reply.send_reply(case_id, ReplyDraft("done", "Done."), by=flow.basim, rev=await flow.rev(case_id))
    with pytest.raises(Conflict, match="answered_already"):
        await corrected(flow, case_id, "ewa-bill")


async def test_who_may_not(flow):
    case_id = await flow.assigned()
    with pytest.raises(NotFound):
        await corrected(flow, case_id, "ewa-bill", by=flow.tariq)
    with pytest.raises(Forbidden):
        await corrected(flow, await flow.waiting(), "ewa-bill", by=flow.lulwa)
    with pytest.raises(Conflict, match="not_sorted"):
        await corrected(flow, await flow.waiting(), "ewa-bill", by=flow.nadia)
    with pytest.raises(Conflict, match="moved"):
        await correction.correct(case_id, "ewa-bill", by=flow.basim, rev=99)


WHY = "It is about the bill, which takes an inspection."


async def shortened(flow) -> int:
    """A case whose service promises three days."""
    row = {"clock": "agency", "unit": "working_days", "valid_from": date(2026, 1, 1), "ladder": '["t1", "breach"]'}
    await PolicyVersion.insert(PolicyVersion(**row, category="ewa-power-outage", target=3))
    return await flow.assigned()


async def longer(flow, case_id, *, by, category="ewa-bill", why=WHY):
    await correction.correct(case_id, category, by=by, rev=await flow.rev(case_id), longer=why)


@pytest.mark.parametrize(("name", "category"), [("dana", "ewa-bill"), ("huda", "ewa-bill"), ("nadia", "mow-pothole")])
async def test_whoever_is_above_officers_promises_a_later_date_with_a_reason(flow, name, category):
    case_id = await shortened(flow)
    before = await flow.promise(case_id)
    assert await correction.may_lengthen(await flow.case(case_id), before, flow.people[name])
    await longer(flow, case_id, by=flow.people[name], category=category)
    after = await flow.promise(case_id)
    assert (before.target, after.target) == (3, 14)
    assert after.due_at > before.due_at
    line = (await flow.history(case_id))[-1]
    assert (line.act, line.data["due_at"]) == ("promise_lengthened", after.due_at.isoformat())
    assert (await audit.private_values(stream(case_id)))[line.seq] == {"reason": WHY}


@pytest.mark.parametrize(("name", "why"), [("basim", WHY), ("dana", " ")])
async def test_without_the_role_or_the_reason_the_date_stays(flow, name, why):
    case_id = await shortened(flow)
    before = await flow.promise(case_id)
    await longer(flow, case_id, by=flow.people[name], why=why)
    assert await flow.promise(case_id) == before
    assert (await flow.case(case_id))["category"] == "ewa-bill"
    assert "promise_lengthened" not in await flow.acts(case_id)


async def test_at_risk_no_reason_makes_a_promise_longer(flow):
    case_id = await shortened(flow)
    before = await flow.promise(case_id)
    with clock.moved(before.due_at - timedelta(hours=2)):
        with pytest.raises(Conflict, match="at_risk"):
            await longer(flow, case_id, by=flow.dana)
        assert (await flow.case(case_id))["category"] == "ewa-power-outage"
        await longer(flow, case_id, by=flow.dana, why="")
    assert await flow.promise(case_id) == before


async def test_where_nothing_promises_more_no_reason_is_asked_for(flow):
    case_id = await flow.assigned()
    case, promise = await flow.case(case_id), await flow.promise(case_id)
    assert not await correction.may_lengthen(case, promise, flow.dana)
    case_id = await shortened(flow)
    assert not await correction.may_lengthen(case, await flow.promise(case_id), flow.basim)
