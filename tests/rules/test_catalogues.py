"""Every sentence that people read has its Arabic, with all six plurals and the same places for values."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from tawasul.core.i18n import LOCALE_FOLDER
from tests.rules.sources import ROOMS, files, name

KEYWORDS = {"_": None, "_mark": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
JINJA_OPTIONS = {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "silent": "false", "trimmed": "true"}
PLURALS = 6
RULE = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"
PLACE = re.compile(r"%\((\w+)\)s")
BARE = re.compile(r"%(?!\(\w+\)s|%)")
ARABIC = re.compile("[\u0620-\u064a]")
EASTERN_DIGITS = re.compile("[\u0660-\u0669]")

Key = tuple[str | None, str, str | None]  # context, sentence, its plural


def calls_in_python(path: Path) -> Iterator[Key]:
    with path.open("rb") as file:
        for _, function, found, _ in extract_python(file, KEYWORDS, (), {}):
            yield from as_key(function, found)


def calls_in_template(path: Path) -> Iterator[Key]:
    with path.open("rb") as file:
        for _, function, found, _ in babel_extract(file, KEYWORDS, (), JINJA_OPTIONS):
            yield from as_key(function, found)


def as_key(function: str | None, found: object) -> Iterator[Key]:
    """One sentence as asked for. What is not a constant is none: `_(message)` says what was marked elsewhere."""
    parts = list(found) if isinstance(found, (tuple, list)) else [found]
    if function == "pgettext" and all(isinstance(part, str) for part in parts[:2]):
        yield parts[0], parts[1], None
    elif function == "ngettext" and all(isinstance(part, str) for part in parts[:2]):
        yield None, parts[0], parts[1]
    elif function not in ("pgettext", "ngettext") and parts and isinstance(parts[0], str):
        yield None, parts[0], None


@lru_cache(maxsize=1)
def asked() -> dict[Key, str]:
    """Every sentence of code, pages and letters, with a place that says it."""
    found: dict[Key, str] = {}
    for path in files(".py", *ROOMS):
        found |= {key: name(path) for key in calls_in_python(path)}
    for suffix in (".html", ".txt"):
        for path in files(suffix, "web/templates", "tawasul/notify/templates"):
            found |= {key: name(path) for key in calls_in_template(path)}
    return found


@lru_cache(maxsize=1)
def catalogues() -> dict[str, Catalog]:
    read = {}
    for path in sorted((LOCALE_FOLDER / "ar").glob("*.po")):
        with path.open("rb") as file:
            read[path.name] = read_po(file, locale="ar", abort_invalid=True)
    return read


def entries() -> Iterator[tuple[str, Message]]:
    for file, catalogue in catalogues().items():
        for message in catalogue:
            if message.id:
                yield file, message


def key_of(message: Message) -> Key:
    if isinstance(message.id, tuple):
        return message.context, message.id[0], message.id[1]
    return message.context, message.id, None


def translations(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, (tuple, list)) else [message.string]


def test_every_sentence_has_its_arabic() -> None:
    known = {key_of(message) for _, message in entries() if all(translations(message))}
    missing = [f"{place}: {key}" for key, place in asked().items() if key not in known and key[1]]
    assert sorted(missing) == []


def test_nothing_is_translated_that_nobody_says() -> None:
    unused = [f"{file}: {message.id}" for file, message in entries() if key_of(message) not in asked()]
    assert unused == []


def test_no_sentence_stands_in_two_catalogues() -> None:
    # The singular decides: `gettext` and `ngettext` look the same entry up.
    counted = Counter((message.context, key_of(message)[1]) for _, message in entries())
    twice = {key for key, count in counted.items() if count > 1}
    assert [f"{file}: {m.id}" for file, m in entries() if (m.context, key_of(m)[1]) in twice] == []


def test_every_plural_has_six_forms() -> None:
    wrong = [
        f"{file}: {message.id}"
        for file, message in entries()
        if isinstance(message.id, tuple) and len([form for form in translations(message) if form]) != PLURALS
    ]
    assert wrong == []


@pytest.mark.parametrize("path", sorted((LOCALE_FOLDER / "ar").glob("*.po")), ids=lambda path: path.name)
def test_a_catalogue_counts_as_arabic_does(path: Path) -> None:
    assert RULE in path.read_text(encoding="utf-8").replace("\\n", "")


def test_a_translation_has_the_places_of_its_sentence() -> None:
    wrong = []
    for file, message in entries():
        one, *more = [set(PLACE.findall(text)) for text in key_of(message)[1:] if text]
        whole = one.union(*more)
        for form in translations(message):
            # One and two may say their number in words; no form has a place that the sentence has not.
            given = set(PLACE.findall(form))
            if given - whole or (not isinstance(message.id, tuple) and given != whole) or BARE.search(form):
                wrong.append(f"{file}: {form}")
    assert wrong == []


def test_a_translation_is_arabic_with_western_digits() -> None:
    wrong = []
    for file, message in entries():
        for form in translations(message):
            words = PLACE.sub("", form)
            if EASTERN_DIGITS.search(words) or (re.search("[A-Za-z]{3}", words) and not ARABIC.search(words)):
                wrong.append(f"{file}: {form}")
    assert wrong == []


def test_no_sentence_is_made_of_parts() -> None:
    joined = re.compile(r"\b(?:_|ngettext|pgettext)\(\s*f[\"']")
    places = [*files(".py", *ROOMS), *files(".html", "web/templates", "tawasul/notify/templates")]
    assert [name(path) for path in places if joined.search(path.read_text(encoding="utf-8"))] == []
