"""One act for many cases: only those that were looked at, only as they were, and each told in its own history."""

from datetime import timedelta

import pytest

from cases import assignment, barring, bulk, bulk_choice, notes, reviewers, tags, transfer, transfer_proposals
from cases.bulk_choice import Wanted
from cases.bulk_tables import Bulk, BulkCase
from cases.passing_tables import TransferProposal
from cases.tag_tables import Link, Tag
from tawasul import audit
from tawasul.core import clock
from tawasul.core.db import count_statements
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound

WHY = "The market square is theirs."
TO_MMA = Wanted("propose", to_agency="MMA", reason=WHY)


@pytest.fixture
async def three(flow):
    """Three cases of the Electricity and Water Authority."""
    return [await flow.assigned(text=f"No power in street {each}") for each in (1, 2, 3)]


async def as_shown(flow, *case_ids):
    """The cases as a list shows them at this moment."""
    rows = [await flow.case(case_id) for case_id in case_ids]
    return {row["reference"]: row["rev"] for row in rows}


async def previews(flow, wanted, *case_ids, by=None):
    return await bulk.preview(await as_shown(flow, *case_ids), wanted, by=by or flow.basim)


async def standing(number, by):
    """What became of each case of a list, by state, with its reason."""
    found = await bulk.shown(number, by=by)
    return [(one.state, one.reason) for one in found.cases]


async def test_a_look_does_nothing(flow, three):
    number = await previews(flow, Wanted("take"), *three)
    assert await standing(number, flow.basim) == [("waiting", "")] * 3
    assert [(await flow.case(each))["holder"] for each in three] == [None] * 3


async def test_each_case_is_done_by_its_own_act_that_names_the_list(flow, three):
    number = await previews(flow, Wanted("take"), *three)
    await bulk.confirm(number, "3", by=flow.basim)
    assert await standing(number, flow.basim) == [("done", "")] * 3
    for each in three:
        line = (await flow.history(each))[-1]
        assert (line.act, line.data["bulk"], (await flow.case(each))["holder"]) == ("taken", number, flow.basim.id)
    await notes.add(three[0], "Called.", by=flow.basim)
    assert "bulk" not in (await flow.history(three[0]))[-1].data
    assert [fault async for fault in audit.verify_all(None)] == []


async def test_what_changed_meanwhile_is_left_and_what_arrived_is_not_touched(flow, three):
    number = await previews(flow, Wanted("give", to=flow.badr.id), *three, by=flow.dana)
    late = await flow.assigned(text="No power in street 4")
    await assignment.take(three[1], by=flow.basim, rev=await flow.rev(three[1]))
    await bulk.confirm(number, "٣", by=flow.dana)
    assert await standing(number, flow.dana) == [("done", ""), ("left", "moved"), ("done", "")]
    holders = [(await flow.case(each))["holder"] for each in (*three, late)]
    assert holders == [flow.badr.id, flow.basim.id, flow.badr.id, None]


async def test_what_changed_after_the_list_was_shown_is_left_out_of_the_look(flow, three):
    listed = await as_shown(flow, *three)
    await assignment.take(three[0], by=flow.badr, rev=await flow.rev(three[0]))
    number = await bulk.preview(listed, TO_MMA, by=flow.basim)
    assert await standing(number, flow.basim) == [("excluded", "moved"), ("waiting", ""), ("waiting", "")]


async def test_exclusions_say_why(flow, three):
    held, closed, secret = three
    other, unsorted, good = await flow.assigned(), await flow.waiting(), await flow.assigned()
    await assignment.take(held, by=flow.badr, rev=await flow.rev(held))
    await flow.replies(closed)
    await barring.close_off(secret, by=flow.dana, rev=await flow.rev(secret))
    await transfer.transfer(other, "MOH", WHY, by=flow.nadia, rev=await flow.rev(other))
    number = await previews(flow, TO_MMA, held, closed, secret, other, unsorted, good)
    found = await bulk.shown(number, by=flow.basim)
    assert [(one.state, one.reason) for one in found.cases] == [
        ("excluded", "held"),
        ("excluded", "not_open"),
        ("waiting", ""),
    ]
    assert found.out_of_reach == 3  # another agency's, one that has none, and one that is kept from him


async def test_a_named_reader_decides_on_a_confidential_case_by_itself(flow, three):
    await barring.close_off(three[0], by=flow.dana, rev=await flow.rev(three[0]))
    number = await previews(flow, TO_MMA, *three, by=flow.dana)
    found = (await bulk.shown(number, by=flow.dana)).cases[0]
    assert (found.reason, found.excerpt) == ("confidential", "")


