"""The board: every number is a link to exactly the cases it counts, and no data is never 100 %."""

import html
import re

import pytest

from tawasul.core.db import count_statements

LINK = re.compile(r'href="(/board/cases\?[^"]+)"><bdi>([\d,]+)</bdi>')
AXIS = re.compile(r'<div class="chart__y".*?</div>')


async def test_nothing_due_is_no_data(browser):
    answer = await (await browser("nadia")).opens("/board")
    assert '<p class="figure">No data</p>' in answer.text
    assert "100%" not in AXIS.sub("", answer.text)


async def test_the_rate_stands_beside_its_target_and_its_n(lived, browser):
    answer = await (await browser("nadia")).opens("/board")
    assert "33.33%" in answer.text
    assert "Below the target of <bdi>99%</bdi>" in answer.text
    assert re.search(r"<bdi>1</bdi>.* of .*<bdi>3</bdi>.* that fell due", answer.text)


@pytest.mark.parametrize(
    ("name", "address", "least"),
    [
        ("nadia", "/board", 40),  # tiles, thirteen months, and two rows of agencies
        ("nadia", "/board?period=year&agency=EWA&by=category", 40),  # narrowed: every link is too
        ("nadia", "/board?period=quarter&by=governorate", 40),  # one of the rows has no governorate
        ("dana", "/board?by=officer", 40),  # one of the rows is of nobody
        ("dana", "/board?by=kind", 40),
    ],
)
async def test_every_number_is_the_length_of_the_list_behind_it(lived, browser, name, address, least):
    page = await browser(name)
    links = set(LINK.findall((await page.opens(address)).text))
    assert len(links) >= least
    for list_address, number in links:
        listed = (await page.opens(html.unescape(list_address))).text
        assert listed.count('<tr class="q">') == int(number), list_address


async def test_a_supervisor_sees_her_own_agency_alone(lived, browser):
    page = await browser("dana")
    board = (await page.opens("/board")).text
    assert "50%" in board
    assert "Not given to an agency yet" not in board
    assert "Never sorted" not in (await page.opens("/board/cases?figure=open")).text


async def test_another_agency_in_the_address_shows_a_supervisor_nothing(lived, browser):
    page = await browser("dana")
    board = (await page.opens("/board?agency=MOH")).text
    assert '<p class="figure">No data</p>' in board
    assert "No case is open or fell due in this period." in board


async def test_the_national_unit_narrows_the_board_to_one_agency(lived, browser):
    board = (await (await browser("nadia")).opens("/board?agency=EWA")).text
    assert '<p class="figure"><bdi>50%</bdi></p>' in board
    assert '<option value="EWA" selected>' in board
    assert "figure=overdue&amp;period=month&amp;agency=EWA" in board


async def test_who_has_one_agency_is_not_asked_which(lived, browser):
    assert 'id="of-agency"' not in (await (await browser("dana")).opens("/board")).text


async def test_period_agency_and_layout_stay_in_every_link(lived, browser):
    board = (await (await browser("nadia")).opens("/board?period=quarter&agency=EWA&by=category")).text
    assert 'id="period-year" href="/board?period=year&amp;agency=EWA&amp;by=category"' in board
    assert 'id="by-kind" href="/board?period=quarter&amp;agency=EWA&amp;by=kind"' in board
    assert 'href="/board/sheet/table?period=quarter&amp;agency=EWA&amp;by=category"' in board
    assert 'href="/board/sheet/trend?period=quarter&amp;agency=EWA&amp;by=category"' in board


@pytest.mark.parametrize(("name", "offered"), [("dana", True), ("nadia", False)])
async def test_officers_are_compared_only_where_they_work(lived, browser, name, offered):
    page = await browser(name)
    assert ('id="by-officer"' in (await page.opens("/board")).text) is offered
    assert ("Taken on by nobody" in (await page.opens("/board?by=officer")).text) is offered


async def test_a_row_of_an_officer_has_her_name(lived, browser):
    assert '<span dir="auto">Basim</span>' in (await (await browser("dana")).opens("/board?by=officer")).text


@pytest.mark.parametrize("path", ["/board", "/board/cases", "/board/cases/sheet", "/board/sheet/table"])
@pytest.mark.parametrize("name", ["basim", "lulwa", "root"])
async def test_the_board_is_for_those_above(browser, path, name):
    assert (await (await browser(name)).opens(path)).status_code == 403


async def test_htmx_gets_the_numbers_alone(lived, browser):
    answer = await (await browser("nadia")).opens("/board?period=year", fragment=True)
    assert "<html" not in answer.text
    assert 'id="period-year" href="/board?period=year" aria-current="page"' in answer.text


async def test_a_board_costs_as_many_statements_with_many_cases_as_with_few(lived, browser, amal):
    page = await browser("nadia")
    with count_statements() as few:
        await page.opens("/board?by=category")
    for number in range(5):
        await amal.assigned(f"One more, number {number}")
    with count_statements() as many:
        await page.opens("/board?by=category")
    assert len(many) == len(few)


async def test_each_agency_has_its_months_as_a_line_and_in_words(lived, browser):
    page = await browser("nadia")
    board = (await page.opens("/board")).text
    assert board.count('<svg class="spark"') == 2  # of an agency, and of what none had
    assert "From 50% in December 2026 to 50% in December 2026." in board.replace("\u200e", "")
    assert '<svg class="spark"' not in (await page.opens("/board?by=category")).text


async def test_the_line_of_an_agency_leads_to_its_months_as_a_table(lived, browser):
    page = await browser("nadia")
    board = (await page.opens("/board")).text
    leads = re.findall(r'class="spark-link" href="([^"]+)#trend-caption"', board)
    assert len(leads) == 2
    for lead in leads:
        table = (await page.opens(html.unescape(lead))).text.partition('id="trend-caption"')[2].partition("</table>")[0]
        assert "December 2026" in table
