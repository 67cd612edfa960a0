"""Style sheets: one for both directions, colours only from the tokens."""

import re
from pathlib import Path

import pytest

from tests.rules.sources import STATIC, files, name

TOKENS = "tokens.css"
PHYSICAL = re.compile(
    r"(?:^|[;{\s])("
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-[a-z]+)?"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|left|right"
    r")\s*:"
    r"|\b(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)
# The four values of a shorthand name sides in turn: the second is the right one.
FOUR_VALUES = re.compile(r"(?:^|[;{\s])(?:margin|padding|inset|border-radius|border-width)\s*:\s*([^;}]+)")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|hwb)\(")
IMPORTANT = re.compile(r"!important")


def sheets() -> list[Path]:
    return files(".css", "web/static/css")


def rules(path: Path) -> str:
    """A sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def values(shorthand: str) -> list[str]:
    """The values of a shorthand; what stands in brackets is one."""
    found: list[str] = []
    level = 0
    for part in re.split(r"(\s+|\(|\))", shorthand.strip()):
        level += (part == "(") - (part == ")")
        if level == 0 and part.strip() and part not in "()":
            found.append(part)
    return found


def test_there_are_sheets() -> None:
    assert sheets()


@pytest.mark.parametrize("path", sheets(), ids=name)
def test_a_sheet_knows_no_left_and_no_right(path: Path) -> None:
    assert [found.group(0).strip() for found in PHYSICAL.finditer(rules(path))] == []


@pytest.mark.parametrize("path", sheets(), ids=name)
def test_no_shorthand_names_two_different_sides(path: Path) -> None:
    sided = []
    for shorthand in FOUR_VALUES.findall(rules(path)):
        given = values(shorthand.partition("/")[0])
        if len(given) == 4 and given[1] != given[3]:
            sided.append(shorthand)
    assert sided == []


@pytest.mark.parametrize("path", [sheet for sheet in sheets() if sheet.name != TOKENS], ids=name)
def test_colours_come_from_the_tokens(path: Path) -> None:
    text = re.sub(r"url\([^)]*\)", "", rules(path))
    assert [found.group(0) for found in COLOUR.finditer(text)] == []


def test_every_token_that_is_used_is_defined() -> None:
    text = "".join(rules(path) for path in sheets())
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", text))
    used = set(re.findall(r"var\((--[a-z0-9-]+)(?=\s*\))", text))
    assert sorted(used - defined) == []


def test_every_font_is_served_from_here() -> None:
    named = re.findall(r"url\([\"']?([^\"')]+)", "".join(rules(path) for path in sheets()))
    files_named = [url for url in named if not url.startswith("data:")]
    missing = [url for url in files_named if not (STATIC / "css" / url.partition("?")[0]).resolve().is_file()]
    assert missing == []


@pytest.mark.parametrize(
    ("rule", "is_physical"),
    [
        ("a { margin-left: 1rem }", True),
        ("a { text-align: right }", True),
        ("a { right: 0 }", True),
        ("a { border-top-left-radius: 2px }", True),
        ("a { margin-inline-start: 1rem; text-align: start; inset-inline-end: 0 }", False),
        ("a { --copyright: 1 }", False),
    ],
)
def test_physical_sides_are_found(rule: str, *, is_physical: bool) -> None:
    assert bool(PHYSICAL.search(rule)) is is_physical
