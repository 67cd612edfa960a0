"""Sorting by people: one click for each of three candidates."""

import pytest

from cases.tables import Case


async def the_case():
    return await Case.select().first()


async def test_a_card_offers_the_candidates(browser, amal):
    reference = await amal.waiting("Something is wrong")
    page = await browser("nadia")
    await page.opens("/desk/triage")
    assert "Something is wrong" in page.page
    assert f'action="/desk/triage/{reference}"' in page.page
    assert 'name="category" value="ewa-power-outage"' in page.page
    assert "The program was not sure" in page.page


async def test_one_click_sends_a_case_on(browser, amal):
    reference = await amal.waiting()
    page = await browser("nadia")
    await page.opens("/desk/triage")
    answer = await page.sends(f"/desk/triage/{reference}", category="ewa-bill", other="")
    assert answer.headers["location"] == f"/desk/triage?placed={reference}"
    case = await the_case()
    assert (case["status"], case["agency"], case["category"]) == ("assigned", "EWA", "ewa-bill")
    assert "was sent on" in (await page.opens(answer.headers["location"])).text


async def test_any_other_category_is_in_the_list(browser, amal):
    reference = await amal.waiting()
    page = await browser("lulwa")
    await page.opens("/desk/triage")
    await page.sends(f"/desk/triage/{reference}", other="ewa-water-outage")
    assert (await the_case())["category"] == "ewa-water-outage"


async def test_htmx_gets_the_cards_that_are_left(browser, amal):
    reference = await amal.waiting("The first")
    await amal.waiting("The other")
    page = await browser("nadia")
    await page.opens("/desk/triage")
    answer = await page.sends(f"/desk/triage/{reference}", fragment=True, category="ewa-bill")
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "The first" not in answer.text
    assert "The other" in answer.text


async def test_nothing_chosen_is_said_on_the_card(browser, amal):
    reference = await amal.waiting()
    page = await browser("nadia")
    await page.opens("/desk/triage")
    answer = await page.sends(f"/desk/triage/{reference}", other="")
    assert answer.status_code == 422
    assert f'id="error-{reference}"' in answer.text
    assert "Choose one from the list" in answer.text


async def test_a_municipal_case_asks_for_the_place_it_needs(browser, amal):
    reference = await amal.needing_a_place()
    page = await browser("nadia")
    await page.opens("/desk/triage")
    assert f'id="governorate-{reference}"' in page.page
    refused = await page.sends(f"/desk/triage/{reference}", category="mun-waste", governorate="")
    assert refused.status_code == 422
    assert "it decides which municipality answers" in refused.text
    placed = await page.sends(f"/desk/triage/{reference}", category="mun-waste", governorate="muharraq")
    assert placed.status_code == 303


async def test_a_case_that_somebody_sorted_meanwhile_is_said_and_stays_sorted(browser, amal):
    reference = await amal.waiting()
    nadia, lulwa = await browser("nadia"), await browser("lulwa")
    for page in (nadia, lulwa):
        await page.opens("/desk/triage")
    await nadia.sends(f"/desk/triage/{reference}", category="ewa-bill")
    answer = await lulwa.sends(f"/desk/triage/{reference}", category="ewa-power-outage")
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert (await the_case())["category"] == "ewa-bill"


async def test_nothing_to_sort_is_said(browser):
    answer = await (await browser("nadia")).opens("/desk/triage?lang=ar")
    assert "لا شيء للفرز الآن" in answer.text


async def test_what_is_no_case_is_closed_and_leaves_the_count(browser, amal):
    reference = await amal.waiting("Buy cheap watches")
    page = await browser("nadia")
    await page.opens("/desk/triage")
    answer = await page.sends(f"/desk/triage/{reference}/close", reason="void_spam")
    assert answer.status_code == 303
    case = await the_case()
    assert (case["status"], case["closed_as"]) == ("closed", "void_spam")
    assert "Nothing to sort now" in (await page.opens("/desk/triage")).text


async def test_a_closing_needs_a_reason_that_there_is(browser, amal):
    reference = await amal.waiting()
    page = await browser("nadia")
    await page.opens("/desk/triage")
    answer = await page.sends(f"/desk/triage/{reference}/close", reason="because")
    assert answer.status_code == 422
    assert (await the_case())["status"] == "triage"


async def test_a_duplicate_asks_for_the_case_that_goes_on_and_keeps_what_was_typed(browser, amal):
    original, reference = await amal.assigned(), await amal.waiting()
    page = await browser("nadia")
    await page.opens("/desk/triage")
    path, field = f"/desk/triage/{reference}/close", f'id="duplicate_of-{reference}-error"'
    nothing = await page.sends(path, reason="duplicate")
    assert nothing.status_code == 422
    assert field in nothing.text
    assert "Enter the number of the other case" in nothing.text
    itself = await page.sends(path, fragment=True, reason="duplicate", duplicate_of=reference)
    assert itself.status_code == 422
    assert field in itself.text
    assert f'name="duplicate_of" type="text" dir="ltr" inputmode="numeric" autocomplete="off" value="{reference}"' in (
        itself.text
    )
    assert '<option value="duplicate" selected>' in itself.text
    assert '<details class="tclose" open>' in itself.text
    assert (await page.sends(path, reason="duplicate", duplicate_of=original)).status_code == 303
    shown = (await page.opens(f"/desk/cases/{reference}")).text
    assert "It was closed as a duplicate of case" in shown
    assert "Closed as a duplicate of it" in shown


async def test_what_is_wrong_with_a_duplicate_is_said_in_arabic_too(browser, amal):
    gone, reference = await amal.waiting(), await amal.waiting()
    page = await browser("nadia")
    await page.opens("/desk/triage?lang=ar")
    await page.sends(f"/desk/triage/{gone}/close", reason="void_spam")
    answer = await page.sends(f"/desk/triage/{reference}/close", reason="duplicate", duplicate_of=gone)
    assert answer.status_code == 422
    assert "أُغلقت تلك القضية بلا رد: اكتب رقم القضية المستمرة" in answer.text


@pytest.mark.parametrize("rev", ["", "-1", "9" * 12, "9" * 5000, "one"])
async def test_a_revision_that_there_is_not_is_a_case_that_moved(browser, amal, rev):
    number = await amal.waiting()
    page = await browser("nadia")
    await page.opens("/desk/triage")
    assert (await page.sends(f"/desk/triage/{number}", category="ewa-bill", rev=rev)).status_code == 409
