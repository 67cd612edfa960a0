"""The page about sorting: each number with what it is of, linked to its cases, and for nobody who may not see it."""

import csv
import io
import re
from datetime import date

import pytest

from cases import drift
from cases.forecast_tables import Alert
from tawasul.core import clock

PAGES = ["/board/sorting", "/board/sorting/cases?figure=routed", "/board/sorting/sheet/agency"]


async def cases_of(page, address: str) -> int:
    """How many cases a list says it holds."""
    answer = await page.opens(address)
    assert answer.status_code == 200
    found = re.search(r"(\d+) cases?", answer.text)
    assert found is not None
    return int(found[1])


async def test_the_page_tells_shares_with_what_they_are_of(lived, browser):
    text = (await (await browser("nadia")).opens("/board/sorting")).text
    assert "Stayed with the agency the program chose" in text
    assert "The model&#39;s report promised" in text
    assert "Keeps the promise of" in text
    assert "With so few, the true share lies between" in text


async def test_every_number_on_the_page_is_confirmed_by_its_list(lived, browser):
    nadia = await browser("nadia")
    text = (await nadia.opens("/board/sorting?days=90")).text
    links = re.findall(r'href="(/board/sorting/cases\?[^"]*)"><bdi>(\d+)</bdi>', text)
    assert len(links) > 60
    for address, number in sorted(set(links), key=lambda link: link[1] == "0")[:45]:
        assert await cases_of(nadia, address.replace("&amp;", "&")) == int(number), address


async def test_a_supervisor_sees_the_agencys_own_cases_only(lived, browser):
    dana = await browser("dana")
    assert await cases_of(dana, "/board/sorting/cases?figure=sorted") == 2
    assert "The program read no case in this period." in (await dana.opens("/board/sorting?agency=MOH")).text
    assert await cases_of(dana, "/board/sorting/cases?figure=sorted&agency=none") == 0


@pytest.mark.parametrize("path", PAGES)
async def test_officers_and_visitors_do_not_see_it(browser, path):
    assert (await (await browser("basim")).opens(path)).status_code == 403
    assert (await (await browser()).opens(path)).status_code == 303


@pytest.mark.parametrize("path", ["cases?figure=secrets", "sheet/secrets"])
async def test_there_is_nothing_else(lived, browser, path):
    assert (await (await browser("nadia")).opens(f"/board/sorting/{path}")).status_code == 404


@pytest.mark.parametrize(
    "query", ["days=x", "days=999999", "week=nonsense", "week=9999-12-31", "after=x", "language=xx"]
)
async def test_an_address_that_is_none_of_ours_is_answered(lived, browser, query):
    nadia = await browser("nadia")
    assert (await nadia.opens(f"/board/sorting?{query}")).status_code == 200
    assert (await nadia.opens(f"/board/sorting/cases?figure=sorted&{query}")).status_code == 200


async def test_a_week_of_the_table_leads_to_its_cases(lived, browser):
    nadia = await browser("nadia")
    assert await cases_of(nadia, "/board/sorting/cases?figure=sorted&week=2026-11-22") == 3
    assert await cases_of(nadia, "/board/sorting/cases?figure=sorted&week=2026-11-15") == 0


@pytest.mark.parametrize(("name", "lines"), [("language", 1), ("agency", 2), ("week", 13)])
async def test_every_table_is_saved(lived, browser, name, lines):
    answer = await (await browser("nadia")).opens(f"/board/sorting/sheet/{name}?days=30&lang=en")
    header, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert len(rows) == lines
    columns = [dict(zip(header, row, strict=True)) for row in rows]
    assert sum(int(row["Read"]) for row in columns) == 3
    assert sum(int(row["Sent on"]) for row in columns) == 2


async def test_it_is_there_in_arabic(lived, browser):
    text = (await (await browser("nadia")).opens("/board/sorting?lang=ar")).text
    assert "الفرز بالبرنامج" in text


async def alarm(kind: drift.DriftKind, language: str) -> None:
    data = {"first": "2026-12-06", "last": "2026-12-12", "part": 80, "whole": 100, "promised": 9700}
    more = {"moved": 400, "limit": 250, "most": "ewa-bill", "model": "of-tests"}
    row = {"kind": kind, "moment": f"week:{language}", "day": date(2026, 12, 12), "data": {**data, **more}}
    await Alert.insert(Alert(**row, at=clock.now()))


async def test_alarms_stand_on_both_boards_for_the_national_unit_alone(lived, browser):
    await alarm("sort_precision", "ar")
    await alarm("sort_coverage", "en")
    await alarm("sort_fates", drift.ALL)
    await alarm("sort_categories", drift.ALL)
    nadia, dana = await browser("nadia"), await browser("dana")
    for path in ("/board", "/board/sorting"):
        text = (await nadia.opens(path)).text
        assert "Sorting, Arabic texts: agencies keep less than promised" in text
        assert "2026 and judged since (100), 80 stayed." in text
        assert "Sorting: cases are about other things than before" in text
        assert "agencies keep less" not in (await dana.opens(path)).text


async def test_the_board_leads_to_it(browser):
    assert 'href="/board/sorting"' in (await (await browser("dana")).opens("/board")).text
