"""The words by which a text is found. Pure: what is stored and what somebody looks for go through the same rules.

Spelling is folded as for the sorter. An Arabic word is stored as it is written and without what was put before it (و،
ف، ب، ل، ك، ال and what they make together), and looked for in the same ways, so that each form finds the others.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from tawasul.core.text import fold, latin_digits

LONGEST = 200
LONGEST_WORD = 40
# What somebody looks for has at most so many words; more say nothing that these do not.
MOST_WORDS = 12
# From so many letters on a word is found by its beginning too.
BEGINNING = 3
_LEFT = 3
_WORD = re.compile(r"[^\W_]+")
_READ_WORD = re.compile("(?:[^\\W_]|[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed])+")
_NUMBER_IN_THREES = re.compile(r"(?<!\d)(\d{3})[ \u00a0.\-–]?(\d{3})[ \u00a0.\-–]?(\d{3})(?!\d)")
_ARTICLE = re.compile("(?:[وف]?[بك]?ال|[وف]?لل)(?P<rest>[\u0620-\u064a]{2,})")
_BEFORE = re.compile(f"[وفبل](?P<rest>[\u0620-\u064a]{{{_LEFT},}})")
_TWO_BEFORE = re.compile(f"[وف][بل](?P<rest>[\u0620-\u064a]{{{_LEFT},}})")
_BEYOND_PLANE = re.compile("[^\u0000-\uffff]")


@lru_cache(maxsize=20_000)
def forms(word: str) -> tuple[str, ...]:
    """A folded word as it is written, and without what may have been put before it."""
    matches = [pattern.fullmatch(word) for pattern in (_ARTICLE, _BEFORE, _TWO_BEFORE)]
    return tuple(dict.fromkeys([word, *(found["rest"] for found in matches if found)]))


def words(text: str) -> list[str]:
    """The folded words of a text, in order. A number of a case that is written in threes is one word."""
    joined = _NUMBER_IN_THREES.sub(r"\1\2\3", latin_digits(unicodedata.normalize("NFKC", text)))
    bare = "".join(letter for letter in unicodedata.normalize("NFD", fold(joined)) if not unicodedata.combining(letter))
    return [word[:LONGEST_WORD] for word in _WORD.findall(_BEYOND_PLANE.sub(" ", bare))]


def stored(texts: Iterable[str]) -> str:
    """Every form of every word of these texts, each once."""
    return " ".join(dict.fromkeys(form for text in texts for word in words(text) for form in forms(word)))


def asked(typed: str) -> list[tuple[str, ...]]:
    """What somebody looks for: the forms of each word. Signs, and what else is no word, ask for nothing."""
    return [forms(word) for word in list(dict.fromkeys(words(typed)))[:MOST_WORDS]]


def is_hit(word: str, wanted: Iterable[tuple[str, ...]]) -> bool:
    """Whether a word of a text is one of those that somebody looks for, by the same rule as the index."""
    mine = [form for folded in words(word) for form in forms(folded)]
    return any(_fits(form, each) for group in wanted for each in group for form in mine)


def _fits(form: str, asked_for: str) -> bool:
    return form.startswith(asked_for) if len(asked_for) >= BEGINNING else form == asked_for


def marked(text: str, wanted: list[tuple[str, ...]], room: int) -> list[tuple[str, bool]]:
    """The stretch of a text round the first hit, in parts: each with whether it was looked for. Empty without a hit."""
    hits = [(found.start(), found.end()) for found in _hits(text, wanted)]
    if not hits:
        return []
    first = max(0, hits[0][0] - room // 3)
    first = text.find(" ", first, hits[0][0]) + 1 or first if first else 0
    last = max(first + room, hits[0][1])
    parts, at = [("…", False)] if first else [], first
    for start, end in hits:
        if end > last:
            break
        parts += [(text[at:start], False), (text[start:end], True)]
        at = end
    parts += [(text[at:last], False), ("…" if last < len(text) else "", False)]
    return [part for part in parts if part[0]]


def _hits(text: str, wanted: list[tuple[str, ...]]) -> list[re.Match[str]]:
    """Where the words stand that somebody looks for. A number in threes is one of them."""
    numbers = [found for found in _NUMBER_IN_THREES.finditer(text) if is_hit(found.group(), wanted)]
    taken = [found.span() for found in numbers]
    single = [
        found
        for found in _READ_WORD.finditer(text)
        if not any(start <= found.start() < end for start, end in taken) and _is_hit_once(found.group(), tuple(wanted))
    ]
    return sorted([*numbers, *single], key=lambda found: found.start())


@lru_cache(maxsize=20_000)
def _is_hit_once(word: str, wanted: tuple[tuple[str, ...], ...]) -> bool:
    return is_hit(word, wanted)
