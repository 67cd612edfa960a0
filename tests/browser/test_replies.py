"""A reply before it goes, in a browser: a template without a new page, the letter in its frame, no violation."""

from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import choose, log_in
from tests.browser.stage import Stage


def test_a_template_goes_into_the_text_and_the_letter_can_be_seen(page: Page, stage: Stage) -> None:
    reference = stage.assigned("The lamp hums at night")
    log_in(page, "dana")
    page.goto("/admin/templates")
    assert violations(page) == []
    page.fill("[name=title]", "Mended")
    page.fill("[name=text]", "Case {reference} is mended.")
    page.select_option("[name=language]", "en")
    page.locator("main form:has([name=text]) button[type=submit]").click()
    page.wait_for_url("**/admin/templates/*")
    assert violations(page) == []
    path = f"/desk/cases/{reference}?tab=reply"
    page.goto(path)
    choose(page, "outcome", "done")
    page.fill("[name=reply]", "Good morning.")
    page.select_option("[name=template]", label="Mended")
    page.locator("button[formaction$='/template']").click()
    shown = f"{reference[:3]} {reference[3:6]} {reference[6:]}"
    expect(page.locator("[name=reply]")).to_have_value(f"Good morning.\n\nCase {shown} is mended.")
    assert page.url.endswith(path)
    assert violations(page) == []
    page.locator("button[formaction$='/preview']").click()
    expect(page.locator(".as-read")).to_contain_text(f"Case {shown} is mended.")
    assert violations(page) == []
    page.goto("/desk/approvals")
    assert violations(page) == []
