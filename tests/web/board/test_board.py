"""The board: every number is a link to exactly the cases it counts, and no data is never 100 %."""

import html
import re
from datetime import timedelta

import pytest

from cases.figures import Figures
from cases.filters import FIGURES
from tawasul.core import clock
from web.board.board import bands

LINK = re.compile(r'href="(/board/cases\?[^"]+)"><bdi>([\d,]+)</bdi>')


@pytest.fixture
async def lived(browser, amal, sunday):
    """Three cases of one agency, one of them answered, one in triage; seen when two are overdue."""
    reference = await amal.assigned("Answered in time")
    await amal.assigned("Never answered")
    await amal.waiting("Never sorted")
    basim = await browser("basim")
    await basim.opens(f"/desk/cases/{reference}")
    await basim.sends(f"/desk/cases/{reference}/reply", outcome="done", reply="Mended.")
    with clock.moved(sunday + timedelta(days=24)):  # 16 December: past the 14th working day
        yield


async def test_nothing_due_is_no_data(browser):
    answer = await (await browser("nadia")).opens("/board")
    assert "No data" in answer.text
    assert "100%" not in answer.text


async def test_the_rate_stands_beside_its_target_and_its_n(lived, browser):
    answer = await (await browser("nadia")).opens("/board")
    assert "33.33%" in answer.text
    assert "Below the target of <bdi>99%</bdi>" in answer.text
    assert re.search(r"<bdi>1</bdi>.* of .*<bdi>3</bdi>.* that fell due", answer.text)


async def test_every_number_is_the_length_of_the_list_behind_it(lived, browser):
    page = await browser("nadia")
    links = LINK.findall((await page.opens("/board")).text)
    assert len(links) >= 2 * len(FIGURES)
    for address, number in links:
        listed = (await page.opens(html.unescape(address))).text
        assert listed.count('<tr class="q">') == int(number), address


async def test_cases_that_no_agency_has_are_listed_apart(lived, browser):
    answer = await (await browser("nadia")).opens("/board/cases?figure=open&agency=none")
    assert "Never sorted" in answer.text
    assert "Never answered" not in answer.text


async def test_a_supervisor_sees_her_own_agency_alone(lived, browser):
    page = await browser("dana")
    board = (await page.opens("/board")).text
    assert "50%" in board
    assert "Not given to an agency yet" not in board
    assert "Never sorted" not in (await page.opens("/board/cases?figure=open")).text


async def test_another_figure_is_not_there(browser):
    assert (await (await browser("nadia")).opens("/board/cases?figure=nonsense")).status_code == 404


async def test_a_list_says_what_it_lists(lived, browser):
    answer = await (await browser("nadia")).opens("/board/cases?figure=overdue&period=year&agency=EWA&lang=ar")
    assert "مفتوحة وفات موعدها" in answer.text
    assert "هيئة الكهرباء والماء" in answer.text


async def test_htmx_gets_the_numbers_alone(lived, browser):
    answer = await (await browser("nadia")).opens("/board?period=year", fragment=True)
    assert "<html" not in answer.text
    assert 'id="period-year" href="/board?period=year" aria-current="page"' in answer.text


def test_agencies_are_compared_with_those_of_their_size():
    def with_due(agency: str, due: int) -> Figures:
        return Figures(agency, dict.fromkeys(FIGURES, due))

    rows = [with_due("A", 0), with_due("B", 5), with_due("C", 1_000), with_due("D", 99), with_due("E", 100)]
    grouped = [(least, [row.agency for row in found]) for least, found in bands(rows)]
    assert grouped == [(1_000, ["C"]), (100, ["E"]), (1, ["D", "B"]), (0, ["A"])]
