"""The sorter's page and a citizen's objection in a real browser: one story, and no page has a violation."""

from playwright.sync_api import Page, expect

from cases import models
from cases.models import Made
from tawasul.core.actor import system
from tests.browser.axe import violations
from tests.browser.conftest import log_in
from tests.browser.stage import Stage
from tests.browser.test_admin import fits

FIGURES = {"n": 900, "accuracy": 0.99, "macro_f1": 0.99, "agency_accuracy": 0.99, "coverage": 0.5, "precision": 0.98}
BETTER = {**FIGURES, "languages": {"ar": FIGURES, "en": FIGURES}}
WORSE = {**FIGURES, "accuracy": 0.1, "languages": {"ar": FIGURES, "en": FIGURES}}


def test_the_page_of_the_sorter_has_no_violation_and_asks_for_a_tick(page: Page, stage: Stage) -> None:
    for name, report in (("learnt-0a1b2c3d4e", BETTER), ("learnt-5f6a7b8c9d", WORSE)):
        stage.does(models.offer(Made(name, report, lessons=212, up_to=212), by=system("worker")))
    log_in(page, "root")
    found: dict[str, object] = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto("/admin/sorter")
        found[scheme] = [*([] if fits(page) else ["too wide"]), *violations(page)]
    page.locator("form[action$='/promote'] button:not([formaction])").first.click()
    expect(page.locator(".error-summary")).to_be_focused()
    found["errors"] = violations(page)
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_a_citizen_objects_and_the_officer_says_that_it_is_right(page: Page, stage: Stage) -> None:
    reference, code = stage.sorted("The lamp before the school is dark")
    page.goto("/track")
    page.fill("[name=reference]", reference)
    page.fill("[name=code]", code)
    page.locator("main form button[type=submit]").click()
    page.fill("[name=wrong_office]", "It is the municipality's lamp")
    assert violations(page) == []
    page.locator("form[action$='/wrong-office'] button").click()
    page.wait_for_url("**?done=objected")
    assert violations(page) == []
    expect(page.locator("[name=wrong_office]")).to_have_count(0)
    log_in(page, "basim")
    page.goto(f"/desk/cases/{reference}")
    assert violations(page) == []
    page.locator("form[action$='/right-office'] button").click()
    expect(page.locator("form[action$='/right-office']")).to_have_count(0)
