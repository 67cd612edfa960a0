"""Rows of a corpus, made one at a time."""

from collections.abc import Callable
from itertools import count

import pytest

from classifier.corpus_rules.rows import Row


@pytest.fixture
def written() -> Callable[..., Row]:
    places = count(1)

    def write(text: str, category: str | None = "ewa-bill", variety: str = "native", **fields: str | None) -> Row:
        kind = fields.pop("kind", "complaint" if category else None)
        lang = fields.pop("lang", "en")
        return Row(f"a.jsonl:{next(places)}", text, category, kind, lang or "", variety, "a-1", **fields)

    return write
