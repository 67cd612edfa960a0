"""Rules on the pages: ordered, tried, and never in the way of a case that they cannot send on."""

import html

import pytest

from cases import intake, sorting, suggestion
from cases.filing_form import CaseDraft
from cases.suggestion import Suggested
from cases.tables import Case
from routing import reference
from routing.seed import load
from tawasul.accounts.tables import Agency
from tawasul.core import clock
from tests.web.conftest import SURE

PATH = "/admin/rules"
NEW = {"step": "add", "agency_code": "EWA", "category": "ewa-power-outage", "governorate": "", "to_agency": "MOW"}


async def root_at_rules(browser):
    root = await browser("root")
    await root.opens(PATH)
    return root


async def added(browser, **typed: str):
    root = await root_at_rules(browser)
    answer = await root.sends(PATH, **{**NEW, **typed})
    await root.opens(PATH)
    return root, answer


async def case_of(**said: str):
    receipt = await intake.file_case(CaseDraft(text="No power", language="en", **said))
    await sorting.sort_case(receipt.case_id, lambda text, governorate: SURE)
    return await Case.select(Case.agency, Case.status, Case.category).where(Case.id == receipt.case_id).first()


async def rule_for(agency: str) -> str:
    return str(next(rule.row.id for rule in await reference.all_rules() if rule.row.to_agency == agency))


async def test_a_new_rule_holds_for_the_next_case_until_it_is_disabled(browser, amal):
    root, answer = await added(browser)
    assert answer.status_code == 303
    assert (await case_of())["agency"] == "MOW"
    await root.sends(PATH, step="disable", rule=await rule_for("MOW"))
    assert (await case_of())["agency"] == "EWA"


async def test_the_earlier_of_two_rules_decides_and_can_be_moved(browser, amal):
    await added(browser, category="", to_agency="MOH")
    root, _ = await added(browser)
    assert (await case_of())["agency"] == "MOH"
    assert (await root.sends(PATH, step="up", rule=await rule_for("MOW"))).status_code == 303
    assert (await case_of())["agency"] == "MOW"


async def test_a_rule_is_changed_in_its_place(browser):
    root, _ = await added(browser)
    rule = await rule_for("MOW")
    assert "Change this rule" in (await root.opens(f"{PATH}?rule={rule}")).text
    assert (await root.sends(PATH, **{**NEW, "step": "change", "rule": rule, "to_agency": "MOH"})).status_code == 303
    assert (await reference.rules())[-1].to_agency == "MOH"


async def test_an_undo_puts_the_order_back_and_keeps_what_came_later_disabled(browser):
    before = await reference.rules()
    root, _ = await added(browser)
    assert (await root.sends(PATH, step="undo", seq="1")).status_code == 303
    assert await reference.rules() == before
    assert (await reference.all_rules())[-1].disabled
    assert "An earlier change was undone" in (await root.opens(PATH)).text


async def test_a_reload_of_the_seed_leaves_an_order_that_a_person_made(browser):
    root = await root_at_rules(browser)
    await root.sends(PATH, step="down", rule=await rule_for("MUN-CAP"))
    order = await reference.rules()
    assert await load() == 0
    assert await reference.rules() == order


async def test_a_case_whose_rule_cannot_run_goes_before_people_and_everybody_is_told(browser, amal):
    root, _ = await added(browser)
    await Agency.update({Agency.retired_at: clock.now()}).where(Agency.code == "MOW")
    case = await case_of()
    assert (case["agency"], case["status"], case["category"]) == (None, "triage", "ewa-power-outage")
    assert "The agency to which it sends does not answer any more" in (await root.opens(PATH)).text
    troubles = (await root.opens("/health/ready")).json()["warnings"]
    assert "rules_cannot_run" in {warning["code"] for warning in troubles}


async def test_a_service_of_an_agency_that_answers_no_more_goes_before_people(browser, amal):
    await Agency.update({Agency.retired_at: clock.now()}).where(Agency.code == "EWA")
    assert (await case_of())["status"] == "triage"
    assert "Nobody answers this service any more" in (await root_at_rules(browser)).page


async def test_a_service_and_a_place_are_tried_step_by_step(browser):
    root = await root_at_rules(browser)
    page = html.unescape((await root.opens(f"{PATH}?service=mun-waste&place=muharraq")).text)
    assert "Rule 1 is for another place" in page
    assert "Rule 2 fits and decides" in page
    assert "The governorate is missing" in (await root.opens(f"{PATH}?service=mun-waste")).text
    assert "the agency that the service names answers" in (await root.opens(f"{PATH}?service=ewa-bill")).text


async def test_a_text_is_read_by_the_worker_and_then_tried(browser):
    root = await root_at_rules(browser)
    answer = await root.sends(f"{PATH}/text", try_text="Rubbish everywhere", place="muharraq")
    path = answer.headers["location"].partition("#")[0]
    assert "The sorter is reading the text" in (await root.opens(path)).text
    await suggestion.keep(1, Suggested(("mun-waste",), is_sure=True))
    page = (await root.opens(path)).text
    assert "The sorter is sure of the service" in page
    assert "Rule 2 fits and decides" in page


@pytest.mark.parametrize("text", ["", "a\x00b", "x" * 5001])
async def test_a_text_that_cannot_be_read_is_refused(browser, text):
    root = await root_at_rules(browser)
    assert (await root.sends(f"{PATH}/text", try_text=text)).status_code == 422


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"to_agency": ""}, "Choose one from the list"),
        ({"agency_code": "NOBODY\x00"}, "Choose one from the list"),
        ({"governorate": "atlantis"}, "Choose one from the list"),
        ({"category": "mun-waste"}, "This service names another code"),
        ({"agency_code": "MUN", "category": "", "governorate": "capital"}, "Another rule is for the same cases"),
    ],
)
async def test_what_cannot_be_a_rule_is_said_and_kept(browser, typed, sentence):
    root = await root_at_rules(browser)
    answer = await root.sends(PATH, **{**NEW, **typed})
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.text)
    assert '<option value="MOW" selected>' in answer.text or "to_agency" in typed


async def test_whoever_saw_an_older_order_is_told_so(browser):
    root = await root_at_rules(browser)
    seen = root.page
    await root.sends(PATH, **NEW)
    root.page = seen
    assert (await root.sends(PATH, step="down", rule=await rule_for("MUN-CAP"))).status_code == 409


@pytest.mark.parametrize("typed", [{"step": "up", "rule": "9999"}, {"step": "undo", "seq": "7"}])
async def test_a_rule_or_change_that_there_is_not_is_not_found(browser, typed):
    root = await root_at_rules(browser)
    assert (await root.sends(PATH, **typed)).status_code == 404


async def test_others_neither_see_nor_change_rules(browser):
    dana = await browser("dana")
    await dana.opens("/desk")
    assert (await dana.sends(PATH, rev="0", **NEW)).status_code == 403
    assert (await dana.sends(f"{PATH}/text", try_text="x")).status_code == 403
    assert (await dana.opens(PATH)).status_code == 403
    assert (await (await browser()).opens(PATH)).headers["location"].startswith("/login")
