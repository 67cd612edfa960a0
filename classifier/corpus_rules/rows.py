"""One line of the corpus as it was written, with the place it stands at."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

DIALECT, STANDARD = ("bahraini",), ("msa",)
ENGLISH = ("native", "gulf", "south_asian", "brief")
TWISTED = ("mixed", "arabizi", "misspelt")
OTHERS = ("urdu", "hindi", "malayalam", "tagalog")
VARIETIES = {
    "Bahraini": DIALECT,
    "MSA": STANDARD,
    "English": ENGLISH,
    "mixed, Arabizi, misspelt": TWISTED,
    "Urdu, Hindi, Malayalam, Tagalog": OTHERS,
}
KINDS = ("complaint", "suggestion", "inquiry")
LANGUAGES = {
    **dict.fromkeys(DIALECT + STANDARD + ("arabizi",), ("ar",)),
    **dict.fromkeys(ENGLISH, ("en",)),
    "mixed": ("ar", "en"),
    "misspelt": ("ar", "en"),
    "urdu": ("ur",),
    "hindi": ("hi",),
    "malayalam": ("ml",),
    "tagalog": ("tl",),
}


@dataclass(frozen=True, slots=True)
class Row:
    """`category` is None for what must not be sorted; `place` is file and line; `pair` names the other hard text."""

    place: str
    text: str
    category: str | None
    kind: str | None
    lang: str
    variety: str
    group: str
    pair: str | None = None
    border: str | None = None


def corpus() -> list[Row]:
    folder = resources.files("classifier").joinpath("corpus")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".jsonl"))
    return [row for name in names for row in parse(folder.joinpath(name).read_text("utf-8").split("\n"), name)]


def definitions() -> str:
    return resources.files("classifier").joinpath("corpus/definitions.md").read_text("utf-8")


def parse(lines: Iterable[str], name: str) -> list[Row]:
    return [_row(json.loads(line), f"{name}:{number}") for number, line in enumerate(lines, start=1) if line]


def _row(fields: dict[str, str | None], place: str) -> Row:
    return Row(
        place=place,
        text=fields["text"] or "",
        category=fields["category"],
        kind=fields["kind"],
        lang=fields["lang"] or "",
        variety=fields["variety"] or "",
        group=fields["source_group"] or "",
        pair=fields.get("pair"),
        border=fields.get("border"),
    )


def words_in(text: str) -> int:
    return len(text.split())
