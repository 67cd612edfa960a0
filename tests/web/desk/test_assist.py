"""An agent files for somebody: one form, a receipt to read out, and nothing of the agencies behind it."""

import re

from cases import suggestion
from cases.filing_tables import Detail, Suggestion
from cases.suggestion import Suggested
from cases.tables import Case
from routing.tables import CategoryQuestion

CALL = {
    "text": "No water in our building since Sunday",
    "channel": "phone",
    "language": "en",
    "visible_to": "tawasul",
    "mobile": "33112233",
}
FORM = re.compile(r'name="form" value="([^"]+)"')


async def at_the_form(browser, name="lulwa"):
    page = await browser(name)
    answer = await page.opens("/desk/assist")
    assert answer.status_code == 200
    return page, FORM.search(page.page)[1]


async def test_a_call_is_filed_and_its_receipt_read_out(browser):
    page, form = await at_the_form(browser)
    answer = await page.sends("/desk/assist", form=form, governorate="capital", block="321", **CALL)
    assert answer.status_code == 303
    case = await Case.select().first()
    assert answer.headers["location"] == f"/desk/assist/{case['reference']}"
    assert (case["channel"], case["governorate"], case["block"]) == ("phone", "capital", "321")
    receipt = await page.opens(answer.headers["location"])
    number = case["reference"]
    assert f"{number[:3]} {number[3:6]} {number[6:]}" in receipt.text
    assert len(re.findall(r'<li><b class="ltr">[0-9A-Z]</b> <span>\S+</span></li>', receipt.text)) == 8
    assert "Telephone" in receipt.text


async def test_the_same_form_leads_to_the_same_receipt(browser):
    page, form = await at_the_form(browser)
    first = await page.sends("/desk/assist", form=form, **CALL)
    second = await page.sends("/desk/assist", form=form, **CALL)
    assert first.headers["location"] == second.headers["location"]
    other = await page.sends("/desk/assist", form=form, **{**CALL, "text": "Something quite different"})
    assert other.status_code == 409
    assert "This form was filed before" in other.text
    assert FORM.search(other.text)[1] != form
    assert await Case.count() == 1


async def test_bad_input_is_told_at_each_field_and_nothing_typed_is_lost(browser):
    page, form = await at_the_form(browser)
    typed = {**CALL, "mobile": "331", "received_on": "2027-01-01", "landmark": "Behind the mosque", "email": "a@b"}
    answer = await page.sends("/desk/assist", form=form, **typed)
    assert answer.status_code == 422
    for field in ("mobile", "received_on", "email"):
        assert f'id="{field}-error"' in answer.text
    assert f'value="{form}"' in answer.text
    assert all(value in answer.text for value in ("331", "2027-01-01", "Behind the mosque", "a@b", CALL["text"]))
    assert await Case.count() == 0


async def test_no_byte_that_is_sent_breaks_the_form(browser):
    page, form = await at_the_form(browser)
    for field in ("text", "block", "name", "email", "category", "governorate", "received_on", "kind", "language"):
        answer = await page.sends("/desk/assist", form=form, **{**CALL, field: "a\x00b" + "x" * 300})
        assert answer.status_code == 422, field
    odd = {**CALL, "suggestion": "\ud83d".encode("utf-8", "surrogatepass").decode("latin-1"), "look": "9" * 50}
    beside = await page.sends("/desk/assist/beside", form=form, **{**odd, "email": "\x00", "text": "\x00"})
    assert beside.status_code == 200


