"""When many cases alike are a surge. Pure: recent cases and what is usual go in, a finding comes out.

Independent cases exceed a Poisson count with the stated chance. At 155,000 cases a year, each looked at on three
levels of place, a chance of one in a million is less than one false alarm in two years. Cases come by day and not by
night, so that the usual number of a window is taken as three times its mean.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from tawasul.core.text import fold, language_of

Level = Literal["block", "area", "governorate"]
LEVELS: tuple[Level, ...] = ("block", "area", "governorate")  # the narrowest first


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on cases are a surge.

    `least` cases within `window`, each sharing at least `overlap` of the shorter text's words with another, and a
    chance below `chance` in view of `weeks` past weeks; `peak` is how much busier than its mean a busy window is, and
    `rarest` the least that is taken as usual.
    """

    window: timedelta = timedelta(hours=6)
    least: int = 5
    overlap: float = 0.25
    chance: float = 1e-6
    weeks: int = 4
    peak: float = 3.0
    rarest: float = 0.1


LIMITS = Limits()
_WORD = re.compile(r"[^\W\d_]{3,}")
# Words that say nothing of the matter. In the spelling of `fold`.
_FILLING = """
    the and for our this that with has have been are was you not from please since there they will block road house
    street area في من على عن الى هذا هذه مع منذ يوم لدينا عندنا نحن كان وقد تم لم لا ما هل انه مجمع طريق منزل شارع بيت
    منطقه السلام عليكم رجاء
"""
_EMPTY = frozenset(_FILLING.split())


def words(text: str) -> frozenset[str]:
    """What a text is about: its folded words without articles and filling."""
    found = (each.removeprefix("ال") if len(each) > 4 else each for each in _WORD.findall(fold(text)))
    return frozenset(each for each in found if each not in _EMPTY)


def alike(one: frozenset[str], other: frozenset[str], overlap: float) -> bool:
    """Whether two texts share enough of the words of the shorter one."""
    shorter = min(len(one), len(other))
    return shorter > 0 and len(one & other) / shorter >= overlap


def group(texts: Mapping[int, str], overlap: float) -> frozenset[int]:
    """The cases that hang together by their words: the largest such group of each language, if it is more than one.

    The same said in two languages has no word in common; what joins the groups is that category, place and hour agree.
    """
    spoken: dict[str, dict[int, frozenset[str]]] = defaultdict(dict)
    for key, text in texts.items():
        spoken[language_of(text)][key] = words(text)
    found = [_largest(said, overlap) for said in spoken.values()]
    return frozenset().union(*(each for each in found if len(each) > 1))


def _largest(said: Mapping[int, frozenset[str]], overlap: float) -> frozenset[int]:
    left, largest = set(said), frozenset[int]()
    while len(left) > len(largest):
        found = _reached(left.pop(), left, said, overlap)
        left -= found
        largest = max(largest, found, key=len)
    return largest


def _reached(first: int, left: set[int], said: Mapping[int, frozenset[str]], overlap: float) -> frozenset[int]:
    found, edge = {first}, [first]
    while edge:
        one = said[edge.pop()]
        near = {key for key in left - found if alike(one, said[key], overlap)}
        found |= near
        edge += near
    return frozenset(found)


def usual(before: int, limits: Limits = LIMITS) -> float:
    """How many a busy window brings, by the count of the past weeks."""
    windows = timedelta(weeks=limits.weeks) / limits.window
    return max(limits.rarest, limits.peak * before / windows)


def chance(count: int, mean: float) -> float:
    """How probable `count` or more are where `mean` are usual: the upper tail of Poisson."""
    term = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    total, step = 0.0, count
    while term > 0 and (step <= mean or term > total * 1e-12):
        total, step = total + term, step + 1
        term *= mean / step
    return min(1.0, total)


def is_surge(count: int, mean: float, limits: Limits = LIMITS) -> bool:
    """Whether so many alike are more than usual."""
    return count >= limits.least and chance(count, mean) < limits.chance


def at(rows: Iterable[Mapping[str, Any]], level: Level, place: str) -> list[Mapping[str, Any]]:
    """The cases at a place."""
    return [row for row in rows if (row[level] or "") == place]


def outside(rows: Iterable[Mapping[str, Any]], known: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The cases that no known surge has: a street without water is not also a town without water."""
    return [row for row in rows if not any((row[each["level"]] or "") == each["place"] for each in known)]
