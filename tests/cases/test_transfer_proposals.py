"""Proposing to pass a case on: the case stays until somebody decides, and whoever decides is not who proposed."""

from datetime import timedelta

import pytest

from cases import colleagues, timers, transfer, transfer_lists, transfer_proposals
from cases.passing_tables import TransferProposal
from cases.tables import Correction, Transfer
from cases.transfer_proposals import Draft
from tawasul.core import clock
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound

WHY = "The market square is theirs."


async def proposes(flow, case_id, *, to="MMA", category="", reason=WHY, by=None):
    """Somebody of the agency proposes; Basim unless it is said. Gives the proposal's number."""
    await transfer_proposals.propose(
        case_id, Draft(to, category, reason), by=by or flow.basim, rev=await flow.rev(case_id)
    )
    return await transfer_lists.waiting_of(case_id)


async def state(number):
    return (await TransferProposal.select().where(TransferProposal.id == number).first())["state"]


async def test_a_proposed_case_stays_and_the_other_supervisor_is_told(flow):
    case_id = await flow.assigned()
    await proposes(flow, case_id)
    assert (await flow.case(case_id))["agency"] == "EWA"
    assert await flow.stretches(case_id) == [("EWA", "running")]
    assert await flow.letters("transfer_proposed") == [flow.samir.id]
    assert (await flow.history(case_id))[-1].data == {"from": "EWA", "agency": "MMA"}


async def test_an_accepted_case_moves_and_the_citizens_date_does_not(flow):
    case_id = await flow.assigned()
    before = await flow.promise(case_id)
    number = await proposes(flow, case_id)
    await transfer_proposals.accept(number, by=flow.samir)
    assert (await flow.case(case_id))["agency"] == "MMA"
    assert await flow.promise(case_id) == before
    assert await flow.stretches(case_id) == [("EWA", "void"), ("MMA", "running")]
    row = await Transfer.select().first()
    assert (row["from_agency"], row["to_agency"], row["reason"], row["by"]) == ("EWA", "MMA", WHY, flow.basim.id)
    assert (await flow.letters("transferred"), await flow.letters("transfer_accepted")) == ([None], [flow.basim.id])


async def test_a_category_says_which_agency_and_is_a_lesson_once_accepted(flow):
    case_id = await flow.assigned()
    number = await proposes(flow, case_id, to="", category="mow-pothole")
    assert await Correction.count() == 0
    await transfer_proposals.accept(number, by=flow.adel)
    case = await flow.case(case_id)
    assert (case["agency"], case["category"], case["sorted_by"]) == ("MOW", "mow-pothole", "person")
    assert await Correction.count() == 1


async def test_a_refused_case_stays_and_the_proposer_is_told_why(flow):
    case_id = await flow.assigned()
    number = await proposes(flow, case_id)
    await transfer_proposals.refuse(number, "The square is yours.", by=flow.samir)
    assert (await flow.case(case_id))["agency"] == "EWA"
    assert await flow.letters("transfer_refused") == [flow.basim.id]
    assert (await transfer_lists.of_case(await flow.case(case_id)))["remark"] == "The square is yours."
    await proposes(flow, case_id, to="MOW")  # refused is no end: it may be proposed elsewhere


async def test_a_proposal_is_taken_back_by_its_agency(flow):
    case_id = await flow.assigned()
    number = await proposes(flow, case_id)
    with pytest.raises(NotFound):
        await transfer_proposals.withdraw(number, by=flow.tariq)
    await transfer_proposals.withdraw(number, by=flow.dana)
    assert await state(number) == "withdrawn"
    with pytest.raises(Conflict, match="decided_already"):
        await transfer_proposals.accept(number, by=flow.samir)


@pytest.mark.parametrize(
    ("to", "category", "reason", "faults"),
    [
        ("EWA", "", WHY, [("to_agency", "same_agency")]),
        ("NOWHERE", "", WHY, [("to_agency", "unknown")]),
        ("", "", "", [("to_agency", "unknown"), ("reason", "needs_reason")]),
        ("MMA", "", "Not ours.", [("reason", "few_words")]),
        ("MMA", "", "a\x00b c d", [("reason", "control")]),
        ("", "nonsense", WHY, [("category", "unknown")]),
        ("", "mun-waste", WHY, [("category", "place_decides")]),
    ],
)
async def test_what_cannot_be_proposed(flow, to, category, reason, faults):
    case_id = await flow.assigned()
    with pytest.raises(Invalid) as refused:
        await proposes(flow, case_id, to=to, category=category, reason=reason)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == faults
    assert await TransferProposal.count() == 0


