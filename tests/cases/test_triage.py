"""People sort what the program would not: the category decides the agency, and teaches the next model."""

from dataclasses import replace

import pytest

from cases import triage
from cases.tables import Correction
from routing.tables import Category
from sla.tables import PolicyVersion
from tawasul.core import clock
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound
from tawasul.notify.tables import Letter


async def placed(flow, case_id, category="ewa-bill", *, by=None, governorate=None):
    await triage.place(case_id, category, by=by or flow.nadia, rev=await flow.rev(case_id), governorate=governorate)


def told(error):
    return [(fault.field, fault.code) for fault in error.value.faults]


async def test_a_placed_case_is_its_agencys(flow):
    case_id = await flow.waiting()
    await placed(flow, case_id)
    case = await flow.case(case_id)
    assert (case["status"], case["agency"], case["category"]) == ("assigned", "EWA", "ewa-bill")
    assert case["sorted_by"] == "person"
    assert await flow.stretches(case_id) == [("EWA", "running")]


async def test_history_and_citizen_are_told(flow):
    case_id = await flow.waiting()
    await placed(flow, case_id)
    last = (await flow.history(case_id))[-1]
    assert (last.act, last.data) == ("placed", {"category": "ewa-bill", "agency": "EWA"})
    assert await Letter.count().where(Letter.template == "assigned") == 1


async def test_what_the_program_thought_is_kept_beside_what_the_person_chose(flow):
    case_id = await flow.waiting()
    await placed(flow, case_id)
    row = await Correction.select().first()
    assert (row["case"], row["was"], row["category"]) == (case_id, "ewa-power-outage", "ewa-bill")
    assert row["by"] == flow.nadia.id


async def test_a_case_can_be_placed_before_the_program_saw_it(flow, sure):
    case_id = await flow.files()
    await placed(flow, case_id)
    await flow.sorts(case_id, sure)
    assert (await flow.case(case_id))["category"] == "ewa-bill"
    assert (await Correction.select().first())["was"] is None


async def test_a_municipal_case_needs_its_place(flow):
    case_id = await flow.waiting()
    with pytest.raises(Invalid) as refused:
        await placed(flow, case_id, "mun-waste")
    assert told(refused) == [("governorate", "needs_governorate")]
    assert (await flow.case(case_id))["status"] == "triage"
    assert await Correction.count() == 0


async def test_the_place_that_was_given_is_stored(flow):
    case_id = await flow.waiting()
    await placed(flow, case_id, "mun-waste", governorate="northern")
    case = await flow.case(case_id)
    assert (case["agency"], case["governorate"]) == ("MUN-NOR", "northern")


async def test_the_place_that_the_citizen_gave_is_enough(flow):
    case_id = await flow.waiting(governorate="muharraq")
    await placed(flow, case_id, "mun-waste")
    assert (await flow.case(case_id))["agency"] == "MUN-MUH"


@pytest.mark.parametrize(
    ("category", "governorate", "faults"),
    [
        ("nothing-such", None, [("category", "unknown")]),
        ("", None, [("category", "unknown")]),
        ("ewa-bill", "atlantis", [("governorate", "unknown")]),
    ],
)
async def test_what_cannot_be_chosen(flow, category, governorate, faults):
    case_id = await flow.waiting()
    with pytest.raises(Invalid) as refused:
        await placed(flow, case_id, category, governorate=governorate)
    assert told(refused) == faults


async def test_a_retired_category_is_not_chosen_any_more(flow):
    case_id = await flow.waiting()
    await Category.update({Category.retired_at: clock.now()}).where(Category.code == "ewa-bill")
    with pytest.raises(Invalid):
        await placed(flow, case_id)


async def test_an_urgent_category_makes_the_case_urgent_and_danger_keeps_it_so(flow, unsure):
    urgent, dangerous = await flow.waiting(), await flow.files()
    await flow.sorts(dangerous, replace(unsure, danger=True))
    await placed(flow, urgent, "ewa-power-hazard")
    await placed(flow, dangerous, "ewa-bill")
    assert (await flow.case(urgent))["urgent"]
    assert (await flow.case(dangerous))["urgent"]


async def test_the_first_sort_by_a_person_may_shorten_the_promise(flow):
    case_id = await flow.waiting()
    before = await flow.promise(case_id)
    policy = await PolicyVersion.select().where(PolicyVersion.clock == "agency").first()
    special = {**policy, "agency": "EWA", "category": "ewa-bill", "target": 5}
    await PolicyVersion.insert(PolicyVersion(**{name: special[name] for name in special if name != "id"}))
    await placed(flow, case_id)
    assert (await flow.promise(case_id)).due_at < before.due_at


async def test_a_sorted_case_is_not_sorted_again(flow):
    case_id = await flow.assigned()
    with pytest.raises(Conflict, match="sorted_already"):
        await placed(flow, case_id)


async def test_two_who_sort_the_same_case_do_not_undo_each_other(flow):
    case_id = await flow.waiting()
    rev = await flow.rev(case_id)
    await placed(flow, case_id)
    with pytest.raises(Conflict):
        await triage.place(case_id, "mow-pothole", by=flow.nadia, rev=rev)
    assert (await flow.case(case_id))["agency"] == "EWA"


async def test_the_call_centre_sorts_too(flow):
    case_id = await flow.waiting()
    await placed(flow, case_id, by=flow.lulwa)
    assert (await flow.case(case_id))["agency"] == "EWA"


@pytest.mark.parametrize("who", ["basim", "dana", "tariq", "root"])
async def test_whoever_does_not_sort_finds_no_case(flow, who):
    case_id = await flow.waiting()
    with pytest.raises(NotFound):
        await placed(flow, case_id, by=flow.people[who])


async def test_reaching_a_case_is_not_yet_sorting_it(flow):
    case_id = await flow.assigned()
    with pytest.raises(Forbidden):
        await placed(flow, case_id, by=flow.basim)
