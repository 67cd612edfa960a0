"""A municipal case without a place waits for its governorate; its category is known and stays."""

from dataclasses import replace

from tests.flow.conftest import SURE, Flow

WASTE = replace(SURE, category="mun-waste", agency="MUN", needs="governorate")


async def test_the_governorate_sends_it_to_its_municipality(flow: Flow) -> None:
    flow.prediction = WASTE
    case_id = await flow.files("The rubbish has been here for nine days")
    case, before = await flow.case(case_id), await flow.promise(case_id)
    assert (case["status"], case["agency"], case["category"]) == ("triage", None, "mun-waste")
    desk = await flow.desk("nadia")
    assert "The rubbish has been here" in await desk.open("/desk/triage")
    path = f"/desk/triage/{case['reference']}"
    await desk.send(path, status=422, category="mun-waste", rev=str(case["rev"]), governorate="")
    await desk.send(path, category="mun-waste", rev=str(case["rev"]), governorate="muharraq")
    case = await flow.case(case_id)
    assert (case["status"], case["agency"], case["governorate"]) == ("assigned", "MUN-MUH", "muharraq")
    assert (await flow.promise(case_id)).due_at == before.due_at
    officer = await flow.desk("maryam")
    assert "The rubbish has been here" in await officer.open("/desk")


async def test_with_a_place_it_goes_there_at_once(flow: Flow) -> None:
    flow.prediction = WASTE
    case_id = await flow.files("The rubbish has been here for nine days", governorate="muharraq")
    case = await flow.case(case_id)
    assert (case["status"], case["agency"], case["sorted_by"]) == ("assigned", "MUN-MUH", "program")