async def test_one_proposal_waits_at_a_time(flow):
    case_id = await flow.assigned()
    await proposes(flow, case_id)
    with pytest.raises(Conflict, match="proposed_already"):
        await proposes(flow, case_id, to="MOW")


async def test_only_above_the_officers_of_the_agency_to_come_is_decided(flow):
    number = await proposes(flow, await flow.assigned(), to="MOH")
    for who in ("basim", "dana", "samir", "lulwa", "root"):
        with pytest.raises(NotFound):
            await transfer_proposals.accept(number, by=flow.people[who])
    with pytest.raises(Forbidden):
        await transfer_proposals.accept(number, by=flow.tariq)
    assert await state(number) == "open"


async def test_what_was_answered_meanwhile_is_overtaken(flow):
    case_id = await flow.assigned()
    number = await proposes(flow, case_id)
    await flow.replies(case_id)
    with pytest.raises(Conflict, match="proposal_overtaken"):
        await transfer_proposals.accept(number, by=flow.samir)
    assert (await transfer_lists.listed(flow.samir, "to_us")).rows == []


async def test_after_a_move_another_agency_proposes_anew(flow):
    case_id = await flow.assigned()
    first = await proposes(flow, case_id)
    await transfer.transfer(case_id, "MOW", WHY, by=flow.nadia, rev=await flow.rev(case_id))
    second = await proposes(flow, case_id, by=flow.mona)
    assert (await state(first), await state(second)) == ("overtaken", "open")


async def test_undecided_for_a_working_day_it_is_the_arbiters(flow):
    case_id = await flow.assigned()
    await proposes(flow, case_id)
    with clock.moved(clock.now() + timedelta(hours=20)):
        await timers.run()
    assert await flow.letters("transfer_undecided") == []
    with clock.moved(clock.now() + timedelta(days=2)):
        for _ in range(2):
            await timers.run()
        assert [row.reference for row in (await transfer_lists.listed(flow.adel, "undecided")).rows] == [
            (await flow.case(case_id))["reference"]
        ]
        assert await transfer_lists.count(flow.adel) == 1
    assert await flow.letters("transfer_undecided") == [flow.adel.id]
    assert (await flow.acts(case_id)).count("transfer_raised") == 1


async def test_one_that_cannot_be_raised_holds_up_no_other_and_is_raised_later(flow, monkeypatch):
    monkeypatch.setattr(transfer_proposals, "BATCH", 1)
    cases = [await flow.assigned(text=f"No power in block {number}") for number in range(2)]
    for case_id in cases:
        await proposes(flow, case_id)
    tell = colleagues.tell

    async def breaks(case, *rest, **options):
        if case["id"] == cases[0]:
            raise ZeroDivisionError
        await tell(case, *rest, **options)

    with clock.moved(clock.now() + timedelta(days=4)):
        with monkeypatch.context() as broken:
            broken.setattr(colleagues, "tell", breaks)
            assert await timers.raise_undecided() == 1
        assert await timers.raise_undecided() == 1


async def test_a_way_back_comes_before_the_arbiter_at_once(flow):
    case_id = await flow.assigned()
    await transfer.transfer(case_id, "MOW", WHY, by=flow.nadia, rev=await flow.rev(case_id))
    number = await proposes(flow, case_id, to="EWA", by=flow.mona)
    assert await flow.letters("transfer_undecided") == [flow.adel.id]
    with pytest.raises(Conflict, match="returns"):
        await transfer_proposals.accept(number, by=flow.dana)
    await transfer_proposals.accept(number, by=flow.adel)
    assert (await flow.case(case_id))["agency"] == "EWA"


async def test_each_list_shows_its_agencys_part(flow):
    await proposes(flow, await flow.assigned())
    lists = {
        (who, which): len((await transfer_lists.listed(flow.people[who], which)).rows)
        for who in ("basim", "dana", "samir", "tariq", "adel")
        for which in transfer_lists.WHICH
    }
    assert {key for key, rows in lists.items() if rows} == {
        *(("basim", "by_us"), ("dana", "by_us"), ("samir", "to_us"), ("adel", "to_us"), ("adel", "by_us")),
    }


async def test_wrong_addresses_are_counted_apart(flow):
    quick, slow = await flow.assigned(), await flow.assigned()
    await transfer_proposals.accept(await proposes(flow, quick), by=flow.samir)
    with clock.moved(clock.now() + timedelta(days=3)):
        await transfer_proposals.accept(await proposes(flow, slow), by=flow.samir)
        assert await transfer_lists.given_on(flow.dana) == transfer_lists.GivenOn(accepted=2, at_once=1)
        assert await transfer_lists.given_on(flow.samir) == transfer_lists.GivenOn(accepted=0, at_once=0)
