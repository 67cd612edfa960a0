"""Categories and areas on the pages: changed for the next case, with a history, and an undo that is a new change."""

import html

import pytest

from cases import intake, sorting
from cases.filing_form import CaseDraft
from cases.tables import Case
from routing import reference
from routing.seed import load
from routing.tables import CategoryQuestion
from tests.web.conftest import SURE

PATH = "/admin/categories/ewa-power-outage"
FORM = {
    "step": "change",
    "name_ar": "انقطاع الكهرباء",
    "name_en": "Power cut",
    "agency_code": "MOW",
    "urgent": "",
    "needs_place": "yes",
}


async def changed(browser, **typed: str):
    root = await browser("root")
    await root.opens(PATH)
    answer = await root.sends(PATH, **{**FORM, **typed})
    return root, answer


async def test_a_change_holds_for_the_next_case(browser, amal):
    _, answer = await changed(browser)
    assert answer.status_code == 303
    receipt = await intake.file_case(CaseDraft(text="No power", language="en"))
    await sorting.sort_case(receipt.case_id, lambda text, governorate: SURE)
    assert (await Case.select(Case.agency).where(Case.id == receipt.case_id).first())["agency"] == "MOW"


async def test_the_history_tells_both_values_and_an_undo_is_a_new_change(browser):
    root, _ = await changed(browser)
    page = (await root.opens(PATH)).text
    assert "<del><bdi>Power cut or recurring outage</bdi></del>" in page
    assert "<bdi>Root</bdi>" in page
    assert (await root.sends(PATH, step="undo", seq="1")).status_code == 303
    found = (await reference.categories())["ewa-power-outage"]
    assert (found.agency_code, found.urgent, found.name_en) == ("EWA", True, "Power cut or recurring outage")
    assert "An earlier change was undone" in (await root.opens(PATH)).text


async def test_a_reload_of_the_seed_leaves_what_was_edited(browser):
    await changed(browser)
    assert await load() == 0
    assert (await reference.categories())["ewa-power-outage"].name_en == "Power cut"


async def test_a_retired_category_is_offered_no_more_and_goes_before_people(browser, amal):
    root = await browser("root")
    await root.opens(PATH)
    assert (await root.sends(PATH, step="retire")).status_code == 303
    receipt = await intake.file_case(CaseDraft(text="No power", language="en"))
    await sorting.sort_case(receipt.case_id, lambda text, governorate: SURE)
    assert (await Case.select(Case.status).where(Case.id == receipt.case_id).first())["status"] == "triage"
    assert "This is out of use" in (await root.opens(PATH)).text
    assert (await root.sends(PATH, step="restore")).status_code == 303
    assert not (await reference.categories())["ewa-power-outage"].retired


async def test_another_wording_is_another_question_and_answers_keep_theirs(browser):
    await changed(browser, ask_1_ar="رقم المبنى", ask_1_en="Building")
    await changed(browser, ask_1_ar="رقم المبنى", ask_1_en="Building number")
    asked = [row.name_en for row in (await reference.questions()).values() if row.category == "ewa-power-outage"]
    assert asked == ["Building number"]
    assert await CategoryQuestion.count().where(CategoryQuestion.category == "ewa-power-outage") == 2
    await changed(browser)
    assert not [row for row in (await reference.questions()).values() if row.category == "ewa-power-outage"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name_ar": ""}, "Enter the name in both languages"),
        ({"name_en": "x" * 121}, "This is too long"),
        ({"name_en": "a\x00b"}, "The text has a character that cannot be shown"),
        ({"agency_code": "NOBODY"}, "Choose one from the list"),
        ({"ask_2_en": "Only in one language"}, "Enter the name in both languages"),
    ],
)
async def test_what_cannot_be_is_said_at_its_field_and_kept(browser, typed, sentence):
    _, answer = await changed(browser, **typed)
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.text)
    assert 'value="انقطاع الكهرباء"' in answer.text or "name_ar" in typed


async def test_whoever_saw_an_older_state_is_told_so(browser):
    root = await browser("root")
    await root.opens(PATH)
    seen = root.page
    await root.sends(PATH, **FORM)
    root.page = seen
    answer = await root.sends(PATH, **{**FORM, "name_en": "Mine"})
    assert answer.status_code == 409
    assert "Someone else changed this meanwhile" in answer.text
    assert 'value="Mine"' in answer.text


@pytest.mark.parametrize("path", ["/admin/categories", PATH, "/admin/areas", "/admin/areas/manama"])
async def test_it_is_for_administrators_and_the_national_unit(browser, path):
    assert (await (await browser("nadia")).opens(path)).status_code == 200
    assert (await (await browser("dana")).opens(path)).status_code == 403
    assert (await (await browser()).opens(path)).headers["location"].startswith("/login")


async def test_a_supervisor_changes_nothing(browser):
    dana = await browser("dana")
    await dana.opens("/desk")
    assert (await dana.sends(PATH, rev="0", **FORM)).status_code == 403
    assert (
        await dana.sends("/admin/areas", code="x", name_ar="x", name_en="x", governorate="capital")
    ).status_code == 403


@pytest.mark.parametrize("path", ["/admin/categories/none", "/admin/areas/none", "/admin/areas/%00"])
async def test_what_there_is_not_is_not_found(browser, path):
    assert (await (await browser("root")).opens(path)).status_code == 404


async def test_an_area_is_added_moved_and_taken_back(browser):
    root = await browser("root")
    await root.opens("/admin/areas")
    new = {"code": "new-town", "name_ar": "البلدة الجديدة", "name_en": "New Town", "governorate": "northern"}
    assert (await root.sends("/admin/areas", **{**new, "governorate": ""})).status_code == 422
    path = (await root.sends("/admin/areas", **new)).headers["location"]
    assert (await root.sends("/admin/areas", **new)).status_code == 422  # the code is taken
    await root.opens(path)
    await root.sends(path, step="change", **{**new, "governorate": "capital"})
    assert (await reference.areas())["new-town"].governorate == "capital"
    await root.opens(path)
    await root.sends(path, step="undo", seq="2")
    assert (await reference.areas())["new-town"].governorate == "northern"
