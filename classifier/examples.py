"""Texts with their labels: the corpus of the package, or any file of JSON lines."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

from tawasul.core.text import SURROGATE, clean, language_of

NOTHING = ""
HOUSE_LANGUAGES = ("ar", "en")


class BadExamples(Exception):
    """A file that nothing can be learnt from; names the file and the line."""


@dataclass(frozen=True, slots=True)
class Example:
    """`label` is a category, or NOTHING for what must not be sorted. `group` names the batch it was written in."""

    text: str
    label: str
    language: str
    kind: str | None = None
    variety: str | None = None
    group: str | None = None


def corpus() -> list[Example]:
    """The training texts of the package, in an order that does not depend on the file system."""
    folder = resources.files("classifier").joinpath("corpus")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".jsonl"))
    lines = {name: folder.joinpath(name).read_text("utf-8").splitlines() for name in names}
    return [_as_met(example) for name in names for example in parse(lines[name], name)]


def _as_met(example: Example) -> Example:
    """Urdu counts as Arabic and Tagalog as English, because the sorter knows a case by its script alone."""
    if example.language in HOUSE_LANGUAGES:
        return example
    return replace(example, language=language_of(example.text))


def read(path: Path) -> list[Example]:
    """The texts of a file of JSON lines in UTF-8, in its order. `BadExamples` names the line that is none."""
    with path.open(encoding="utf-8", errors="surrogateescape") as lines:
        return list(parse(lines, path.name))


def parse(lines: Iterable[str], name: str) -> Iterator[Example]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _example(line, f"{name}:{number}")


def _example(line: str, place: str) -> Example:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise BadExamples(f"{place}: not JSON: {fault}") from fault
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise BadExamples(f"{place}: a line needs text and label")
    text = clean(row["text"])
    if SURROGATE.search(text):
        raise BadExamples(f"{place}: not UTF-8, or half a character")
    return Example(
        text=text,
        label=_label(row, place),
        language=_optional(row, "lang") or language_of(text),
        kind=_optional(row, "kind"),
        variety=_optional(row, "variety"),
        group=_optional(row, "source_group"),
    )


def _label(row: dict[str, Any], place: str) -> str:
    """`label` in any label set, `category` in the corpus; null means that nothing is to be sorted."""
    if "label" not in row and "category" not in row:
        raise BadExamples(f"{place}: a line needs text and label")
    label = row["label"] if "label" in row else row["category"]
    if label is None:
        return NOTHING
    if not isinstance(label, (str, int)) or isinstance(label, bool) or not str(label):
        raise BadExamples(f"{place}: a label is a word or null")
    return str(label)


def _optional(row: dict[str, Any], key: str) -> str | None:
    value = row.get(key)
    return value if isinstance(value, str) and value else None
