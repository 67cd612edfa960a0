"""Light stemming: what Arabic hangs before and behind a word, and the commonest English endings, come off."""

import re
from collections.abc import Iterable
from functools import lru_cache

# The vowel signs of Hindi and Malayalam are marks, not letters; without them a word falls to pieces.
WORD = re.compile(r"(?:[^\W_]|[\u0900-\u0963\u0966-\u0dff])+")
ARABIC = re.compile("[\u0621-\u06ff]")
BEFORE = ("وبال", "وهال", "ولل", "وال", "بال", "فال", "كال", "هال", "عال", "لل", "ال", "و")
BEHIND = ("تها", "ها", "هم", "نا", "كم", "ات", "ان", "ون", "ين", "وا", "يه", "ه", "ي", "ك")
ENGLISH = (
    ("ies", "y"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("xes", "x"),
    ("sses", "ss"),
    ("ing", ""),
    ("ed", ""),
    ("s", ""),
)
SHORTEST = 3
KEPT = 50_000


def words(folded: str) -> list[str]:
    return WORD.findall(folded)


def stems(folded_words: Iterable[str]) -> list[str]:
    return [stem(word) for word in folded_words]


@lru_cache(maxsize=KEPT)
def stem(word: str) -> str:
    return _arabic(word) if ARABIC.match(word) else _english(word)


def _arabic(word: str) -> str:
    for before in BEFORE:
        if word.startswith(before) and len(word) - len(before) >= SHORTEST:
            word = word[len(before) :]
            break
    for behind in BEHIND:
        if word.endswith(behind) and len(word) - len(behind) >= SHORTEST:
            return word[: -len(behind)]
    return word


def _english(word: str) -> str:
    """`blocking`, `blocks` and `blocked`; `stopped` and `stop`; `lines` and `line` meet in one form."""
    for ending, instead in ENGLISH:
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= SHORTEST:
            word = _single(word[: -len(ending)] + instead, ending)
            break
    return word[:-1] if word.endswith("e") and len(word) > SHORTEST else word


def _single(root: str, ending: str) -> str:
    doubled = ending in ("ing", "ed") and len(root) > SHORTEST and root[-1] == root[-2] and root[-1] not in "ls"
    return root[:-1] if doubled else root
