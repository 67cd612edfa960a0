"""The board in a real browser: it renews itself while it is seen, and keeps what the reader unfolded."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.axe import violations
from tests.browser.conftest import log_in
from tests.browser.stage import Stage

MINUTE = 60_000
HIDE = """hidden => {
    Object.defineProperty(document, "visibilityState", {value: hidden ? "hidden" : "visible", configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def board(page: Page, stage: Stage) -> Page:
    """The board before the national supervisor, on a clock that only the test moves."""
    stage.assigned("Something to count")
    page.clock.install()
    log_in(page, "nadia")
    page.goto("/board")
    page.wait_for_load_state("networkidle")
    return page


@pytest.fixture
def looks(board: Page) -> Iterator[list[str]]:
    """Every time that the board asks for newer numbers."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/board/newer" in request.url:
            asked.append(request.url)

    board.on("request", note)
    yield asked
    board.remove_listener("request", note)


def opened(page: Page) -> int:
    """The number of open cases, as the tile says it."""
    return int(page.locator("#board .tile a[href*='figure=open']").first.inner_text().replace(",", ""))


def test_a_new_case_is_counted_within_a_minute_without_a_reload(board: Page, stage: Stage, looks: list[str]) -> None:
    before = opened(board)
    stage.assigned("Filed while the board was open")
    board.clock.run_for(MINUTE)
    expect(board.locator("#board .tile a[href*='figure=open']").first).to_have_text(str(before + 1))
    assert len(looks) == 1
    assert board.locator("h1").count() == 1


def test_a_hidden_board_asks_for_nothing_and_looks_once_it_is_seen(board: Page, looks: list[str]) -> None:
    board.evaluate(HIDE, True)
    board.clock.run_for(5 * MINUTE)
    assert looks == []
    with board.expect_response("**/board/newer*"):
        board.evaluate(HIDE, False)
    assert len(looks) == 1


def test_who_chooses_from_a_list_is_not_disturbed(board: Page, stage: Stage, looks: list[str]) -> None:
    board.locator("#board form select").first.focus()
    stage.assigned("Filed while somebody chose")
    board.clock.run_for(MINUTE)
    assert looks == []


def test_what_was_unfolded_and_what_had_the_focus_stay(board: Page, stage: Stage) -> None:
    board.locator("#trend-table > summary").click()
    period = board.locator("#period-quarter")
    period.focus()
    stage.assigned("Filed while somebody read")
    with board.expect_response("**/board/newer*"):
        board.clock.run_for(MINUTE)
    expect(board.locator("#trend-table")).to_have_attribute("open", "")
    expect(board.locator("#period-quarter")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_layout_of_the_board_has_a_violation(page: Page, stage: Stage, scheme: str) -> None:
    stage.assigned("Something to look at")
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    log_in(page, "dana")
    found = {}
    for path in ("/board?by=category&period=quarter", "/board?by=officer", "/board/cases?figure=open&officer=none"):
        page.goto(path)
        page.locator("details").evaluate_all("parts => parts.forEach(part => { part.open = true; })")
        found[path] = violations(page)
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("path", ["/board", "/board?by=category", "/board/cases?figure=open"])
def test_no_page_of_the_board_is_wider_than_its_screen(
    page: Page, stage: Stage, screen: tuple[str, int], path: str
) -> None:
    stage.assigned("Something to measure")
    log_in(page, "nadia")
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= screen[1]


@pytest.mark.parametrize("width", [320, 390])
def test_no_number_of_a_card_is_out_of_sight(page: Page, stage: Stage, width: int) -> None:
    stage.assigned("Something to measure")
    log_in(page, "nadia")
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("/board", "/board?by=category"):
        page.goto(path)
        page.locator(".table--cards td.n").evaluate_all(
            "cells => cells.forEach(cell => { cell.textContent = '88.53%'; })"
        )
        cards = page.locator(".table-wrap:has(.table--cards)")
        assert cards.evaluate_all("wraps => wraps.some(wrap => wrap.clientWidth)"), path
        assert cards.evaluate_all("wraps => wraps.every(wrap => wrap.scrollWidth <= wrap.clientWidth)"), path


def test_time_runs_in_reading_direction(page: Page, stage: Stage, screen: tuple[str, int]) -> None:
    log_in(page, "nadia")
    page.goto("/board")
    months = page.locator(".chart__x > li")
    first, last = months.first.bounding_box(), months.last.bounding_box()
    assert first is not None
    assert last is not None
    assert (first["x"] > last["x"]) is (screen[0] == "ar")


def test_a_table_is_saved_as_a_file(page: Page, stage: Stage) -> None:
    stage.assigned("Something to save")
    log_in(page, "dana")
    page.goto("/board?by=kind")
    with page.expect_download() as saved:
        page.locator("a[href*='/board/sheet/table']").click()
    assert saved.value.suggested_filename.startswith("tawasul-kind-month-")


def test_a_tile_is_never_too_narrow_for_its_rate(page: Page, stage: Stage) -> None:
    log_in(page, "nadia")
    for width in (320, 390, 1024, 1200, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/board")
        page.locator(".tile--promise .figure").evaluate("figure => { figure.innerHTML = '<bdi>88.53%</bdi>'; }")
        fits = page.locator(".tile--promise").evaluate(
            "tile => tile.scrollWidth <= tile.clientWidth && tile.querySelector('.figure').offsetHeight < 90"
        )
        assert fits, width


def test_what_is_folded_away_is_printed_and_what_is_pressed_is_not(page: Page, stage: Stage) -> None:
    stage.assigned("Something to print")
    log_in(page, "nadia")
    page.goto("/board?period=quarter")
    page.emulate_media(media="print")
    expect(page.locator("#trend-table table")).to_be_visible()
    expect(page.locator("#period-quarter")).not_to_be_visible()
    expect(page.locator("#board .print-only")).to_be_visible()
