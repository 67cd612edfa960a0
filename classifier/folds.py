"""Which texts are held out together, so that no batch of an author teaches and tests at once."""

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from classifier.examples import Example

SEED = 20250
BATCH_NUMBER = re.compile(r"-?\d+$")


def held_out(examples: Sequence[Example], count: int) -> npt.NDArray[np.int64]:
    """The fold of each example.

    Batches of one family (`ewa-1`, `ewa-2`) go to different folds. A label written in one batch only is dealt out
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
    families: dict[str, list[str]] = defaultdict(list)
    for group in sorted({example.group for example in examples if example.group}):
        families[BATCH_NUMBER.sub("", group)].append(group)
    return {group: place % count for family in families.values() for place, group in enumerate(family)}
