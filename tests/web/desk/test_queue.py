"""The queue of an agency: its cases, soonest due first, and nobody else's."""

import re
from datetime import timedelta

from tawasul.core import clock
from tawasul.core.db import count_statements


async def test_a_queue_shows_the_cases_of_its_agency(browser, amal):
    reference = await amal.assigned("No power since Sunday")
    answer = await (await browser("basim")).opens("/desk")
    assert "No power since Sunday" in answer.text
    assert f'href="/desk/cases/{reference}"' in answer.text
    assert "14 days left" in answer.text


async def test_another_agency_sees_an_empty_queue(browser, amal):
    await amal.assigned("No power since Sunday")
    answer = await (await browser("tariq")).opens("/desk")
    assert "No power since Sunday" not in answer.text
    assert "No cases in your queue now" in answer.text


async def test_an_empty_queue_is_said_in_arabic(browser):
    answer = await (await browser("tariq")).opens("/desk?lang=ar")
    assert "لا قضايا في قائمتك الآن" in answer.text
    assert '<html lang="ar" dir="rtl">' in answer.text


async def test_a_tab_holds_what_its_number_counts(browser, amal, sunday):
    await amal.assigned("First")
    with clock.moved(sunday + timedelta(days=40)):
        await amal.assigned("Second")
        answer = await (await browser("basim")).opens("/desk?view=overdue")
    assert "First" in answer.text
    assert "Second" not in answer.text
    assert re.search(r'id="tab-overdue".*?num--late">1<', answer.text)


async def test_a_list_is_narrowed_by_service_and_keeps_the_choice_in_its_links(browser, amal):
    await amal.assigned("No power since Sunday")
    page = await browser("basim")
    assert "No power" in (await page.opens("/desk?category=ewa-power-outage")).text
    narrowed = (await page.opens("/desk?category=ewa-bill")).text
    assert "No power" not in narrowed
    assert "No cases here" in narrowed
    assert "/desk?view=mine&amp;category=ewa-bill" in narrowed


async def test_a_list_is_narrowed_by_the_way_cases_came(browser, amal):
    await amal.assigned("Said on the telephone", channel="phone")
    await amal.assigned("Typed at a kiosk", channel="kiosk")
    page = await browser("basim")
    narrowed = (await page.opens("/desk?channel=kiosk")).text
    assert "Typed at a kiosk" in narrowed
    assert "Said on the telephone" not in narrowed
    assert "/desk?view=mine&amp;channel=kiosk" in narrowed
    assert (await page.opens("/desk?channel=" + "x" * 300)).status_code == 200


async def test_htmx_gets_the_list_alone(browser, amal):
    await amal.assigned()
    answer = await (await browser("basim")).opens("/desk", fragment=True)
    assert "<html" not in answer.text
    assert 'id="queue"' in answer.text


async def test_words_of_a_citizen_are_never_markup(browser, amal):
    await amal.assigned("<script>alert(1)</script> no power")
    answer = await (await browser("basim")).opens("/desk")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text


async def test_more_cases_need_no_more_statements(browser, amal):
    page = await browser("basim")
    await amal.assigned()
    await page.opens("/desk")
    with count_statements() as few:
        await page.opens("/desk")
    for each in range(5):
        await amal.assigned(f"Case {each}")
    with count_statements() as many:
        await page.opens("/desk")
    assert len(few) == len(many)


async def test_pages_of_a_long_queue_lead_to_one_another(browser, amal, monkeypatch):
    monkeypatch.setattr("cases.queues.PAGE", 2)
    for each in ("one", "two", "three"):
        await amal.assigned(f"Number {each}")
    page = await browser("basim")
    first = (await page.opens("/desk")).text
    following = re.search(r'href="([^"]+after=[^"]+)" rel="next"', first)
    assert following is not None
    second = (await page.opens(following[1].replace("&amp;", "&"))).text
    seen = [re.findall(r"Number (\w+)", text) for text in (first, second)]
    assert sorted(seen[0] + seen[1]) == ["one", "three", "two"]
    assert 'rel="prev"' in second
