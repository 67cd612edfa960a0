"""A tab of the queue as a file: exactly its cases, in the reader's language, and no word of a citizen."""

import csv

from cases import queues


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.removeprefix("\ufeff").splitlines()))


async def test_the_file_holds_the_cases_of_the_tab(browser, amal):
    reference = await amal.assigned("No power since Sunday", governorate="capital")
    basim = await browser("basim")
    page = (await basim.opens("/desk")).text
    assert 'href="/desk/sheet?view=all' in page
    answer = await basim.opens("/desk/sheet?view=all")
    (row,) = read(answer.text)
    assert (row["Number"], row["Agency"]) == (reference, "Electricity and Water Authority")
    assert "No power since Sunday" not in answer.text
    assert read((await basim.opens("/desk/sheet?view=overdue")).text) == []


async def test_another_agency_gets_none_of_it(browser, amal):
    await amal.assigned()
    assert read((await (await browser("tariq")).opens("/desk/sheet")).text) == []


async def test_whoever_reads_no_case_gets_no_file(browser):
    assert (await (await browser("lulwa")).opens("/desk/sheet")).status_code == 403
    assert (await (await browser()).opens("/desk/sheet")).headers["location"].startswith("/login")


async def test_a_long_list_comes_in_portions_each_case_once(browser, amal, monkeypatch):
    monkeypatch.setattr(queues, "PORTION", 2)
    filed = [await amal.assigned(f"Text {number}") for number in range(5)]
    rows = read((await (await browser("basim")).opens("/desk/sheet")).text)
    assert sorted(row["Number"] for row in rows) == sorted(filed)


async def test_headings_are_in_the_readers_language(browser, amal):
    await amal.assigned()
    answer = await (await browser("basim")).opens("/desk/sheet?lang=ar")
    assert "هيئة الكهرباء والماء" in answer.text