async def test_a_second_confirmation_does_nothing(flow, three):
    number = await previews(flow, TO_MMA, *three)
    await bulk.confirm(number, "3", by=flow.basim)
    await bulk.confirm(number, "3", by=flow.basim)
    assert await TransferProposal.count() == 3
    again = await previews(flow, TO_MMA, *three)
    assert await standing(again, flow.basim) == [("excluded", "proposed_already")] * 3


async def test_a_fault_in_the_middle_keeps_what_was_done_and_says_what_was_not(flow, three, monkeypatch):
    number = await previews(flow, TO_MMA, *three)
    propose = transfer_proposals.propose

    async def breaks(case_id, draft, *, by, rev):
        if case_id == three[1]:
            raise RuntimeError("the power went off")
        await propose(case_id, draft, by=by, rev=rev)

    monkeypatch.setattr(transfer_proposals, "propose", breaks)
    with pytest.raises(RuntimeError):
        await bulk.confirm(number, "3", by=flow.basim)
    assert await standing(number, flow.basim) == [("done", ""), ("begun", ""), ("waiting", "")]
    assert not (await bulk.shown(number, by=flow.basim)).is_running
    await bulk.confirm(number, "3", by=flow.basim)  # it is not taken up again by itself
    assert await TransferProposal.count() == 1


async def test_somebody_else_neither_sees_nor_confirms_it(flow, three):
    number = await previews(flow, Wanted("take"), *three)
    for other in (flow.badr, flow.dana, flow.nadia):
        with pytest.raises(NotFound):
            await bulk.shown(number, by=other)
        with pytest.raises(NotFound):
            await bulk.confirm(number, "3", by=other)
    assert [(await flow.case(each))["holder"] for each in three] == [None] * 3


@pytest.mark.parametrize("typed", ["", "2", "three", "3.0", "-3", "9" * 400])
async def test_nothing_begins_without_the_number_of_cases(flow, three, typed):
    number = await previews(flow, Wanted("take"), *three)
    with pytest.raises(Invalid):
        await bulk.confirm(number, typed, by=flow.basim)
    assert await standing(number, flow.basim) == [("waiting", "")] * 3


async def test_an_old_list_is_not_confirmed_and_goes_a_day_later(flow, three, sunday):
    number = await previews(flow, Wanted("take"), *three)
    with clock.moved(sunday + bulk.LIFETIME):
        with pytest.raises(Conflict, match="bulk_over"):
            await bulk.confirm(number, "3", by=flow.basim)
        assert (await bulk.shown(number, by=flow.basim)).is_over
        assert await bulk.forget_expired() == 0
    with clock.moved(sunday + bulk.LIFETIME + bulk.UNUSED_KEPT + timedelta(seconds=1)):
        assert await bulk.forget_expired() == 1
    assert (await Bulk.count(), await BulkCase.count()) == (0, 0)


async def test_a_result_stays_for_a_quarter_and_the_histories_for_good(flow, three, sunday):
    number = await previews(flow, Wanted("take"), *three)
    await bulk.confirm(number, "3", by=flow.basim)
    with clock.moved(sunday + bulk.KEPT):
        assert await bulk.forget_expired() == 0
    with clock.moved(sunday + bulk.KEPT + timedelta(seconds=1)):
        assert await bulk.forget_expired() == 1
    assert (await flow.history(three[0]))[-1].data["bulk"] == number


async def test_a_tag_goes_on_every_case_and_the_first_is_linked_to_the_others(flow, three):
    tagged = await previews(flow, Wanted("tag", tag="  flood  of  May "), *three)
    await bulk.confirm(tagged, "3", by=flow.basim)
    assert {row["word"] for row in await Tag.select(Tag.word)} == {"flood of May"}
    linked = await previews(flow, Wanted("link"), *three)
    assert await standing(linked, flow.basim) == [("excluded", "the_others_go_to_it"), ("waiting", ""), ("waiting", "")]
    await bulk.confirm(linked, "2", by=flow.basim)
    pairs = {(row["elder"], row["younger"]) for row in await Link.select(Link.elder, Link.younger)}
    assert pairs == {(three[0], three[1]), (three[0], three[2])}


