"""All that is wrong with the corpus, in sentences."""

from collections.abc import Collection, Mapping, Sequence

from classifier.corpus_rules import alike, fields, numbers, persons
from classifier.corpus_rules.rows import Row


def faults(
    rows: Sequence[Row], categories: Collection[str], official: Mapping[str, Sequence[str]], definitions: str
) -> list[str]:
    """`official` has the names of a category and of its agency, which a text seldom says."""
    return [
        *fields.faults(rows, categories),
        *fields.definitions(definitions, categories),
        *numbers.faults(rows, categories, official),
        *persons.faults(rows),
        *alike.faults(rows),
    ]
