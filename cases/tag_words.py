"""How a tag is written and compared. Pure."""

from collections.abc import Sequence

from cases import wording
from tawasul.core.errors import FieldError, Invalid
from tawasul.core.text import UNSEEN, clean, fold

LONGEST = 40
_LONGEST_FOLDED = 80


def folded(word: str) -> str:
    """A tag without differences of spelling. Empty if nothing of it can be seen."""
    return fold(clean(word))[:_LONGEST_FOLDED]


def named(words: Sequence[str]) -> dict[str, str]:
    """The tags by their folded forms, each a single line that can be seen. `Invalid` if one is none."""
    found: dict[str, str] = {}
    for given in words:
        word = " ".join(clean(given).split())
        faults = wording.faults_of("tags", word, empty="empty_field", longest=LONGEST)
        if not faults and not (UNSEEN.sub("", word).strip() and folded(word)):
            faults = [FieldError("tags", "empty_field")]
        if faults:
            raise Invalid(*faults)
        found.setdefault(folded(word), word)
    if not found:
        raise Invalid(FieldError("tags", "empty_field"))
    return found
