"""A kiosk: one files a case by touch alone, and whoever walks away leaves nothing behind. Time is moved, not spent."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PATIENCE, choose, settled
from tests.browser.stage import Stage

TEXTS = {"ar": "انقطع الماء عن بنايتنا منذ يوم الأحد", "en": "No water in our building since Sunday"}
KIOSKS = [("ar", 1080, 1920), ("en", 1080, 1920), ("ar", 1440, 900), ("en", 1440, 900)]
# All that can be touched and is in view; what a label holds is touched by its label.
SMALL = """() => [...document.querySelectorAll("a, button, select, summary, label.choice, .field > .input, textarea")]
    .filter(one => one.checkVisibility() && !one.matches(".skip, [type=hidden]"))
    .map(one => [one.outerHTML.slice(0, 60), one.getBoundingClientRect()])
    .filter(([_, box]) => box.width < 48 || box.height < 48).map(([words, _]) => words)"""


@pytest.fixture(params=KIOSKS, ids=lambda kiosk: f"{kiosk[0]}-{kiosk[1]}x{kiosk[2]}")
def screen(request: pytest.FixtureRequest) -> tuple[str, int, int]:
    given: tuple[str, int, int] = request.param
    return given


@pytest.fixture
def context(chromium: Browser, stage: Stage, screen: tuple[str, int, int]) -> Iterator[BrowserContext]:
    _, width, height = screen
    opened = chromium.new_context(
        base_url=stage.url, viewport={"width": width, "height": height}, has_touch=True, reduced_motion="reduce"
    )
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


def begins(page: Page, language: str) -> None:
    page.clock.install()
    page.goto("/kiosk")
    page.locator(f"main a[lang={language}]").tap()
    page.wait_for_url("**/kiosk/file?lang=*")
    page.fill("#text", TEXTS[language])


def go_on(page: Page, step: str) -> None:
    page.locator("main form .actions button").first.tap()
    page.wait_for_url(f"**/kiosk/file/{step}")
    # A page that has just come counts as a touch, once it has settled: no clock is moved before that.
    settled(page)


def reaches_the_receipt(page: Page, language: str) -> None:
    begins(page, language)
    for step in ("where", "about"):
        go_on(page, step)
    choose(page, "anonymous", "yes")
    for step in ("check", "receipt"):
        go_on(page, step)


def sits_well(page: Page, width: int) -> None:
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALL) == []


def test_a_case_is_filed_by_touch(page: Page, screen: tuple[str, int, int]) -> None:
    language, width, _ = screen
    begins(page, language)
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    sits_well(page, width)
    go_on(page, "where")
    sits_well(page, width)
    page.locator("#block").tap()
    for sign in "321":
        page.locator(f".pad [data-sign='{sign}']").tap()
    page.locator(".pad [data-sign='']").tap()
    expect(page.locator("#block")).to_have_value("32")
    sits_well(page, width)
    go_on(page, "about")
    sits_well(page, width)
    choose(page, "anonymous", "yes")
    go_on(page, "check")
    expect(page.locator("main")).to_contain_text(TEXTS[language])
    sits_well(page, width)
    go_on(page, "receipt")
    assert re.fullmatch(r"\d{3} \d{3} \d{3}", page.locator(".refno").first.inner_text().strip())
    sits_well(page, width)
    # The blank page of the browser, and the one that is in view.
    assert page.evaluate("history.length") <= 2
    assert violations(page) == []


def test_after_a_minute_it_asks_and_a_key_is_answer_enough(page: Page, screen: tuple[str, int, int]) -> None:
    begins(page, screen[0])
    page.clock.fast_forward(58_000)
    expect(page.locator("#still-there")).to_be_hidden()
    page.clock.run_for(3_000)
    expect(page.locator("#still-there")).to_be_visible()
    expect(page.locator("[data-stay]")).to_be_focused()
    page.clock.run_for(10_000)
    expect(page.locator("[data-said]")).to_contain_text("20")
    assert page.evaluate(SMALL) == []
    page.keyboard.press("Enter")
    expect(page.locator("#still-there")).to_be_hidden()
    page.clock.run_for(59_000)
    expect(page.locator("#text")).to_have_value(TEXTS[screen[0]])
    page.clock.run_for(2_000)
    expect(page.locator("#still-there")).to_be_visible()
    assert violations(page) == []


def test_after_ninety_seconds_nothing_is_left(page: Page, screen: tuple[str, int, int]) -> None:
    begins(page, screen[0])
    go_on(page, "where")
    page.clock.fast_forward(91_000)
    page.wait_for_url("**/kiosk")
    assert [cookie["name"] for cookie in page.context.cookies() if cookie["name"] in ("kiosk", "lang")] == []
    page.go_back()
    expect(page.locator("body")).not_to_contain_text(TEXTS[screen[0]])
    page.goto("/kiosk/file/where")
    page.wait_for_url("**/kiosk/file")
    expect(page.locator("#text")).to_have_value("")


def test_a_receipt_is_gone_after_a_minute(page: Page, screen: tuple[str, int, int]) -> None:
    reaches_the_receipt(page, screen[0])
    number = page.locator(".refno").first.inner_text()
    page.clock.run_for(31_000)
    expect(page.locator("#still-there")).to_be_visible()
    page.clock.fast_forward(30_000)
    page.wait_for_url("**/kiosk")
    page.goto("/kiosk/file/receipt")
    page.wait_for_url("**/kiosk")
    expect(page.locator("body")).not_to_contain_text(number)


def test_who_has_printed_is_asked_at_once(page: Page, screen: tuple[str, int, int]) -> None:
    reaches_the_receipt(page, screen[0])
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#still-there")).to_be_visible()
    page.locator("[data-leave]").tap()
    page.wait_for_url("**/kiosk")


def test_the_first_page_greets_in_both_languages(page: Page, screen: tuple[str, int, int]) -> None:
    page.goto("/kiosk")
    sits_well(page, screen[1])
    assert violations(page) == []
