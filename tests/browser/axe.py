"""Axe on a page, with contrast judged for Arabic too.

Axe takes Arabic shaping for an icon font and passes over the contrast of Arabic text. A second run, with every
Arabic letter replaced by a Latin one, judges the same colours on the same page.
"""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_LATIN = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        node.data = node.data.replace(/[\\u0600-\\u06ff]/g, "x");
    }
}"""
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def violations(page: Page) -> list[str]:
    """What axe finds, a line each. Alters the page's text: judge it last."""
    # A page that came by a form may be asked before its styles are there.
    page.wait_for_load_state()
    page.evaluate("async () => { await document.fonts.ready; }")
    found = _run(page, RULES)
    page.evaluate(_LATIN)
    return found + _run(page, CONTRAST)


def _run(page: Page, options: dict[str, Any]) -> list[str]:
    results = Axe().run(page, options=options).response
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]