async def test_what_the_sorter_thinks_and_what_is_alike_is_told_while_one_types(browser, amal):
    reference = await amal.waiting("Our building has had no water since Sunday")
    elsewhere = await amal.assigned("No water in our building since Sunday, as before")
    page, form = await at_the_form(browser)
    waiting = await page.sends("/desk/assist/beside", form=form, **CALL)
    assert "The program reads the text" in waiting.text
    assert f"{reference[:3]} {reference[3:6]}" in waiting.text
    assert f"{elsewhere[:3]} {elsewhere[3:6]}" not in waiting.text
    row = await Suggestion.select().first()
    await suggestion.keep(row["id"], Suggested(("ewa-power-outage", "ewa-bill"), True))
    asked = dict(re.findall(r'name="(suggestion|suggested_for|look)" value="([^"]*)"', waiting.text))
    told = await page.sends("/desk/assist/beside", form=form, **CALL, **asked)
    assert 'value="ewa-power-outage"' in told.text
    assert await Suggestion.count() == 1
    sent = await page.sends("/desk/assist", form=form, candidate="ewa-bill", **CALL)
    assert sent.status_code == 303
    assert (await Case.select().order_by(Case.id, ascending=False).first())["chosen"] == "ewa-bill"


BILL = {**CALL, "text": "My electricity bill is three times the usual", "category": "ewa-bill"}
ANSWERS = {"detail.ewa-bill.account": "١٢٣٤٥٦٧٨", "detail.ewa-bill.month": "October"}


async def test_what_a_category_asks_is_asked_and_kept_with_the_case(browser):
    page, form = await at_the_form(browser)
    assert 'name="detail.ewa-bill.account"' in page.page
    answer = await page.sends("/desk/assist", form=form, **BILL, **ANSWERS)
    assert answer.status_code == 303
    case = await Case.select().first()
    rows = await Detail.select().where(Detail.case == case["id"]).order_by(Detail.question)
    assert [(row["question"], row["value"]) for row in rows] == [
        ("ewa-bill.account", "12345678"),
        ("ewa-bill.month", "October"),
    ]
    nadia = await browser("nadia")
    assert "12345678" in (await nadia.opens(f"/desk/cases/{case['reference']}")).text


async def test_a_category_of_the_sorter_asks_too_and_others_keep_nothing(browser):
    page, form = await at_the_form(browser)
    other = {"detail.ewa-subsidy.account": "999"}
    await page.sends("/desk/assist", form=form, candidate="ewa-bill", **CALL, **ANSWERS, **other)
    assert await Detail.count() == 2
    page, form = await at_the_form(browser)
    await page.sends("/desk/assist", form=form, **{**CALL, "text": "No power in our street"}, **ANSWERS)
    assert (await Case.count(), await Detail.count()) == (2, 2)


async def test_without_script_they_are_asked_as_a_second_step_and_nothing_typed_is_lost(browser):
    page, form = await at_the_form(browser)
    asked = await page.sends("/desk/assist", form=form, unscripted="yes", landmark="Behind the mosque", **BILL)
    assert asked.status_code == 200
    assert "This service asks something more" in asked.text
    assert 'name="questions_of" value="ewa-bill"' in asked.text
    assert re.search(r'data-needs="category\|candidate=ewa-bill"><legend>', asked.text)
    assert re.search(r'name="detail.ewa-bill.account"[^>]* autofocus', asked.text)
    assert asked.text.count("autofocus") == 1
    assert "Behind the mosque" in asked.text
    assert BILL["text"] in asked.text
    assert FORM.search(asked.text)[1] == form
    assert await Case.count() == 0
    sent = await page.sends("/desk/assist", form=form, unscripted="yes", questions_of="ewa-bill", **BILL)
    assert sent.status_code == 303  # nobody has to know the answers


async def test_without_script_a_category_that_asks_nothing_is_filed_at_once(browser):
    page, form = await at_the_form(browser)
    typed = {**CALL, "category": "ewa-power-outage"}
    questions = [row["category"] for row in await CategoryQuestion.select(CategoryQuestion.category)]
    assert "ewa-power-outage" not in questions
    assert (await page.sends("/desk/assist", form=form, unscripted="yes", **typed)).status_code == 303
    other = {**CALL, "category": "no-such-category"}
    assert (await page.sends("/desk/assist", form=form, unscripted="yes", **other)).status_code == 422


