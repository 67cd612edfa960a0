"""Which texts are held out together, so that no batch of an author teaches and tests at once."""

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from classifier.examples import Example

SEED = 20250
BATCH_NUMBER = re.compile(r"-?\d+$")
ONE_AUTHOR = re.compile(r"(-[a-z])-\d+$")
AUTHOR = re.compile(r"-[a-z]$")


def held_out(examples: Sequence[Example], count: int) -> npt.NDArray[np.int64]:
    """The fold of each example.

    Batches of one family (`ewa-1`, `ewa-2`) go to different folds; those of one author (`everyday-a-1`,
    `everyday-a-2`) to the same. A label written in one batch only is dealt out
    within it: what is then measured flatters, and the report says so."""
    of_group = _folds_of_groups(examples, count)
    groups: dict[str, set[str | None]] = defaultdict(set)
    for example in examples:
        groups[example.label].add(example.group)
    folds = np.zeros(len(examples), dtype=np.int64)
    dealt: dict[str, int] = defaultdict(int)
    for place in np.random.default_rng(SEED).permutation(len(examples)):
        example = examples[int(place)]
        if example.group is None or len(groups[example.label]) == 1:
            folds[place] = dealt[example.label] % count
            dealt[example.label] += 1
        else:
            folds[place] = of_group[example.group]
    return folds


def by_batch(examples: Sequence[Example]) -> bool:
    """Do most labels have batches to hold out whole?"""
    groups: dict[str, set[str | None]] = defaultdict(set)
    for example in examples:
        groups[example.label].add(example.group)
    return sum(len(found) > 1 for found in groups.values()) * 2 > len(groups)


def _folds_of_groups(examples: Sequence[Example], count: int) -> dict[str, int]:
    groups = sorted({example.group for example in examples if example.group})
    families: dict[str, list[str]] = defaultdict(list)
    for author in sorted(set(map(_author, groups))):
        families[AUTHOR.sub("", BATCH_NUMBER.sub("", author))].append(author)
    fold_of = {author: place % count for family in families.values() for place, author in enumerate(family)}
    return {group: fold_of[_author(group)] for group in groups}


def _author(group: str) -> str:
    """Whoever wrote the batch, as far as its name tells: a letter before the number, or else the batch itself."""
    return ONE_AUTHOR.sub(r"\1", group)
