"""Texts that were not written one by one: near-duplicates, and sentences that share a template."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from classifier.corpus_rules.rows import Row
from classifier.stems import words
from tawasul.core.text import fold

PIECE = 5
TOO_ALIKE = 0.5
FEWEST_WORDS = 5
WORDS_FOR_TWO_SLOTS = 8
SENTENCE_END = re.compile(r"[.!?؟۔\n]+")


def faults(rows: Sequence[Row]) -> list[str]:
    return [*same_texts(rows), *near_duplicates(rows), *templates(rows)]


def same_texts(rows: Sequence[Row]) -> list[str]:
    """One text under two labels teaches the opposite of itself."""
    places: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        places[fold(row.text)].append(row)
    return [
        f"{one.place} and {other.place} are the same text"
        for found in places.values()
        for one, other in combinations(found, 2)
    ]


def near_duplicates(rows: Sequence[Row]) -> list[str]:
    """Texts of one category whose pieces of five letters are half the same."""
    found: dict[str | None, list[tuple[Row, frozenset[str]]]] = defaultdict(list)
    for row in rows:
        found[row.category].append((row, pieces(row.text)))
    return [
        f"{one.place} and {other.place} are near-duplicates"
        for members in found.values()
        for (one, mine), (other, theirs) in combinations(members, 2)
        if alike(mine, theirs) >= TOO_ALIKE
    ]


def pieces(text: str) -> frozenset[str]:
    folded = fold(text)
    return frozenset(folded[start : start + PIECE] for start in range(max(1, len(folded) - PIECE + 1)))


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard: what both hold among all that either holds."""
    shorter, longer = sorted((len(one), len(other)))
    if shorter < TOO_ALIKE * longer:
        return 0.0
    common = len(one & other)
    return common / (shorter + longer - common)


def templates(rows: Sequence[Row]) -> list[str]:
    """Sentences of two texts that are equal but for one word, or for two words where they are long."""
    found: dict[tuple[int, int, tuple[str, ...]], list[tuple[Row, tuple[str, ...]]]] = defaultdict(list)
    for row in rows:
        for sentence in sentences(row.text):
            for key in _unchanged_thirds(sentence):
                found[key].append((row, sentence))
    pairs = {
        f"{one.place} and {other.place} share a template"
        for members in found.values()
        for (one, mine), (other, theirs) in combinations(members, 2)
        if one.place != other.place and differing(mine, theirs) <= slots_allowed(mine)
    }
    return sorted(pairs)


def sentences(text: str) -> Iterator[tuple[str, ...]]:
    for sentence in SENTENCE_END.split(text):
        found = tuple(words(fold(sentence)))
        if len(found) >= FEWEST_WORDS:
            yield found


def slots_allowed(sentence: Sequence[str]) -> int:
    return 2 if len(sentence) >= WORDS_FOR_TWO_SLOTS else 1


def differing(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(mine != theirs for mine, theirs in zip(one, other, strict=True))


def _unchanged_thirds(sentence: tuple[str, ...]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Two slots leave at least one third as it was, so that only sentences that share one need comparing."""
    length = len(sentence)
    for part in range(3):
        yield length, part, sentence[length * part // 3 : length * (part + 1) // 3]
