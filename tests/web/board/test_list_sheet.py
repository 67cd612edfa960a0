"""The list behind a number as a file: the same cases for the same readers, and nothing that a citizen said."""

import csv
import io

import pytest

from cases import queues
from tawasul.core.db import fetch

MARK = "\ufeff"


async def saved(page, query: str) -> list[dict[str, str]]:
    answer = await page.opens(f"/board/cases/sheet?{query}")
    assert answer.status_code == 200
    assert answer.text.startswith(MARK)
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix(MARK))))


async def test_a_file_holds_exactly_the_cases_of_its_list_in_their_order(lived, browser, monkeypatch):
    monkeypatch.setattr(queues, "PORTION", 1)  # sent in several portions
    rows = await saved(await browser("nadia"), "figure=due&period=month")
    expected = await fetch(
        'SELECT c.reference FROM counted n JOIN "case_" c ON c.id = n."case" ORDER BY n.due_at, n.clock'
    )
    assert [row["Number"] for row in rows] == [row["reference"] for row in expected]
    assert len(rows) == 3


async def test_each_line_says_what_the_list_says(lived, browser):
    rows = await saved(await browser("dana"), "figure=on_time&period=month")
    [row] = rows
    assert (row["Agency"], row["Governorate"]) == ("Electricity and Water Authority", "Capital Governorate")
    assert (row["Status"], row["Result"]) == ("Answered", "Answered in time")
    assert (row["Received"], row["Reply due"]) == ("2026-11-22 09:00", "2026-12-10 14:00")


async def test_nobody_gets_more_than_the_list_shows(lived, browser):
    of_ewa = await saved(await browser("dana"), "figure=due")
    assert {row["Agency"] for row in of_ewa} == {"Electricity and Water Authority"}
    assert len(of_ewa) == 2
    assert (await (await browser("tariq")).opens("/board/cases/sheet?figure=due")).status_code == 403


async def test_a_file_holds_no_text_and_no_contact(lived, browser, amal):
    await amal.assigned("Ask Amal at home", name="Amal", email="amal@example.bh", mobile="33112233")
    answer = await (await browser("nadia")).opens("/board/cases/sheet?figure=open&period=month")
    assert len(answer.text.splitlines()) == 4
    for secret in ("Never answered", "Amal", "amal@example.bh", "33112233"):
        assert secret not in answer.text


@pytest.mark.parametrize("language", ["ar", "en"])
async def test_it_is_named_by_what_it_holds_and_offered_on_the_page(lived, browser, language):
    page = await browser("nadia")
    listed = await page.opens(f"/board/cases?figure=late&period=2026-12&agency=EWA&lang={language}")
    assert "/board/cases/sheet?figure=late&amp;period=2026-12&amp;agency=EWA" in listed.text
    answer = await page.opens("/board/cases/sheet?figure=late&period=2026-12&agency=EWA")
    assert "tawasul-late-2026-12-EWA-2026-12-16.csv" in answer.headers["content-disposition"]
    assert answer.text.splitlines()[0].removeprefix(MARK).startswith({"ar": "الرقم", "en": "Number"}[language])


async def test_another_figure_has_no_file(browser):
    assert (await (await browser("nadia")).opens("/board/cases/sheet?figure=nonsense")).status_code == 404


async def test_each_line_says_whose_time_it_was(lived, browser):
    rows = await saved(await browser("dana"), "figure=late&period=2026-12")
    assert {(row["Shares of the time"], row["Routing time, in working days"]) for row in rows} == {
        ("Electricity and Water Authority 100.00%", "0")
    }
