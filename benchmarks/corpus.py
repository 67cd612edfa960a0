"""`make corpus`: count and check the sorter's texts, and keep the counts in docs/corpus.md."""

import csv
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from classifier.corpus_rules import judgement, table
from classifier.corpus_rules.rows import Row, corpus, definitions
from classifier.destinations import MUNICIPALITY

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "corpus.md"
CATEGORIES = ROOT / "routing" / "data" / "categories.csv"
AGENCIES = ROOT / "tawasul" / "accounts" / "data" / "agencies.csv"


def agency_of_each() -> dict[str, str]:
    return {row["code"]: row["agency"] for row in _read(CATEGORIES)}


def official_names() -> dict[str, list[str]]:
    """What a category and its agency are called in full, and the agency's letters."""
    agencies = {row["code"]: [row["code"], *_names(row)] for row in _read(AGENCIES)}
    municipal = [name for code, names in agencies.items() if code.startswith(MUNICIPALITY) for name in names]
    return {
        row["code"]: [*_names(row), *(municipal if row["agency"] == MUNICIPALITY else agencies[row["agency"]])]
        for row in _read(CATEGORIES)
    }


def page(rows: list[Row]) -> str:
    return table.page(rows, agency_of_each())


def faults(rows: list[Row]) -> list[str]:
    return judgement.faults(rows, agency_of_each(), official_names(), definitions())


def run() -> int:
    """Prints the page and what is wrong; the exit code says whether anything is."""
    rows = corpus()
    written = page(rows)
    PAGE.write_text(written, encoding="utf-8")
    print(written)
    found = faults(rows)
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


def _names(row: Mapping[str, str]) -> Iterator[str]:
    """`Labour Fund (Tamkeen)` is said as either."""
    for name in (row["name_en"], row["name_ar"]):
        yield from (part.strip() for part in re.split(r"[()]", name) if part.strip())


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    sys.exit(run())