async def test_a_bad_answer_is_told_at_its_question(browser):
    page, form = await at_the_form(browser)
    for bad in ("9" * 201, "a\x00b"):
        answer = await page.sends("/desk/assist", form=form, **BILL, **{"detail.ewa-bill.account": bad})
        assert answer.status_code == 422
        assert 'id="detail.ewa-bill.account-error"' in answer.text
        assert re.search(r'data-needs="category\|candidate=ewa-bill"><legend>', answer.text)
    assert await Case.count() == 0


async def test_the_place_is_asked_only_where_it_matters(browser):
    page, form = await at_the_form(browser)
    hides = re.compile(r'data-unless="category\|candidate=([^"]+)"( hidden)?>')
    codes, hidden = hides.search(page.page).groups()
    assert "ewa-bill" in codes.split()
    assert "ewa-power-outage" not in codes.split()
    assert hidden is None
    refused = await page.sends("/desk/assist", form=form, **{**BILL, "mobile": "331"})
    assert hides.search(refused.text)[2] == " hidden"
    wrong = await page.sends("/desk/assist", form=form, **{**BILL, "block": "9" * 300})
    assert hides.search(wrong.text) is None  # what is to be mended is seen
    assert 'id="block-error"' in wrong.text


async def test_half_a_word_is_not_read(browser):
    page, form = await at_the_form(browser)
    await page.sends("/desk/assist/beside", form=form, **{**CALL, "text": "No wa"})
    assert await Suggestion.count() == 0


async def test_who_filed_it_stands_in_the_history_of_the_case(browser, staff):
    page, form = await at_the_form(browser)
    await page.sends("/desk/assist", form=form, **{**CALL, "channel": "letter", "received_on": "2026-11-17"})
    number = (await Case.select().first())["reference"]
    nadia = await browser("nadia")
    shown = await nadia.opens(f"/desk/cases/{number}")
    assert "Filed for the citizen, who wrote a letter" in shown.text
    assert "Lulwa" in shown.text


async def test_an_agent_opens_no_page_of_an_agency_and_nobody_else_files_for_others(browser, amal):
    reference = await amal.assigned()
    page, form = await at_the_form(browser)
    for path in (f"/desk/cases/{reference}", "/desk/commitments", "/desk/incidents", "/board", "/desk/letters"):
        assert (await page.opens(path)).status_code == 403
    for name in ("basim", "dana", "nadia", "root"):
        other = await browser(name)
        assert (await other.opens("/desk/assist")).status_code == 403
        await other.opens("/desk")
        assert (await other.sends("/desk/assist", form=form, **CALL)).status_code == 403
        assert (await other.sends("/desk/assist/beside", form=form, **CALL)).status_code == 403
    nobody = await browser()
    assert (await nobody.opens("/desk/assist")).headers["location"].startswith("/login")
    assert await Case.count() == 1


async def test_a_receipt_is_for_the_one_who_filed_it(browser, amal):
    reference = await amal.assigned()
    page, _ = await at_the_form(browser)
    for number in (reference, "264819037", "nothing"):
        assert (await page.opens(f"/desk/assist/{number}")).status_code == 404


async def test_a_case_about_an_official_is_confidential_and_its_receipt_is_read_out(browser):
    page, form = await at_the_form(browser)
    answer = await page.sends("/desk/assist", form=form, about_staff="yes", **CALL)
    assert answer.status_code == 303
    assert (await Case.select(Case.confidential).first())["confidential"]
    assert (await page.opens(answer.headers["location"])).status_code == 200


async def test_a_faulty_form_keeps_that_it_is_about_an_official(browser):
    page, form = await at_the_form(browser)
    answer = await page.sends("/desk/assist", form=form, about_staff="yes", **{**CALL, "mobile": "1"})
    assert answer.status_code == 422
    assert '<option value="yes" selected>' in answer.text
