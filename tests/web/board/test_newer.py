"""An open board asks once a minute: nothing new costs a line, something new brings the whole board."""

import html
import re
from datetime import timedelta

import pytest

from tawasul.core import clock
from tawasul.core.db import count_statements

LOOK = re.compile(r'id="as-of" hx-get="([^"]+)"')


def look(text: str) -> str:
    """The address that the board on this page asks."""
    found = LOOK.search(text)
    assert found is not None
    return html.unescape(found[1])


async def test_nothing_new_brings_the_time_alone(browser, amal, sunday):
    await amal.assigned()
    page = await browser("nadia")
    address = look((await page.opens("/board")).text)
    with clock.moved(sunday + timedelta(seconds=60)):
        answer = await page.opens(address, fragment=True)
    assert answer.text.startswith('<p class="muted small" id="as-of"')
    assert "9:01" in answer.text
    assert "hx-retarget" not in answer.headers
    assert look(answer.text) == address


async def test_a_look_that_finds_nothing_costs_two_statements(browser, amal):
    page = await browser("nadia")
    address = look((await page.opens("/board")).text)
    with count_statements() as counted:
        await page.opens(address, fragment=True)
    assert len(counted) == 2  # who asks, and the mark


async def test_something_new_brings_the_whole_board(browser, amal):
    page = await browser("nadia")
    address = look((await page.opens("/board")).text)
    await amal.assigned()
    answer = await page.opens(address, fragment=True)
    assert answer.headers["hx-retarget"] == "#board"
    assert '<div id="board"' in answer.text
    assert "<html" not in answer.text


async def test_what_the_reader_chose_stays(browser, amal):
    page = await browser("nadia")
    address = look((await page.opens("/board?period=quarter&agency=EWA&by=category")).text)
    await amal.assigned()
    answer = await page.opens(address, fragment=True)
    assert {"period=quarter", "agency=EWA", "by=category"} <= set(look(answer.text).partition("?")[2].split("&"))


@pytest.mark.parametrize("name", ["basim", "lulwa", "root"])
async def test_who_may_not_see_the_board_may_not_ask_for_newer_numbers(browser, name):
    assert (await (await browser(name)).opens("/board/newer", fragment=True)).status_code == 403
