"""Holding what a model does in life against what was promised of it: the arithmetic. Pure, and light to import."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log, sqrt
from statistics import NormalDist

# A test of something that has not changed rings at most once in so many.
FALSE_ALARM = 0.001
# By custom a mix that has moved less than this is not worth a person's look, however sure one is that it moved.
MOVED = 0.25
LEAST_EXPECTED = 10.0
_TAIL = NormalDist().inv_cdf(1 - FALSE_ALARM)


def falls_short(part: int, whole: int, promised: float) -> bool:
    """Whether a share is below what was promised by more than chance explains.

    By the bound of Chernoff and Hoeffding, which holds for any number: if the promise is kept, this is said at most
    once in 1 / FALSE_ALARM times.
    """
    if not whole or part >= promised * whole:
        return False
    share = part / whole
    surprise = _term(share, promised) + _term(1 - share, 1 - promised)
    return whole * surprise > log(1 / FALSE_ALARM)


def _term(share: float, promised: float) -> float:
    if not share:
        return 0.0
    return share * log(share / promised) if promised else float("inf")


@dataclass(frozen=True, slots=True)
class Mix:
    """How far a mix has moved (the population stability index), the limit for it, and what moved most."""

    moved: float
    limit: float
    most: str

    @property
    def is_another(self) -> bool:
        return self.moved > self.limit


def mix(before: Mapping[str, int], now: Mapping[str, int]) -> Mix | None:
    """Compare two mixes; what is expected less than ten times now is taken together. None where nothing can be said.

    If nothing has changed, the index times the harmonic sum of both counts is distributed as chi-squared: beyond its
    last thousandth, and beyond MOVED, it is another mix.
    """
    whole_before, whole_now = sum(before.values()), sum(now.values())
    if not whole_before or not whole_now:
        return None
    bins = _bins(before, now)
    if len(bins) < 2:
        return None
    parts = {}
    for name, (was, is_now) in bins.items():
        # Half a case more in each keeps an empty one from being infinitely far away.
        share_was = (was + 0.5) / (whole_before + len(bins) / 2)
        share_now = (is_now + 0.5) / (whole_now + len(bins) / 2)
        parts[name] = (share_now - share_was) * log(share_now / share_was)
    limit = _chi_squared_tail(len(bins) - 1) * (1 / whole_before + 1 / whole_now)
    return Mix(sum(parts.values()), max(limit, MOVED), max(parts, key=lambda name: parts[name]))


def _bins(before: Mapping[str, int], now: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """The values that are frequent enough, and an empty name for all others together."""
    whole = sum(before.values()) + sum(now.values())
    expected = sum(now.values()) / whole
    bins, others = {}, [0, 0]
    for name in sorted(before.keys() | now.keys()):
        was, is_now = before.get(name, 0), now.get(name, 0)
        if (was + is_now) * expected >= LEAST_EXPECTED and name:
            bins[name] = (was, is_now)
        else:
            others = [others[0] + was, others[1] + is_now]
    if sum(others) * expected >= LEAST_EXPECTED:
        bins[""] = (others[0], others[1])
    return bins


def _chi_squared_tail(degrees: int) -> float:
    """What chi-squared exceeds once in a thousand, as Wilson and Hilferty approximate it."""
    spread = 2 / (9 * degrees)
    return float(degrees * (1 - spread + _TAIL * sqrt(spread)) ** 3)
