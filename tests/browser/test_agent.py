"""An agent files a call by keyboard alone, and reads out the receipt."""

import re

from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import log_in

TEXTS = {"ar": "انقطع الماء عن بنايتنا منذ يوم الأحد", "en": "No water in our building since Sunday"}


def test_a_call_is_filed_by_keys_alone(page: Page, screen: tuple[str, int]) -> None:
    language, width = screen
    log_in(page, "lulwa")
    page.goto("/desk/assist")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type(TEXTS[language])
    expect(page.locator("#beside [role=status]")).not_to_be_empty()
    page.keyboard.press("Alt+m")
    expect(page.locator("#mobile")).to_be_focused()
    page.keyboard.type("3311")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#mobile")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#text")).to_have_value(TEXTS[language])
    expect(page.locator(".error-summary")).to_be_focused()
    page.fill("#mobile", "33112233")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/desk/assist/\d{9}$"))
    assert page.locator(".spelt li").count() == 8
    number = page.locator(".refno").first.inner_text()
    assert re.fullmatch(r"\d{3} \d{3} \d{3}", number.strip())
    assert violations(page) == []
    page.goto("/desk/assist")
    expect(page.locator(".assist__filed")).to_contain_text(number.strip())
    account, block = page.locator("[name='detail.ewa-bill.account']"), page.locator("#block")
    expect(account).to_be_hidden()
    expect(block).to_be_visible()
    page.select_option("#category", "ewa-bill")
    expect(account).to_be_visible()  # what a bill needs, and no place
    expect(block).to_be_hidden()
    assert violations(page) == []
