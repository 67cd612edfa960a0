"""Between which shares the truth lies when a part of a whole was counted: Wilson's interval. Pure."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which shares the truth lies, 95 times in 100."""

    low: float
    high: float


def interval(part: int, whole: int) -> Interval | None:
    """The interval of a share; None of nothing."""
    if not whole:
        return None
    share, square = part / whole, _Z * _Z
    centre = share + square / (2 * whole)
    spread = _Z * sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    scale = 1 + square / whole
    return Interval(max((centre - spread) / scale, 0.0), min((centre + spread) / scale, 1.0))
