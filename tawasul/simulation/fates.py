"""What becomes of each case if nobody is in its way: decided before anything happens, so that two runs differ in
nothing but what is being compared. Pure.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp

from tawasul.simulation.scenario import Habits


@dataclass(frozen=True, slots=True)
class Fate:
    """One case to be. `first_agency` is where the sorter sends it, `agency` who can answer.

    `field_days`: working days until somebody has been there, without whom nobody can answer; 0 if nobody needs to.
    `silence`: how long the citizen takes to answer a question; None if never. `reopens_after`: likewise the wish for
    a further cycle, after the reply.
    """

    number: int
    received_at: datetime
    agency: str
    first_agency: str
    by_hand: bool
    void: bool
    effort: timedelta
    field_days: int
    asks: bool
    silence: timedelta | None
    reopens_after: timedelta | None


def fates(
    received: Sequence[datetime], weights: Sequence[tuple[str, float]], habits: Habits, dice: random.Random
) -> list[Fate]:
    """The fates of cases received at these instants. `weights`: agencies, and how much of all comes to each."""
    codes, shares = [code for code, _ in weights], [share for _, share in weights]
    chosen = dice.choices(codes, shares, k=len(received))
    return [
        _fate(number, at, agency, (codes, habits), dice)
        for number, (at, agency) in enumerate(zip(received, chosen, strict=True))
    ]


def _fate(number: int, at: datetime, agency: str, known: tuple[Sequence[str], Habits], dice: random.Random) -> Fate:
    """Every die is thrown for every case, so that one more question changes no other case."""
    codes, habits = known
    strays, by_hand, spam, asks, silent, reopens, field = (dice.random() for _ in range(7))
    other = codes[dice.randrange(len(codes))]
    effort = _effort(habits, dice)
    silence = timedelta(days=dice.expovariate(1 / habits.answer_days))
    days = 1 + int(dice.expovariate(1 / habits.field_days))
    wish = timedelta(days=dice.uniform(0.2, 12))
    void = spam < habits.void
    return Fate(
        number=number,
        received_at=at,
        agency=agency,
        first_agency=other if strays < habits.misrouted else agency,
        by_hand=void or by_hand < habits.by_hand,
        void=void,
        effort=effort,
        field_days=days if field < habits.field else 0,
        asks=asks < habits.asks,
        silence=None if silent < habits.silent else silence,
        reopens_after=wish if reopens < habits.reopens else None,
    )


def _effort(habits: Habits, dice: random.Random) -> timedelta:
    """How long the reply takes: mostly less than the average, now and then much more."""
    drawn = exp(dice.gauss(0, habits.effort_spread) - habits.effort_spread**2 / 2)
    return timedelta(minutes=max(5.0, habits.effort_minutes * drawn))


def volumes(codes: Sequence[str], evenness: float = 0.8) -> list[tuple[str, float]]:
    """How much of all comes to each agency: a few get much, many get little."""
    return [(code, 1 / (rank + 1) ** evenness) for rank, code in enumerate(codes)]
