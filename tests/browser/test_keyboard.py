"""The keyboard alone suffices."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import choose, log_in
from tests.browser.stage import Stage

MOST_KEYS = 60


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus, as someone without a mouse would."""
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by {MOST_KEYS} keys")


def send(page: Page) -> None:
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")


def test_a_case_is_filed_without_a_mouse(page: Page) -> None:
    page.goto("/file")
    tab_to(page, "[name=text]")
    page.keyboard.type("The street lamp before our door is broken")
    send(page)
    page.wait_for_url("**/file/where")
    send(page)
    page.wait_for_url("**/file/about")
    tab_to(page, "[name=anonymous]")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=anonymous][value=yes]")).to_be_checked()
    send(page)
    page.wait_for_url("**/file/check")
    send(page)
    page.wait_for_url("**/file/receipt")


def test_the_first_key_leads_past_the_navigation(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#main")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_what_has_the_focus_can_be_seen(page: Page) -> None:
    page.goto("/track")
    page.wait_for_load_state("networkidle")
    for selector in ("[name=reference]", "main form button[type=submit]"):
        tab_to(page, selector)
        outline = page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement);"
            " return [s.outlineStyle, s.outlineWidth, s.boxShadow].join(' '); }"
        )
        assert re.search(r"(solid|auto) [1-9]|px", outline), f"{selector} {outline}"
        assert outline != "none 0px none"


def test_an_officer_replies_without_a_mouse(page: Page, stage: Stage) -> None:
    reference = stage.assigned("The meter turns though nobody lives there")
    log_in(page, "basim")
    page.goto(f"/desk/cases/{reference}?tab=reply")
    tab_to(page, "[name=outcome]")
    page.keyboard.press("Space")
    tab_to(page, "[name=reply]")
    page.keyboard.type("The meter was exchanged this morning.")
    tab_to(page, ".composer form button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("The meter was exchanged this morning.")


@pytest.mark.parametrize("screen", [("en", 1440)], indirect=True)
def test_two_cases_are_tagged_at_once_without_a_mouse(page: Page, stage: Stage) -> None:
    for street in ("first", "second"):
        stage.assigned(f"The lamps of the {street} street are dark")
    log_in(page, "basim")
    page.goto("/desk?q=lamps")
    tab_to(page, "tr.q a.q__s")
    for key in ("x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("tr.q.is-sel")).to_have_count(2)
    assert violations(page) == []
    page.locator("#bulk button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/bulk")
    choose(page, "act", "tag")
    page.fill("[name=tag]", "Lamps")
    assert violations(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/bulk/*")
    assert violations(page) == []
    tab_to(page, "[name=count]")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Done with 2 cases")
    assert violations(page) == []
