"""The lists behind the numbers say what they list, and keep it from page to page."""

import html
import json
import re
from datetime import date, timedelta

import pytest

from cases import queues
from cases.filters import FIGURES
from cases.forecast_tables import Alert
from cases.tables import Case
from tawasul.core import clock
from tawasul.core.i18n import LANGUAGES, use
from web.desk.wording import figure_words

DUE = date(2026, 12, 10)


async def test_cases_that_no_agency_has_are_listed_apart(lived, browser):
    answer = await (await browser("nadia")).opens("/board/cases?figure=open&agency=none")
    assert "Never sorted" in answer.text
    assert "Never answered" not in answer.text


async def test_a_case_that_is_kept_from_the_reader_has_a_line_and_no_name(lived, browser):
    await Case.update({Case.confidential: True}, force=True)
    answer = await (await browser("nadia")).opens("/board/cases?figure=open&agency=EWA")
    assert "A confidential case" in answer.text
    for row in await Case.select(Case.reference):
        assert row["reference"] not in answer.text.replace("\u00a0", "").replace(" ", "")


async def test_another_figure_is_not_there(browser):
    assert (await (await browser("nadia")).opens("/board/cases?figure=nonsense")).status_code == 404


async def test_a_list_says_what_it_lists(lived, browser):
    answer = await (await browser("nadia")).opens("/board/cases?figure=overdue&period=year&agency=EWA&lang=ar")
    assert "مفتوحة وفات موعدها" in answer.text
    assert "هيئة الكهرباء والماء" in answer.text


async def test_a_list_of_a_month_names_it(lived, browser):
    page = await browser("nadia")
    assert "December 2026" in (await page.opens("/board/cases?figure=late&period=2026-12")).text
    earlier = await page.opens("/board/cases?figure=late&period=2026-11")
    assert "November 2026" in earlier.text
    assert "Never answered" not in earlier.text


@pytest.mark.parametrize(
    ("narrowed", "said", "holds"),
    [
        ("governorate=none", "No governorate given", "Never answered"),
        ("governorate=capital", "Capital Governorate", "Answered in time"),
        ("officer=none", "Taken on by nobody", "Never answered"),
        ("kind=complaint", "Complaint", "Answered in time"),
        ("category=ewa-power-outage", "Power cut or recurring outage", "Answered in time"),
    ],
)
async def test_a_list_says_what_its_number_was_counted_under(lived, browser, narrowed, said, holds):
    answer = await (await browser("dana")).opens(f"/board/cases?figure=due&{narrowed}")
    assert f'<span dir="auto">{said}</span>' in answer.text
    assert holds in answer.text


async def test_another_officer_has_another_list(lived, browser, staff):
    page = await browser("dana")
    hers = await page.opens(f"/board/cases?figure=due&officer={staff['basim']}")
    assert "Basim" in hers.text
    assert "Answered in time" in hers.text
    assert "Never answered" not in hers.text
    assert "Answered in time" not in (await page.opens(f"/board/cases?figure=due&officer={staff['badr']}")).text


async def test_what_a_list_was_counted_under_stays_on_the_next_page(lived, browser, monkeypatch):
    monkeypatch.setattr(queues, "PAGE", 1)
    answer = await (await browser("dana")).opens("/board/cases?figure=due&kind=complaint&period=2026-12")
    assert 'rel="next"' in answer.text
    assert 'name="kind" value="complaint"' in answer.text
    following = answer.text.partition('rel="next"')[0].rpartition('href="')[2]
    assert "kind=complaint" in following
    assert "period=2026-12" in following


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_a_heading_of_its_own(language):
    with use(language):
        headings = [figure_words(figure) for figure in FIGURES]
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize("officer", ["9" * 12, "9" * 5000, "٣", "basim", "0"])
async def test_an_officer_that_there_is_not_has_an_empty_list(lived, browser, officer):
    answer = await (await browser("dana")).opens(f"/board/cases?figure=due&officer={officer}")
    assert answer.status_code == 200
    assert "Answered in time" not in answer.text


@pytest.mark.parametrize("path", ["/board/cases", "/board/cases/sheet"])
async def test_who_reads_every_agency_has_no_list_of_an_officer(lived, browser, staff, path):
    nadia = await browser("nadia")
    assert (await nadia.opens(f"{path}?figure=late&officer={staff['basim']}")).status_code == 404
    assert (await nadia.opens(f"{path}?figure=late&officer=none")).status_code == 404


async def test_an_officer_of_another_agency_is_an_unknown_number(lived, browser, staff):
    answer = await (await browser("dana")).opens(f"/board/cases?figure=due&officer={staff['tariq']}")
    assert answer.status_code == 200
    assert "Tariq" not in answer.text


async def test_an_alarm_leads_to_the_cases_that_it_counts(lived, browser):
    numbers = {**dict.fromkeys(("open", "year_due", "year_late"), 0), "due": 2, "late": 1, "until_lost": 1}
    data = json.dumps({**numbers, "by_year": False})
    for kind in ("page", "ticket"):
        await Alert.insert(
            Alert(kind=kind, agency="EWA", day=DUE, moment="close", data=data, at=clock.now() - timedelta(days=6))
        )
    dana = await browser("dana")
    with clock.moved(clock.now() - timedelta(days=5, hours=12)):  # the evening of 10 December
        board = (await dana.opens("/board")).text
    paths = re.findall(r'href="(/board/cases\?[^"]*period=[\d-]+_[^"]*)"', html.unescape(board))
    assert paths == [
        "/board/cases?figure=late&period=2026-12-10_2026-12-10&agency=EWA",
        "/board/cases?figure=late&period=2026-12-06_2026-12-10&agency=EWA",
    ]
    for path in paths:
        page = (await dana.opens(path)).text
        assert "Never answered" in page
        assert "Answered in time" not in page
        assert "1 case" in page
    assert "Sunday 6 December 2026 to Thursday 10 December 2026" in page
    sheet = await dana.opens(paths[1].replace("cases?", "cases/sheet?"))
    assert "2026-12-06_2026-12-10" in sheet.headers["content-disposition"]
    assert len(sheet.text.strip().splitlines()) == 2


@pytest.mark.parametrize(
    "asked",
    ["2026-12-10_2026-12-06", "2026-12-10_", "2026-12-32_2027-01-01", "1999-01-01_1999-01-02", "2020-01-01_2026-12-10"],
)
async def test_days_that_are_none_are_this_month(lived, browser, asked):
    assert "This month" in (await (await browser("dana")).opens(f"/board/cases?figure=late&period={asked}")).text
