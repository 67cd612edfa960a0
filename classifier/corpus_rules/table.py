"""The table of what is there, as docs/corpus.md keeps it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from classifier.corpus_rules.numbers import LONG, SHORT
from classifier.corpus_rules.rows import KINDS, VARIETIES, Row, words_in

HEAD = """# The corpus

The sorter learns from `classifier/corpus/` and from nothing else. Each text was written by itself, as somebody in that
situation would write it; none comes from a template, from a program or from another collection, and none names a
private person. [definitions.md](../classifier/corpus/definitions.md) says what belongs to which category; `hard.jsonl`
holds pairs whose words point to the same place while the cases belong to different ones, with a note of the border.
`source_group` names the batch a text was written in: cross-validation never has one batch on both sides.

`make corpus` counts and checks all of it and writes this page: the numbers below against their minimum,
near-duplicates, sentences that share a template, numbers and names of persons, official names, lengths, and encoding.
"""


def page(rows: Sequence[Row], agencies: Mapping[str, str]) -> str:
    """`agencies` has the agency of every category, in the order in which they are to be listed."""
    return "\n".join([HEAD, *_overall(rows), "", *_by_category(rows, agencies), ""])


def _overall(rows: Sequence[Row]) -> list[str]:
    sorted_rows = [row for row in rows if row.category]
    kinds = Counter(row.kind for row in sorted_rows)
    lengths = [words_in(row.text) for row in sorted_rows]
    figures = {
        "texts": len(rows),
        "that must not be sorted": len(rows) - len(sorted_rows),
        "in hard pairs": sum(row.pair is not None for row in rows),
        "mixed, in Arabizi or misspelt": sum(row.variety in VARIETIES["mixed, Arabizi, misspelt"] for row in rows),
        **{f"of the kind {kind}": f"{kinds[kind]} ({kinds[kind] / len(sorted_rows):.1%})" for kind in KINDS},
        f"under {SHORT} words": sum(length < SHORT for length in lengths),
        f"over {LONG} words": sum(length > LONG for length in lengths),
        "batches": len({row.group for row in rows}),
    }
    spoken = Counter(row.variety for row in rows)
    return [
        "| what | number |",
        "| --- | ---: |",
        *(f"| {what} | {number} |" for what, number in figures.items()),
        *(f"| variety `{variety}` | {number} |" for variety, number in sorted(spoken.items())),
    ]


def _by_category(rows: Sequence[Row], agencies: Mapping[str, str]) -> list[str]:
    counts = Counter((row.category, row.variety) for row in rows)
    lines = [
        f"| agency | category | {' | '.join(VARIETIES)} | all |",
        f"| --- | --- |{' ---: |' * (len(VARIETIES) + 1)}",
    ]
    for code, agency in agencies.items():
        numbers = [sum(counts[code, variety] for variety in varieties) for varieties in VARIETIES.values()]
        lines.append(f"| {agency} | `{code}` | {' | '.join(map(str, numbers))} | {sum(numbers)} |")
    return lines
