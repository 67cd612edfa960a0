"""A supervisor's morning: she gives cases to an officer, asks another agency, and follows a number of the board."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import choose, log_in
from tests.browser.stage import Stage


@pytest.mark.parametrize("screen", [("ar", 390), ("en", 1440)], ids=["ar-390", "en-1440"], indirect=True)
def test_a_supervisor_gives_cases_asks_another_agency_and_reads_the_board(page: Page, stage: Stage) -> None:
    cases = [stage.assigned(f"The substation by the {place} hums") for place in ("mosque", "school")]
    log_in(page, "dana")
    page.goto("/desk?q=substation")
    for reference in cases:
        page.locator(f"tr.q .q__sel input[value^='{reference}']").check()
    page.locator("#bulk button").click()
    page.wait_for_url("**/desk/bulk")
    choose(page, "act", "give")
    page.select_option("[name=to]", label="Basim" if page.locator("html").get_attribute("lang") == "en" else "basim")
    page.locator("form.sheet button[type=submit]").click()
    page.wait_for_url("**/desk/bulk/*")
    page.fill("[name=count]", "9")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("#count-error")).to_be_visible()
    page.fill("[name=count]", "٢")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("#count-error")).to_have_count(0)
    expect(page.locator(f"main a[href='/desk/cases/{cases[0]}']")).to_be_visible()
    assert violations(page) == []
    page.goto(f"/desk/cases/{cases[0]}")
    page.locator("details:has([name=part_agency]) > summary").click()
    page.select_option("[name=part_agency]", value="MOH")
    page.fill("[name=asked]", "Does the hum do harm?")
    page.locator("form[action$='/parts'] button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Does the hum do harm?")
    assert violations(page) == []
    page.goto("/board")
    page.locator("main a[href^='/board/cases']").first.click()
    page.wait_for_url("**/board/cases*")
    expect(page.locator("h1")).to_have_count(1)
    assert violations(page) == []
