"""Take the pictures of the README from a running demonstration.

usage: python docs/take_pictures.py URL FOLDER, where FOLDER holds the `demo-accounts.txt` of that demonstration.
"""

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
WIDTH, HEIGHT = 1200, 800
LARGEST = 150_000
TEXT = "The street lamp at the corner of our road has been dark for two weeks."
TEXT_AR = "إنارة الشارع عند زاوية طريقنا مطفأة منذ أسبوعين."


def passwords(folder: Path) -> dict[str, str]:
    lines = (folder / "demo-accounts.txt").read_text(encoding="utf-8").splitlines()
    return dict(found.groups() for line in lines if (found := re.match(r"\s*(\S+)\s+(\S+)\s*$", line)))


def take(page: Page, name: str) -> None:
    """Keep what is on the screen, as small as it must be."""
    path = PICTURES / f"{name}.png"
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    if path.stat().st_size > LARGEST:
        raise SystemExit(f"{path} has {path.stat().st_size} bytes, at most {LARGEST} are wanted")


def go_on(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()


def file_case(page: Page, text: str) -> tuple[str, str]:
    """Through all steps to the receipt; gives reference and access code."""
    page.goto("/file")
    page.fill("[name=text]", text)
    for step in ("where", "about", "check", "receipt"):
        go_on(page)
        page.wait_for_url(f"**/file/{step}")
    shown = page.locator(".refno")
    return re.sub(r"\D", "", shown.nth(0).inner_text()), shown.nth(1).inner_text()


def public_in_arabic(page: Page) -> None:
    page.goto("/")
    take(page, "home-ar")
    file_case(page, TEXT_AR)
    take(page, "receipt-ar")


def public_in_english(page: Page) -> None:
    page.goto("/file")
    page.fill("[name=text]", TEXT)
    take(page, "file-en")
    reference, code = file_case(page, TEXT)
    page.goto("/track")
    page.fill("[name=reference]", reference)
    page.fill("[name=code]", code)
    go_on(page)
    page.wait_for_url(f"**/track/{reference}")
    take(page, "track-en")


def desk_in_arabic(page: Page) -> None:
    take(page, "queue-ar")


def desk_in_english(page: Page) -> None:
    page.locator("a[href*='/desk/cases/']").first.click()
    page.wait_for_url("**/desk/cases/*")
    take(page, "case-en")


def triage_in_english(page: Page) -> None:
    page.goto("/desk/triage")
    take(page, "triage-en")


def board_in_arabic(page: Page) -> None:
    page.goto("/board")
    take(page, "board-ar")


Shoot = Callable[[Page], None]
# What is shown, in which language, and to whom.
TOUR: tuple[tuple[Shoot, str, str | None], ...] = (
    (public_in_arabic, "ar", None),
    (public_in_english, "en", None),
    (desk_in_arabic, "ar", "national-supervisor"),
    (desk_in_english, "en", "officer.ewa"),
    (triage_in_english, "en", "national-supervisor"),
    (board_in_arabic, "ar", "national-supervisor"),
)


def visit(browser: Browser, url: str, stop: tuple[Shoot, str, str | None], known: dict[str, str]) -> None:
    shoot, language, username = stop
    context = browser.new_context(
        base_url=url, viewport={"width": WIDTH, "height": HEIGHT}, locale="ar-BH" if language == "ar" else "en-GB"
    )
    page = context.new_page()
    if username is not None:
        page.goto("/login")
        page.fill("[name=username]", username)
        page.fill("[name=password]", known[username])
        go_on(page)
        page.wait_for_url("**/desk*")
    shoot(page)
    context.close()


def main(url: str, folder: Path) -> None:
    known = passwords(folder)
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for stop in TOUR:
            visit(browser, url, stop, known)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
