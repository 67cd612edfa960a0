"""A real Chromium before a real web process, in both languages and at two widths."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.browser.stage import PASSWORD, Server, Stage

SCREENS = [(language, width) for language in ("ar", "en") for width in (390, 1440)]
HEIGHTS = {390: 844, 1440: 900}
PATIENCE = 15_000.0
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All browser tests run in one process: they share a browser, and the machine."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


def chromium_path() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None and os.environ.get("CI"):
        pytest.fail("chromium is missing: apt install chromium")
    if found is None:
        pytest.skip("chromium is missing: apt install chromium")
    return found


@pytest.fixture(scope="session")
def stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A running web process on a copy of the seeded database."""
    folder = tmp_path_factory.mktemp("stage")
    database = f"sqlite:///{shutil.copy(sqlite_template, folder / 'tawasul.sqlite')}"
    server = Server(database, folder)
    try:
        server.wait()
        stage = Stage(server.url, database)
        stage.hire()
        yield stage
    finally:
        server.stop()
    faults = [line for line in server.log if "request failed" in line]
    assert faults == []


# A browser for each module, not for all: its driver keeps a loop running, in which no other test could start one.
@pytest.fixture(scope="module")
def chromium(stage: Stage) -> Iterator[Browser]:
    path = chromium_path()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen[0]}-{screen[1]}")
def screen(request: pytest.FixtureRequest) -> tuple[str, int]:
    """A language and a width in pixels."""
    given: tuple[str, int] = request.param
    return given


@pytest.fixture
def context(chromium: Browser, stage: Stage, screen: tuple[str, int]) -> Iterator[BrowserContext]:
    language, width = screen
    opened = chromium.new_context(
        base_url=stage.url,
        viewport={"width": width, "height": HEIGHTS[width]},
        locale="ar-BH" if language == "ar" else "en-GB",
        reduced_motion="reduce",
    )
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that tolerates no fault: nothing on the console, nothing asked of another host, nothing missing."""
    faults: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: faults.extend(_faults(message)))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.extend(_failure(request)))
    yield page
    page.close()
    assert faults == []


def _failure(request: Request) -> list[str]:
    # What was under way when one went on to the next page is given up, and no fault.
    return [] if request.failure == "net::ERR_ABORTED" else [f"{request.failure}: {request.url}"]


def _faults(message: ConsoleMessage) -> list[str]:
    # A refused form is an answer of 409, 422 or 429; the browser reports it like a missing file.
    expected = ("status of 409", "status of 422", "status of 429", "status of 404")
    is_fault = message.type in ("error", "warning") and not any(part in message.text for part in expected)
    return [message.text] if is_fault else []


def log_in(page: Page, username: str) -> None:
    """Log in as one of the cast."""
    page.goto("/login")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/desk*")


def settled(page: Page) -> None:
    """Until nothing of the page is on its way or being put in its place."""
    page.wait_for_load_state()
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)


def choose(page: Page, name: str, value: str) -> None:
    """Choose one of several, as a hand does: by its words, once they stand still."""
    field = page.locator(f"[name={name}][value={value}]")
    page.locator("label.choice", has=field).click()
    expect(field).to_be_checked()
