"""Where the lines and bars of a chart lie: numbers in, coordinates out. A table says the same on the page. Pure.

A line chart is drawn in a box of 1000 by 200 that the page stretches. Time runs in reading direction, so in Arabic
the newest month is at the left.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

WIDTH, HEIGHT = 1_000, 200
SPARK = (100, 20)
WHOLE = 10_000  # 100 %, in hundredths of a percent
# The lowest rate that an axis shows, and the step between its marks, in hundredths of a percent.
AXES = ((9_800, 100), (9_500, 100), (9_000, 200), (8_000, 500), (5_000, 1_000), (0, 2_500))

Rate = int | None  # hundredths of a percent; None where nothing fell due


@dataclass(frozen=True, slots=True)
class Month:
    """What a chart shows of one month: the rate, the same without pauses, and of how many."""

    rate: Rate
    gross: Rate
    due: int


@dataclass(frozen=True, slots=True)
class Dot:
    """One month's place. `below`: it missed the target, and is drawn hollow."""

    x: float
    y: float
    below: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """A line chart of rates. Each line is in pieces: a month without data is a gap, never a nought."""

    rates: list[str]
    gross: list[str]
    dots: list[Dot]
    target: float
    marks: list[int]
    grid: list[float]
    below: int


def trend(months: Sequence[Month], target: int, *, mirrored: bool) -> Trend:
    """The chart of these months, oldest first. `mirrored` where reading goes from right to left."""
    known = [rate for month in months for rate in (month.rate, month.gross) if rate is not None]
    lowest, step = axis([*known, target])
    marks = list(range(WHOLE, lowest - 1, -step))

    def x(position: int) -> float:
        across = (position + 0.5) * WIDTH / len(months)
        return round(WIDTH - across if mirrored else across, 1)

    def y(rate: int) -> float:
        return round((WHOLE - rate) * HEIGHT / (WHOLE - lowest), 1)

    dots = [
        Dot(x(position), y(month.rate), month.rate < target)
        for position, month in enumerate(months)
        if month.rate is not None
    ]
    return Trend(
        rates=_pieces([month.rate for month in months], x, y),
        gross=_pieces([month.gross for month in months], x, y),
        dots=dots,
        target=y(target),
        marks=marks,
        grid=[y(mark) for mark in marks],
        below=sum(dot.below for dot in dots),
    )


def spark(rates: Sequence[Rate], lowest: int, *, mirrored: bool) -> list[str]:
    """A small line of some months, in a box of 100 by 20 whose lower edge is `lowest`: the same for all that are
    compared. A month alone between gaps is a dot."""

    def x(position: int) -> float:
        across = (position + 0.5) * SPARK[0] / len(rates)
        return round(SPARK[0] - across if mirrored else across, 1)

    def y(rate: int) -> float:
        return round(1 + (WHOLE - rate) * (SPARK[1] - 2) / (WHOLE - lowest), 1)

    return [piece if " " in piece else f"{piece} {piece}" for piece in _pieces(rates, x, y)]


def axis(rates: Sequence[int]) -> tuple[int, int]:
    """The narrowest axis on which all of these have a place, so that a tenth of a point near 99 % is seen."""
    lowest = min(rates)
    return next(each for each in AXES if each[0] <= lowest)


def _pieces(rates: Sequence[Rate], x: Callable[[int], float], y: Callable[[int], float]) -> list[str]:
    """The points of a line, in the notation of SVG: one text for each run of months with data."""
    runs = groupby(enumerate(rates), key=lambda each: each[1] is not None)
    return [
        " ".join(f"{x(position)},{y(rate)}" for position, rate in run if rate is not None)
        for has_data, run in runs
        if has_data
    ]


def share(count: int, greatest: int) -> float:
    """The length of a bar beside the longest one, of 100. What is not nothing can be seen."""
    if count <= 0 or greatest <= 0:
        return 0.0
    return max(round(count * 100 / greatest, 1), 1.0)