async def test_a_case_that_has_its_fill_of_tags_is_left(flow, three):
    await tags.add(three[0], [f"t{each}" for each in range(tags.MOST)], by=flow.basim, rev=await flow.rev(three[0]))
    number = await previews(flow, Wanted("tag", tag="flood"), *three)
    await bulk.confirm(number, "3", by=flow.basim)
    assert await standing(number, flow.basim) == [("left", "too_many_tags"), ("done", ""), ("done", "")]


async def test_the_national_unit_passes_on_directly_and_no_case_goes_back(flow, three):
    first = await previews(flow, Wanted("transfer", to_agency="MMA", reason=WHY), three[0], by=flow.nadia)
    await bulk.confirm(first, "1", by=flow.nadia)
    assert (await flow.case(three[0]))["agency"] == "MMA"
    back = await previews(flow, Wanted("transfer", to_agency="EWA", reason=WHY), *three, by=flow.nadia)
    assert await standing(back, flow.nadia) == [
        ("excluded", "returns"),
        ("excluded", "same_agency"),
        ("excluded", "same_agency"),
    ]


async def test_who_may_do_what(flow, three):
    acts = {name: bulk_choice.open_to(person) for name, person in flow.people.items()}
    assert acts["basim"] == ["take", "tag", "link", "propose"]
    assert acts["dana"] == ["take", "give", "tag", "link", "propose"]
    assert acts["huda"] == ["give", "tag", "link", "propose"]
    assert acts["nadia"] == acts["adel"] == ["tag", "link", "transfer"]
    assert acts["lulwa"] == acts["root"] == []
    for wanted in (Wanted("give", to=flow.badr.id), Wanted("transfer", to_agency="MMA", reason=WHY)):
        with pytest.raises(Forbidden):
            await previews(flow, wanted, *three)


async def test_cases_go_only_to_officers_of_the_agency_who_may_have_them(flow, three):
    for stranger in (flow.tariq.id, flow.huda.id, 0, 2**31):
        with pytest.raises(Invalid):
            await previews(flow, Wanted("give", to=stranger), *three, by=flow.dana)
    await barring.bar(three[0], flow.badr.id, by=flow.dana, rev=await flow.rev(three[0]))
    number = await previews(flow, Wanted("give", to=flow.badr.id), *three, by=flow.dana)
    assert (await standing(number, flow.dana))[0] == ("excluded", "not_for_them")


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("burn"),
        Wanted("tag", tag=" "),
        Wanted("tag", tag="x" * 41),
        Wanted("propose", to_agency="MMA", reason="Theirs"),
        Wanted("propose", to_agency="NONE", reason=WHY),
        Wanted("propose", to_agency="MMA", reason=""),
    ],
)
async def test_what_cannot_be_meant_is_refused(flow, three, wanted):
    with pytest.raises(Invalid):
        await previews(flow, wanted, *three)


async def test_no_case_too_many_and_one_alone(flow, three):
    for cases in ({}, {str(100_000_000 + each): 1 for each in range(bulk_choice.MOST + 1)}):
        with pytest.raises(Invalid):
            await bulk.preview(cases, Wanted("take"), by=flow.basim)
    with pytest.raises(Invalid):
        await previews(flow, Wanted("link"), three[0])


async def test_a_look_at_more_cases_needs_no_more_statements(flow, three):
    listed = await as_shown(flow, *three)
    with count_statements() as few:
        await bulk.preview(dict(list(listed.items())[:1]), TO_MMA, by=flow.basim)
    with count_statements() as many:
        await bulk.preview(listed, TO_MMA, by=flow.basim)
    assert len(few) == len(many)


def test_boxes_that_name_no_case_are_none():
    values = [
        "123456789.4",
        "123456789.5",
        "023456789.1",
        "123456780",
        "x.1",
        "987654321.0",
        "987654321.99999999999",
        "",
    ]
    assert bulk_choice.ticked(values) == {"123456789": 5}


async def test_a_supervisor_who_shares_out_work_has_not_handled_it(flow, three):
    await assignment.give(three[0], flow.badr.id, by=flow.dana, rev=await flow.rev(three[0]))
    assert await reviewers.handled(three[0]) == frozenset()
    with pytest.raises(Conflict, match="theirs_already"):
        await assignment.give(three[0], flow.badr.id, by=flow.dana, rev=await flow.rev(three[0]))
    with pytest.raises(NotFound):
        await assignment.give(three[0], flow.tariq.id, by=flow.samir, rev=await flow.rev(three[0]))
    with pytest.raises(Conflict, match="not_for_them"):
        await assignment.give(three[0], flow.tariq.id, by=flow.dana, rev=await flow.rev(three[0]))
