"""Administration in a real browser: a circular goes from one person to the other, and no page has a violation."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tawasul.core import clock
from tests.browser.axe import violations
from tests.browser.conftest import log_in
from tests.browser.stage import Stage

CALENDAR = "/admin/calendars/BH"


def working_day(weeks: int) -> str:
    """A Monday some weeks ahead."""
    today = clock.now().date()
    return str(today + timedelta(days=7 * weeks - today.weekday()))


def enters(page: Page, day: str) -> None:
    """Enter a day off and have counted what it would do."""
    page.goto(f"{CALENDAR}?kind=days")
    for name, value in (("first", day), ("last", day), ("name_ar", "عاصفة"), ("name_en", "Storm")):
        page.fill(f"[name={name}]", value)
    page.fill("[name=source]", "Circular 14/2026")
    page.locator("button[name=step][value=try]").click()
    expect(page.locator("button[value=propose]")).to_have_count(1)


def fits(page: Page) -> bool:
    """Whether nothing stands out sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_pages_of_administration_have_no_violation(page: Page, stage: Stage) -> None:
    stage.assigned("The street is dark")
    log_in(page, "root")
    found: dict[str, object] = {}
    for path in (
        "/admin/calendars",
        CALENDAR,
        f"{CALENDAR}?kind=period",
        f"{CALENDAR}?kind=horizon",
        "/admin/policies",
    ):
        page.goto(path)
        found[path] = [*([] if fits(page) else ["too wide"]), *violations(page)]
    enters(page, working_day(3))
    found["effect"] = violations(page)
    page.goto(CALENDAR)
    page.locator("button[name=step][value=try]").click()
    page.locator("[aria-invalid=true]").first.wait_for()
    found["errors"] = violations(page)
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_pages_of_administration_have_no_violation_in_the_dark(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    log_in(page, "root")
    page.goto(CALENDAR)
    assert violations(page) == []


def test_a_second_person_decides(page: Page, stage: Stage, screen: tuple[str, int]) -> None:
    weeks = 4 + 2 * (screen[0] == "en") + (screen[1] == 390)  # another day for every screen: they share a database
    log_in(page, "root")
    enters(page, working_day(weeks))
    page.locator("button[value=propose]").click()
    page.wait_for_url("**/admin/changes/*")
    path = page.url
    expect(page.locator("form[action$='/approve']")).to_have_count(0)
    page.context.clear_cookies()
    log_in(page, "nadia")
    page.goto(path)
    page.fill("[name=remark]", "The circular says otherwise.")
    page.locator("button[formaction$='/refuse']").click()
    expect(page.locator("main")).to_contain_text("The circular says otherwise.")
    assert fits(page)
    assert violations(page) == []
    page.goto("/admin/corrections")
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/admin/staff", "/admin/staff/new", "/admin/agencies", "/admin/agencies/EWA"])
def test_the_pages_of_people_and_agencies_have_no_violation(page: Page, path: str) -> None:
    log_in(page, "root")
    page.goto(path)
    assert violations(page) == []


def test_an_account_and_its_leave_have_no_violation(page: Page) -> None:
    log_in(page, "dana")
    page.goto("/admin/staff")
    page.locator("main table a").first.click()
    page.locator("[name=first]").wait_for()
    assert violations(page) == []
    page.goto("/desk/leave")
    page.locator("main form button[type=submit]").last.click()
    page.locator("[aria-invalid=true]").first.wait_for()
    assert violations(page) == []
