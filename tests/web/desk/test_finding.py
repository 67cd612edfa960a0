"""Finding cases on the queue: words, filters, an order and kept lists, all by plain addresses and forms."""

import re

import pytest

from cases import notes
from cases.tables import Case
from tawasul.accounts import views


def tab_of(page, name):
    """The address of a kept list."""
    before = page.partition(f'<span dir="auto">{name}</span>')[0]
    return before.rpartition('<a href="')[2].partition('"')[0].replace("&amp;", "&")


async def note(reference, staff_id, text):
    row = await Case.select(Case.id).where(Case.reference == reference).first()
    await notes.add(row["id"], text, by=(await views.by_ids([staff_id]))[staff_id])


async def test_words_are_found_and_marked_where_they_stand(browser, amal, staff):
    await amal.assigned("The <b>lamps</b> at the gate are dark")
    reference = await amal.assigned("No power since Sunday")
    await note(reference, staff["basim"], "Asked about the lamp too")
    await amal.assigned("Something else")
    answer = await (await browser("basim")).opens("/desk?view=any&q=lamp")
    assert "&lt;b&gt;<mark>lamps</mark>&lt;/b&gt;" in answer.text
    assert "In an internal note" in answer.text
    assert "Asked about the <mark>lamp</mark> too" in answer.text
    assert "Something else" not in answer.text
    assert "2 cases" in answer.text


async def test_an_arabic_word_is_found_in_another_form(browser, amal):
    await amal.assigned("انقطعت الكهرباء عن المدرسة")
    answer = await (await browser("basim")).opens("/desk?view=any&q=مدرسه&lang=ar")
    assert "<mark>المدرسة</mark>" in answer.text
    assert "في نص القضية" in answer.text


async def test_another_agencys_officer_finds_nothing(browser, amal):
    reference = await amal.assigned("The lamps are dark")
    for words in ("lamps", reference):
        answer = await (await browser("tariq")).opens(f"/desk?view=any&q={words}")
        assert "No cases here" in answer.text
        assert "are dark" not in answer.text


@pytest.mark.parametrize("words", ['"', "*", "a AND", "%00", "%00lamp", "(", "'; --", "x" * 300, "%F0%9F%92%A7", "%FF"])
async def test_odd_words_harm_nothing(browser, amal, words):
    await amal.assigned()
    assert (await (await browser("basim")).opens(f"/desk?view=any&q={words}")).status_code == 200


async def test_filters_combine_and_stay_in_links_and_fields(browser, amal):
    await amal.assigned("By web", governorate="northern")
    await amal.assigned("By phone", governorate="northern", channel="phone")
    await amal.assigned("Elsewhere", governorate="capital", channel="phone")
    answer = await (await browser("basim")).opens("/desk?governorate=northern&channel=phone&sort=received")
    assert "By phone" in answer.text
    assert "By web" not in answer.text
    assert "Elsewhere" not in answer.text
    assert "/desk?view=mine&amp;governorate=northern&amp;channel=phone&amp;sort=received" in answer.text
    assert '<option value="phone" selected>' in answer.text
    assert '<option value="received" selected>' in answer.text


async def test_a_value_that_is_none_is_told_and_the_others_hold(browser, amal):
    await amal.assigned("By web", governorate="northern")
    await amal.assigned("Elsewhere", governorate="capital")
    answer = await (await browser("basim")).opens("/desk?governorate=northern&kind=no-such&due_from=tomorrow&sort=%00")
    assert answer.status_code == 200
    assert "By web" in answer.text
    assert "Elsewhere" not in answer.text
    assert "<b>Kind</b>: Choose one from the list" in answer.text
    assert "<b>Due from</b>: Enter a date as day, month and year" in answer.text


async def test_an_officer_chooses_among_the_officers_of_the_agency(browser, amal, staff):
    reference = await amal.assigned("Badr has it")
    await amal.assigned("Nobody has it")
    await Case.update({Case.holder: staff["badr"]}).where(Case.reference == reference)
    page = await browser("basim")
    answer = await page.opens(f"/desk?holder={staff['badr']}")
    assert "Badr has it" in answer.text
    assert "Nobody has it" not in answer.text
    assert f'value="{staff["tariq"]}"' not in answer.text
    assert "Choose one from the list" in (await page.opens(f"/desk?holder={staff['tariq']}")).text


async def test_a_list_is_kept_opened_renamed_and_deleted(browser, amal):
    await amal.assigned("By phone", channel="phone")
    await amal.assigned("By web")
    page = await browser("basim")
    await page.opens("/desk?channel=phone&sort=changed")
    query = re.search(r'name="query" value="([^"]+)"', page.page)[1].replace("&amp;", "&")
    kept = await page.sends("/desk/views", name="Calls", query=query)
    assert kept.status_code == 303
    address = tab_of((await page.opens("/desk")).text, "Calls")
    answer = await page.opens(address)
    assert "By phone" in answer.text
    assert "By web" not in answer.text
    rename = re.search(r'action="(/desk/views/\d+/rename)"', answer.text)[1]
    assert (await page.sends(rename, name="Ringing", query=query)).status_code == 303
    assert "Ringing" in (await page.opens(address)).text
    other = await browser("badr")
    assert "Ringing" not in (await other.opens("/desk")).text
    assert (await other.sends(rename, name="Stolen", query="")).status_code == 404
    assert (await other.sends(rename.replace("rename", "remove"))).status_code == 404
    assert (await page.sends(rename.replace("rename", "remove"))).status_code == 303
    assert "Ringing" not in (await page.opens("/desk")).text


async def test_a_refused_name_is_told_at_its_field_and_kept(browser, amal):
    page = await browser("basim")
    await page.opens("/desk?channel=phone")
    answer = await page.sends("/desk/views", name="x" * 41, query="channel=phone")
    assert answer.status_code == 422
    assert f'value="{"x" * 41}"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert '<option value="phone" selected>' in answer.text


@pytest.mark.parametrize("path", ["/desk/views", "/desk/views/1/rename", "/desk/views/1/remove"])
async def test_nobody_keeps_lists_without_logging_in(browser, path):
    page = await browser()
    await page.opens("/login")
    answer = await page.sends(path, name="Mine", query="channel=phone")
    assert answer.headers["location"].startswith("/login")


@pytest.mark.parametrize("number", [0, 9, 2**31, 10**30])
async def test_a_list_that_there_is_not_is_not_found(browser, number):
    page = await browser("basim")
    await page.opens("/desk?channel=phone")
    assert (await page.sends(f"/desk/views/{number}/remove")).status_code == 404
