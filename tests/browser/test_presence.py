"""Two people at one case: each sees the other without a reload, and a page that nobody looks at asks for nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import log_in
from tests.browser.stage import Stage
from tests.browser.test_board import HIDE

EVERY = 25_000
pytestmark = pytest.mark.parametrize("screen", [("en", 1440)], ids=["en-1440"], indirect=True)


@pytest.fixture
def colleague(chromium: Browser, stage: Stage) -> Iterator[Page]:
    """Dana's browser, beside Basim's."""
    opened = chromium.new_context(base_url=stage.url, locale="en-GB")
    page = opened.new_page()
    log_in(page, "dana")
    yield page
    opened.close()


def test_two_at_one_case_see_each_other_while_they_look(page: Page, colleague: Page, stage: Stage) -> None:
    path = f"/desk/cases/{stage.assigned('Seen by two')}"
    page.clock.install()
    log_in(page, "basim")
    page.goto(path)
    expect(page.locator("#presence")).to_have_text("")
    colleague.goto(f"{path}?tab=note#do")
    expect(colleague.locator("#presence")).to_contain_text("Basim is reading")
    page.clock.run_for(EVERY)
    expect(page.locator("#presence")).to_contain_text("Dana is reading")
    with colleague.expect_response("**/presence"):
        colleague.get_by_label("Note to colleagues").press_sequentially("I call them")
    page.evaluate(HIDE, True)
    page.clock.run_for(5 * EVERY)
    expect(page.locator("#presence")).to_contain_text("Dana is reading")
    with page.expect_response("**/presence"):
        page.evaluate(HIDE, False)
    expect(page.locator("#presence")).to_contain_text("Dana is writing a note")
    expect(colleague.get_by_label("Note to colleagues")).to_have_value("I call them")
    assert violations(page) == []
