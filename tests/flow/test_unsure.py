"""The program is unsure: people see three candidates, one click sends the case on, and the choice is a lesson."""

from dataclasses import replace

from cases.tables import Correction, Prediction
from tests.flow.conftest import SURE, Flow

UNSURE = replace(SURE, confidence=0.4, decision="triage", reason="unsure")


async def test_one_click_sends_an_unsure_case_to_its_agency(flow: Flow) -> None:
    flow.prediction = UNSURE
    case_id = await flow.files("Something sparks in front of the clinic")
    case, before = await flow.case(case_id), await flow.promise(case_id)
    assert (case["status"], case["agency"], case["category"]) == ("triage", None, None)
    desk = await flow.desk("nadia")
    shown = await desk.open("/desk/triage")
    assert "Something sparks in front of the clinic" in shown
    assert desk.page.count('value="mow-pothole"') >= 1
    await desk.send(f"/desk/triage/{case['reference']}", category="ewa-bill", rev=str(case["rev"]))
    case = await flow.case(case_id)
    assert (case["status"], case["agency"], case["category"], case["sorted_by"]) == (
        "assigned",
        "EWA",
        "ewa-bill",
        "person",
    )
    lesson = (await Correction.select())[0]
    assert (lesson["case"], lesson["was"], lesson["category"], lesson["by"]) == (
        case_id,
        "ewa-power-outage",
        "ewa-bill",
        flow.nadia.id,
    )
    assert await Prediction.count() == 1
    assert (await flow.promise(case_id)).due_at == before.due_at
    officer = await flow.desk("basim")
    assert "Something sparks" in await officer.open("/desk")


async def test_a_second_click_is_told_that_it_came_late(flow: Flow) -> None:
    flow.prediction = UNSURE
    case_id = await flow.files()
    case = await flow.case(case_id)
    path, rev = f"/desk/triage/{case['reference']}", str(case["rev"])
    desks = [await flow.desk("nadia") for _ in range(2)]
    for desk in desks:
        await desk.open("/desk/triage")
    await desks[0].send(path, category="ewa-bill", rev=rev)
    desks[1].page = desks[1].page or ""
    await desks[1].send(path, status=409, category="mow-pothole", rev=rev)
    assert (await flow.case(case_id))["agency"] == "EWA"
    assert await Correction.count() == 1
