"""The texts that ship keep every rule, and docs/corpus.md counts what is there."""

import pytest

from benchmarks import corpus
from classifier import examples
from classifier.corpus_rules import rows


@pytest.fixture(scope="module")
def texts():
    return rows.corpus()


def test_nothing_is_wrong_with_the_corpus(texts):
    assert corpus.faults(texts) == []


def test_the_page_counts_what_is_there(texts):
    assert corpus.PAGE.read_text(encoding="utf-8") == corpus.page(texts), "`make corpus` writes it anew"


def test_the_sorter_reads_the_same_texts(texts):

    assert [row.text for row in texts] == [example.text for example in examples.corpus()]
