"""Words that mean about the same in dialect, Modern Standard Arabic and English, and the categories they speak for.

The file has a line a meaning, `name: form | form | …`, and a line a category, `@code: form | form ; form ; =name name`:
meanings between semicolons, those behind the equals sign being defined above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np

from classifier.stems import stems, words
from tawasul.core.text import fold, language_of

LONGEST = 3
HANDFUL, HANDFULS = 5, 4


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`meanings` maps a form, stem by stem, to the names of its meanings; `speaks_for` a category to its forms."""

    meanings: Mapping[tuple[str, ...], tuple[str, ...]]
    speaks_for: Mapping[str, tuple[tuple[str, ...], ...]]

    def found(self, bare: Sequence[str]) -> list[str]:
        """The meanings met in a text, one for each place where they are met."""
        met: list[str] = []
        for start in range(len(bare)):
            for size in range(1, LONGEST + 1):
                met += self.meanings.get(tuple(bare[start : start + size]), ()) if start + size <= len(bare) else ()
        return met


EMPTY = Lexicon({}, {})


def bundled() -> str:
    return resources.files("classifier").joinpath("data/lexicon.txt").read_text("utf-8")


def parse(source: str) -> Lexicon:
    groups: dict[str, tuple[str, ...]] = {}
    speaks_for: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in source.splitlines():
        head, colon, rest = line.partition(":")
        if not colon or line.startswith("#"):
            continue
        if head.startswith("@"):
            speaks_for[head[1:].strip()] = tuple(_of_category(head[1:].strip(), rest, groups))
        else:
            groups[head.strip()] = _forms(rest)
    return Lexicon(_by_form(groups), speaks_for)


def _of_category(code: str, rest: str, groups: dict[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    listed: list[tuple[str, ...]] = []
    for number, part in enumerate(rest.split(";")):
        name = part.strip()
        if name.startswith("="):
            listed += [groups[known] for known in name[1:].split()]
        elif name:
            groups[f"{code}.{number}"] = _forms(name)
            listed.append(groups[f"{code}.{number}"])
    return listed


def _forms(rest: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in rest.split("|") if form.strip())


def _by_form(groups: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    meanings: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name, forms in groups.items():
        for form in forms:
            key = tuple(stems(words(fold(form))))
            if name not in meanings.get(key, ()):
                meanings[key] = (*meanings.get(key, ()), name)
    return meanings


def short_texts(groups: Sequence[tuple[str, ...]], random: np.random.Generator) -> list[str]:
    """In each language the category's own words at once, and then a few handfuls of all that speaks for it."""
    texts: list[str] = []
    for language in ("ar", "en"):
        own: list[str] = [form for form in groups[0] if language_of(form) == language]
        every: list[str] = [form for group in groups for form in group if language_of(form) == language]
        drawn = [random.permutation(len(every))[:HANDFUL] for _ in range(HANDFULS)]
        handfuls = [[every[int(place)] for place in places] for places in drawn]
        texts += [" ".join(forms) for forms in [own, *handfuls] if forms]
    return texts
