"""The job that sorts: once, and never against what a person did meanwhile."""

import asyncio
import json
from dataclasses import replace

import pytest

from cases import sorter, triage, triage_page
from cases.tables import Prediction
from sla.tables import PolicyVersion
from tawasul.core.actor import system
from tawasul.notify.tables import Letter


async def test_a_sure_prediction_sends_the_case_to_its_agency(flow):
    case_id = await flow.assigned()
    case = await flow.case(case_id)
    assert (case["status"], case["agency"], case["category"]) == ("assigned", "EWA", "ewa-power-outage")
    assert case["sorted_by"] == "program"
    assert case["urgent"]  # its category is
    assert await flow.stretches(case_id) == [("EWA", "running")]
    assert await Letter.count().where(Letter.template == "assigned") == 1


async def test_the_citizens_date_stays(flow):
    case_id = await flow.files()
    before = await flow.promise(case_id)
    await flow.sorts(case_id)
    assert await flow.promise(case_id) == before


async def test_a_special_policy_shortens_the_promise_at_the_first_sort(flow):
    case_id = await flow.files()
    before = await flow.promise(case_id)
    policy = await PolicyVersion.select().where(PolicyVersion.clock == "agency").first()
    special = {**policy, "agency": "EWA", "category": "ewa-power-outage", "target": 3}
    await PolicyVersion.insert(PolicyVersion(**{name: special[name] for name in special if name != "id"}))
    await flow.sorts(case_id)
    assert (await flow.promise(case_id)).due_at < before.due_at


async def test_an_unsure_one_puts_it_before_people(flow):
    case_id = await flow.waiting()
    case = await flow.case(case_id)
    assert (case["status"], case["agency"], case["category"], case["sorted_by"]) == ("triage", None, None, None)
    assert await flow.stretches(case_id) == []
    assert (await flow.history(case_id))[-1].act == "to_triage"
    assert await Letter.count().where(Letter.template == "assigned") == 0


async def test_what_the_program_said_is_stored_with_its_doubt(flow, unsure):
    case_id = await flow.waiting()
    row = await Prediction.select().where(Prediction.case == case_id).first()
    assert (row["category"], row["decision"], row["reason"], row["model"]) == (
        unsure.category,
        "triage",
        "unsure",
        "of-tests",
    )
    assert (row["confidence"], row["threshold"]) == (pytest.approx(0.4), pytest.approx(0.9))
    assert [candidate["category"] for candidate in json.loads(row["candidates"])] == ["ewa-power-outage", "ewa-bill"]


async def test_the_kind_is_the_predicted_one_unless_the_citizen_said(flow, sure):
    said, unsaid = await flow.files(kind="complaint"), await flow.files()
    for case_id in (said, unsaid):
        await flow.sorts(case_id, replace(sure, kind="suggestion"))
    assert [(await flow.case(case_id))["kind"] for case_id in (said, unsaid)] == ["complaint", "suggestion"]


async def test_a_word_of_danger_makes_it_urgent_whatever_the_category(flow, sure):
    case_id = await flow.files()
    await flow.sorts(case_id, replace(sure, category="ewa-bill", danger=True))
    case = await flow.case(case_id)
    assert (case["urgent"], case["danger"]) == (True, True)


@pytest.mark.parametrize("reason", ["nothing", "unsure", "switched"])
async def test_danger_that_nobody_can_place_is_first_in_triage_and_urgent(flow, unsure, reason):
    earlier = [await flow.waiting() for _ in range(2)]
    case_id = await flow.files()
    if reason == "switched":
        await sorter.set_triage_only(on=True, by=system("cli"))
    said = replace(unsure, reason="unsure" if reason == "switched" else reason, danger=True, urgent=True)
    await flow.sorts(case_id, said)
    case, rows = await flow.case(case_id), (await triage_page.page(flow.nadia)).rows
    assert (case["status"], case["urgent"], case["danger"]) == ("triage", True, True)
    assert (rows[0].reference, rows[0].level) == (case["reference"], "danger")
    assert rows[0].reason != "nothing"
    assert len(rows) == 1 + len(earlier)


async def test_sorted_twice_it_is_sorted_once(flow):
    case_id = await flow.assigned()
    before = await flow.case(case_id), await flow.history(case_id)
    await flow.sorts(case_id)
    assert (await flow.case(case_id), await flow.history(case_id)) == before


async def test_two_workers_at_once_sort_it_once(flow):
    case_id = await flow.files()
    await asyncio.gather(*(flow.sorts(case_id) for _ in range(3)))
    assert await flow.acts(case_id) == ["filed", "assigned"]
    assert await Prediction.count() == 1


async def test_a_person_who_was_faster_is_not_overruled(flow):
    case_id = await flow.files()
    rev = await flow.rev(case_id)
    await triage.place(case_id, "mow-pothole", by=flow.nadia, rev=rev)
    await flow.sorts(case_id)
    assert (await flow.case(case_id))["agency"] == "MOW"
    assert await Prediction.count() == 0


async def test_a_case_that_does_not_exist_is_no_fault(flow):
    await flow.sorts(10_000)
