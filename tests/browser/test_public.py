"""A citizen files a case, gets a receipt, and follows it."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.browser.conftest import choose, settled

MOST_BYTES = 120 * 1024  # all that a page loads, as it is sent, with its fonts
TEXTS = {"ar": "انقطع الماء عن بنايتنا منذ يوم الأحد", "en": "No water in our building since Sunday"}


def go_on(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()


def files(page: Page, language: str) -> tuple[str, str]:
    """Through all steps to the receipt; gives reference and access code."""
    page.goto("/file")
    page.fill("[name=text]", TEXTS[language])
    go_on(page)
    page.select_option("[name=governorate]", "capital")
    go_on(page)
    choose(page, "anonymous", "yes")
    go_on(page)
    expect(page.locator("main")).to_contain_text(TEXTS[language])
    go_on(page)
    page.wait_for_url("**/file/receipt")
    shown = page.locator(".refno")
    return re.sub(r"\D", "", shown.nth(0).inner_text()), shown.nth(1).inner_text().strip()


def test_a_case_is_filed_and_followed(page: Page, screen: tuple[str, int]) -> None:
    language, _ = screen
    reference, code = files(page, language)
    assert re.fullmatch(r"\d{9}", reference)
    expect(page.locator("main time")).not_to_have_count(0)
    page.goto("/track")
    page.fill("[name=reference]", reference)
    page.fill("[name=code]", code)
    go_on(page)
    page.wait_for_url(f"**/track/{reference}")
    expect(page.locator("main")).to_contain_text(TEXTS[language])


def test_a_fault_is_told_at_the_field_and_the_summary_has_the_focus(page: Page) -> None:
    page.goto("/file")
    page.fill("[name=text]", "   ")
    go_on(page)
    expect(page.locator("[name=text]")).to_have_attribute("aria-invalid", "true")
    described = page.locator("[name=text]").get_attribute("aria-describedby") or ""
    assert any(page.locator(f"[id='{name}']").inner_text().strip() for name in described.split())
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator("a[href='#text']").click()
    expect(page.locator("[name=text]")).to_be_focused()


def test_what_was_typed_is_there_when_one_comes_back(page: Page, screen: tuple[str, int]) -> None:
    page.goto("/file")
    page.fill("[name=text]", TEXTS[screen[0]])
    go_on(page)
    page.wait_for_url("**/file/where")
    page.goto("/file")
    expect(page.locator("[name=text]")).to_have_value(TEXTS[screen[0]])


def test_what_is_being_typed_outlives_a_reload_a_lost_line_and_another_language(
    context: BrowserContext, screen: tuple[str, int]
) -> None:
    page = context.new_page()  # without the ears of the other tests: a line that is lost is no fault here
    text = page.locator("[name=text]")
    page.goto("/file")
    choose(page, "kind", "inquiry")
    text.press_sequentially(TEXTS[screen[0]])
    page.reload()
    expect(text).to_have_value(TEXTS[screen[0]])
    expect(page.locator("[name=kind][value=inquiry]")).to_be_checked()
    page.locator("#other-language").click()
    expect(page.locator("html")).not_to_have_attribute("lang", screen[0])
    expect(text).to_have_value(TEXTS[screen[0]])
    context.set_offline(True)
    with page.expect_event("requestfailed"):
        go_on(page)
    context.set_offline(False)
    page.reload()
    expect(text).to_have_value(TEXTS[screen[0]])
    go_on(page)
    page.wait_for_url("**/file/where")
    settled(page)
    kept = page.evaluate("Object.keys(sessionStorage)")
    assert [place for place in kept if place.startswith("draft:")] == []
    page.close()


@pytest.mark.parametrize("path", ["/", "/file"])
def test_a_page_for_a_slow_telephone_weighs_little(page: Page, path: str) -> None:
    weighed: list[int] = []
    page.on("requestfinished", lambda request: weighed.append(_weight(request)))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert len(weighed) > 5
    assert sum(weighed) <= MOST_BYTES


def _weight(request: Request) -> int:
    sizes = request.sizes()
    return int(sizes["responseBodySize"] + sizes["responseHeadersSize"])


@pytest.mark.parametrize("path", ["/", "/file", "/track", "/help", "/privacy", "/accessibility", "/login", "/nothing"])
def test_no_page_is_wider_than_its_screen(page: Page, screen: tuple[str, int], path: str) -> None:
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= screen[1]
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("dir") == ("rtl" if screen[0] == "ar" else "ltr")
