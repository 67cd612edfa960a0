"""Staff at work: sort, take on, reply, and look at the board."""

from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import choose, log_in
from tests.browser.stage import Stage


def test_a_case_is_sorted_with_one_click(page: Page, stage: Stage) -> None:
    reference = stage.waiting("Something hums in the street at night")
    log_in(page, "nadia")
    page.goto("/desk/triage")
    card = page.locator(f"#case-{reference}")
    expect(card).to_contain_text("Something hums in the street at night")
    card.locator("button[name=category][value=ewa-power-outage]").click()
    expect(page.locator(f"#case-{reference}")).to_have_count(0)
    page.goto(f"/desk/cases/{reference}")
    expect(page.locator("h1")).to_have_count(1)


def test_an_officer_opens_a_case_from_her_queue_and_replies(page: Page, stage: Stage) -> None:
    reference = stage.assigned("The power fails every evening at seven")
    log_in(page, "basim")
    page.locator(f"a[href*='/desk/cases/{reference}']").first.click()
    expect(page.locator("main")).to_contain_text("The power fails every evening at seven")
    page.goto(f"/desk/cases/{reference}?tab=reply")
    choose(page, "outcome", "done")
    page.fill("[name=reply]", "The transformer was repaired on Monday.")
    page.locator(".composer form button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("The transformer was repaired on Monday.")
    expect(page.locator("[name=reply]")).to_have_count(0)


def test_who_comes_second_keeps_her_text(page: Page, stage: Stage) -> None:
    reference = stage.assigned("Two officers open this one")
    log_in(page, "basim")
    path = f"/desk/cases/{reference}?tab=reply"
    page.goto(path)
    second = page.context.new_page()
    second.goto(path)
    for sheet, text in ((page, "The first reply."), (second, "The second reply.")):
        choose(sheet, "outcome", "explained")
        sheet.fill("[name=reply]", text)
        sheet.locator(".composer form button[type=submit]").first.click()
        expect(sheet.locator("main")).to_contain_text(text)
    expect(second.locator("textarea#reply")).to_have_value("The second reply.")
    second.close()


def test_a_draft_is_kept_without_being_asked_and_comes_back(page: Page, stage: Stage) -> None:
    path = f"/desk/cases/{stage.assigned('She is called away while she writes')}?tab=reply"
    log_in(page, "basim")
    page.goto(path)
    choose(page, "outcome", "explained")
    before = page.locator("#draft").inner_text()
    page.locator("[name=reply]").press_sequentially("The reading is")
    expect(page.locator("#draft")).not_to_have_text(before)
    page.goto(path)
    expect(page.locator("[name=reply]")).to_have_value("The reading is")
    expect(page.locator("[name=outcome][value=explained]")).to_be_checked()


def test_a_number_of_the_board_opens_the_cases_behind_it(page: Page, stage: Stage) -> None:
    stage.assigned("Counted on the board")
    log_in(page, "dana")
    page.goto("/board")
    expect(page.locator("h1")).to_have_count(1)
    link = page.locator("main a[href*='/board/cases']").first
    link.click()
    page.wait_for_url("**/board/cases*")
    expect(page.locator("h1")).to_have_count(1)


def test_no_page_of_the_desk_is_wider_than_its_screen(page: Page, stage: Stage, screen: tuple[str, int]) -> None:
    reference = stage.assigned("A word_without_any_space_" * 10)
    log_in(page, "basim")
    tabs = [f"/desk/cases/{reference}?tab={tab}" for tab in ("reply", "ask", "propose")]
    for path in ("/desk", "/desk/commitments", *tabs):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= screen[1], path


def test_single_keys_move_open_and_take(page: Page, stage: Stage) -> None:
    for number in (1, 2):
        stage.assigned(f"Case {number} for the keys")
    log_in(page, "basim")
    page.goto("/desk?q=keys")
    links = page.locator("tr.q a.q__s")
    page.keyboard.press("j")
    expect(links.first).to_be_focused()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    # The same place on a keyboard that writes Arabic.
    links.nth(1).dispatch_event("keydown", {"key": "ن", "code": "KeyK", "bubbles": True})
    expect(links.first).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#desk-keys")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#desk-keys")).to_be_hidden()
    expect(links.first).to_be_focused()
    page.keyboard.press("a")
    page.wait_for_url("**/desk/cases/*")
    expect(page.locator("#take-on")).to_have_count(0)
    page.keyboard.press("t")
    page.wait_for_url("**?tab=propose#do")
    page.keyboard.press("r")
    page.wait_for_url("**?tab=reply#do")
    page.locator("[name=reply]").press_sequentially("are jot")
    expect(page.locator("[name=reply]")).to_have_value("are jot")


def test_whoever_wants_no_single_keys_has_none(page: Page, stage: Stage) -> None:
    stage.assigned("Nothing moves by a key")
    log_in(page, "basim")
    page.goto("/desk/keys")
    page.locator("button[name=keys]").click()
    expect(page.locator("button[name=keys]")).to_have_attribute("value", "on")
    assert violations(page) == []
    page.goto("/desk")
    page.keyboard.press("j")
    expect(page.locator("tr.q a:focus")).to_have_count(0)
