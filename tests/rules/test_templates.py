"""Templates: each compiles, each page stands in a layout, none carries code or style, none reaches elsewhere."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

from tests.rules.sources import ROOT, STATIC, TEMPLATES, files, name
from web.templating import environment

LETTERS = "tawasul/notify/templates"
INLINE = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>{]*\son[a-z]+\s*=", re.IGNORECASE),
    "code in an address": re.compile(r"javascript:", re.IGNORECASE),
    "code for htmx": re.compile(r"\bhx-on\b|\bhx-vals\s*=\s*[\"']js:", re.IGNORECASE),
}
OUTSIDE = re.compile(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", re.IGNORECASE)
# Names of formats, not addresses that a browser opens; the public address stands in an example for letters.
NAMESPACES = ("http://www.w3.org/",)
UNSAFE = re.compile(r"\|\s*safe\b|autoescape\s+false", re.IGNORECASE)


def pages() -> list[Path]:
    return files(".html", "web/templates/pages")


def templates() -> list[Path]:
    return files(".html", "web/templates")


def inside(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def test_there_are_templates() -> None:
    assert pages()


@pytest.mark.parametrize("path", templates(), ids=inside)
def test_a_template_compiles(path: Path) -> None:
    environment().get_template(inside(path))


@pytest.mark.parametrize("path", pages(), ids=inside)
def test_a_page_extends_a_layout(path: Path) -> None:
    parsed = environment().parse(path.read_text(encoding="utf-8"))
    extended = [
        node.template.value for node in parsed.find_all(nodes.Extends) if isinstance(node.template, nodes.Const)
    ]
    assert extended
    assert extended[0].startswith("layouts/")


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what: str) -> None:
    assert [inside(path) for path in templates() if INLINE[what].search(path.read_text(encoding="utf-8"))] == []


def test_nothing_is_marked_safe_by_a_template() -> None:
    assert [inside(path) for path in templates() if UNSAFE.search(path.read_text(encoding="utf-8"))] == []


def test_nothing_that_a_browser_loads_names_another_host() -> None:
    judged = [*templates(), *files(".css", "web"), *files(".svg", "web"), *files(".js", "web/static/js")]
    found = []
    for path in judged:
        text = path.read_text(encoding="utf-8")
        for namespace in NAMESPACES:
            text = text.replace(namespace, "")
        found += [f"{name(path)}: {address}" for address in OUTSIDE.findall(text)]
    assert found == []


def test_every_form_that_posts_carries_its_token() -> None:
    form = re.compile(r"<form\b[^>]*method=[\"']post[\"'][^>]*>(.*?)</form>", re.IGNORECASE | re.DOTALL)
    without = [
        f"{name(path)}: {found.group(0)[:60]}"
        for path in templates()
        for found in form.finditer(path.read_text(encoding="utf-8"))
        if "csrf_input" not in found.group(1)
    ]
    assert without == []


def test_every_static_file_that_a_template_names_is_there() -> None:
    named = re.compile(r"static\(\s*['\"]([^'\"]+)['\"]")
    missing = [
        f"{name(path)}: {file}"
        for path in templates()
        for file in named.findall(path.read_text(encoding="utf-8"))
        if not (STATIC / file).is_file()
    ]
    assert missing == []


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol[^>]*\bid="([^"]+)"', (STATIC / "icons/sprite.svg").read_text(encoding="utf-8")))
    named = re.compile(r"\bicon\(\s*['\"]([a-z0-9-]+)['\"]")
    judged = [*templates(), *files(".py", "web")]
    missing = {found for path in judged for found in named.findall(path.read_text(encoding="utf-8"))} - sprite
    assert sorted(missing) == []


def test_letters_hold_no_code_and_load_nothing() -> None:
    letters = files(".html", LETTERS)
    assert letters
    loads = re.compile(r"<(script|img|link|iframe)\b", re.IGNORECASE)
    assert [name(path) for path in letters if loads.search(path.read_text(encoding="utf-8"))] == []


def test_every_page_that_a_handler_names_is_there() -> None:
    named = re.compile(r"[\"']((?:pages|partials)/[a-z_/0-9]+\.html)[\"']")
    missing = {
        found
        for path in files(".py", "web")
        for found in named.findall((ROOT / path).read_text(encoding="utf-8"))
        if not (TEMPLATES / found).is_file()
    }
    assert sorted(missing) == []
