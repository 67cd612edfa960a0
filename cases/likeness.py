"""How alike two texts are, by their words alone. Pure, and cheap enough for a page."""

from classifier.stems import stems, words
from tawasul.core.text import fold

SHORTEST = 3
# Of the shorter text so many words stand in the other one too.
ALIKE = 0.5
FEWEST = 2


def alike(one: str, other: str) -> bool:
    """Whether two texts probably tell of the same thing."""
    first, second = _telling(one), _telling(other)
    shared, shorter = len(first & second), min(len(first), len(second))
    return shared >= min(FEWEST, shorter) > 0 and shared / shorter >= ALIKE


def _telling(text: str) -> set[str]:
    return {stem for stem in stems(words(fold(text))) if len(stem) >= SHORTEST}
