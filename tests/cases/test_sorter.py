"""The switch that sends everything before people, and what it leaves as it was."""

import json
from dataclasses import replace

import pytest

from cases import sorter, suggestion
from cases.sorting import suggest
from cases.suggestion import Suggested
from cases.tables import Prediction
from tawasul import audit
from tawasul.core.errors import Conflict
from tawasul.outbox.tables import OutboxMessage


@pytest.fixture
async def switched(flow):
    await sorter.set_triage_only(on=True, by=flow.root.actor())


async def test_a_sure_case_goes_before_people_with_its_candidates(flow, switched, sure):
    case_id = await flow.files()
    await flow.sorts(case_id, replace(sure, danger=True))
    case = await flow.case(case_id)
    assert (case["status"], case["agency"], case["sorted_by"], case["danger"]) == ("triage", None, None, True)
    row = await Prediction.select().where(Prediction.case == case_id).first()
    assert (row["decision"], row["reason"], row["category"]) == ("triage", "switched", sure.category)
    assert len(json.loads(row["candidates"])) == len(sure.candidates)
    assert (await flow.history(case_id))[-1].data["reason"] == "switched"


async def test_what_a_citizen_chose_goes_before_people_too_and_is_kept(flow, switched):
    case_id = await flow.files(category="ewa-power-outage")
    await flow.sorts(case_id)
    case = await flow.case(case_id)
    assert (case["status"], case["agency"], case["category"]) == ("triage", None, "ewa-power-outage")


async def test_nothing_to_sort_stays_nothing(flow, switched, sure):
    case_id = await flow.files()
    await flow.sorts(case_id, replace(sure, decision="triage", reason="nothing"))
    assert (await Prediction.select().first())["reason"] == "nothing"


async def test_the_citizen_is_offered_categories_and_none_is_chosen_beforehand(flow, switched, sure):
    token = await suggestion.ask("No power since Sunday")
    row = await OutboxMessage.select().where(OutboxMessage.job == suggestion.SUGGEST).first()
    await suggest(json.loads(row["args"])[0], lambda text, place: sure)
    assert await suggestion.suggested(token) == Suggested(("ewa-power-outage", "ewa-bill"), is_sure=False)


async def test_switched_off_the_sorter_sorts_again(flow, switched):
    await sorter.set_triage_only(on=False, by=flow.nadia.actor())
    assert (await flow.case(await flow.assigned()))["status"] == "assigned"
    assert [line.act for line in await audit.history(sorter.STREAM)] == ["triage_only_on", "triage_only_off"]


async def test_what_is_so_already_is_told(flow, switched):
    with pytest.raises(Conflict, match="sorter_is_so"):
        await sorter.set_triage_only(on=True, by=flow.root.actor())
