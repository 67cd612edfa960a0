"""Axe on every page, in both languages, at both widths, in light and in dark."""

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.conftest import log_in
from tests.browser.stage import Stage
from tests.browser.test_public import files

BOARD = ("/board", "/board/forecast", "/board/forecast/cases?number=due_ten")
OWN = ("/account", "/account/second")
PUBLIC = ("/", "/file", "/track", "/mine", "/help", "/privacy", "/accessibility", "/login", "/nothing")


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_has_no_violation(page: Page, path: str) -> None:
    page.goto(path)
    assert violations(page) == []


@pytest.mark.parametrize("path", PUBLIC[:3])
def test_a_public_page_has_no_violation_in_the_dark(page: Page, path: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(path)
    assert violations(page) == []


def test_the_steps_of_filing_have_no_violation(page: Page, screen: tuple[str, int]) -> None:
    files(page, screen[0])
    assert violations(page) == []
    page.goto("/file")
    page.fill("[name=text]", " ")
    page.locator("main form button[type=submit]").click()
    page.locator("[aria-invalid=true]").first.wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("step", ["/file/where", "/file/about", "/file/check"])
def test_a_later_step_has_no_violation(page: Page, step: str) -> None:
    page.goto("/file")
    page.fill("[name=text]", "No water")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/file/where")
    page.goto(step)
    assert violations(page) == []


def test_pages_of_staff_have_no_violation(page: Page, stage: Stage) -> None:
    reference = stage.assigned("The cable hangs low")
    stage.waiting("It smells near the school")
    log_in(page, "nadia")
    found = {}
    stage.promised("Nobody lit the lamp")
    listed = ("/desk", "/desk/commitments", "/desk/triage", "/desk/letters", "/desk/jobs", *BOARD, *OWN)
    for path in (*listed, f"/desk/cases/{reference}"):
        page.goto(path)
        found[path] = violations(page)
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("tab", ["reply", "ask", "note", "propose", "correct"])
def test_every_form_of_a_case_has_no_violation(page: Page, stage: Stage, tab: str) -> None:
    reference = stage.assigned("The bill is twice as high as last month")
    log_in(page, "basim")
    page.goto(f"/desk/cases/{reference}?tab={tab}")
    assert violations(page) == []


def test_the_forms_of_a_supervisor_have_no_violation(page: Page, stage: Stage) -> None:
    log_in(page, "dana")
    page.goto(f"/desk/cases/{stage.assigned('The meter is before a court')}?tab=stay")
    assert violations(page) == []
    page.goto(f"/desk/cases/{stage.promised('The pole leans')[0]}?tab=reject")
    assert violations(page) == []


def test_ones_own_case_has_no_violation_when_asked_and_when_answered(page: Page, stage: Stage) -> None:
    for reference, code in (stage.asked("The lamp is dark"), stage.promised("The pole stands in the road")):
        page.goto("/track")
        page.fill("[name=reference]", reference)
        page.fill("[name=code]", code)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(f"**/track/{reference}")
        page.locator("main textarea").first.wait_for()
        assert violations(page) == []


@pytest.mark.parametrize("words", ["grey on white", "رمادي على أبيض"])
def test_pale_text_is_found_in_both_scripts(page: Page, words: str) -> None:
    page.goto("/help")
    page.evaluate(
        """words => {
            const heading = document.querySelector("h1");
            heading.textContent = words;
            heading.style.setProperty("color", "#cccccc", "important");
        }""",
        words,
    )
    assert any(found.startswith("color-contrast") for found in violations(page))
