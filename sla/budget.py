"""The error budget of the promise: how many late replies a quarter may have, and how fast they are used up. Pure.

99 % on time leaves one late reply in a hundred. Windows are counted in working days, and all that will fall due is
known ahead, so the most useful alarm is the one about tomorrow.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tawasul.core.errors import DomainError
from tawasul.core.wilson import interval

ALLOWED = Fraction(1, 100)
SMALL = 100  # with fewer due, a single case breaks 99 %
LEAST_LATE = 3

AlertKind = Literal["page", "ticket", "leading"]


@dataclass(frozen=True, slots=True)
class Count:
    """How many promises fell due in a window, and how many of them were late."""

    due: int
    late: int

    def __post_init__(self) -> None:
        if not 0 <= self.late <= self.due:
            raise DomainError("bad_counts", due=self.due, late=self.late)


@dataclass(frozen=True, slots=True)
class Budget:
    """What a quarter allows and what was spent. `due` counts what fell due and what still will."""

    due: int
    spent: int

    @property
    def allowed(self) -> int:
        """Late replies with which the quarter just holds 99 %."""
        return int(self.due * ALLOWED)

    @property
    def remaining(self) -> int:
        """Late replies that are left; negative once the quarter is lost."""
        return self.allowed - self.spent

    @property
    def until_lost(self) -> int:
        """With so many more late replies the quarter is lost; 0 if it is."""
        return max(self.remaining + 1, 0)


@dataclass(frozen=True, slots=True)
class Windows:
    """What the alarms look at: the last close of business, one and five working days, and the next close."""

    last_close: Count
    one_day: Count
    five_days: Count
    next_close_open: int
    quarter_days: int


def burn(count: Count) -> Fraction:
    """How many times faster than allowed the budget was used in a window; 0 where nothing fell due."""
    return Fraction(count.late, count.due) / ALLOWED if count.due else Fraction(0)


def threshold(share: Fraction, window_days: int, quarter_days: int) -> Fraction:
    """The burn that uses up `share` of a quarter's budget within a window."""
    if window_days <= 0 or quarter_days <= 0:
        raise DomainError("target_not_positive")
    return share * quarter_days / window_days


def alerts(windows: Windows, budget: Budget) -> list[AlertKind]:
    """The alarms that sound. A long and a short window must both burn, so that an old fire does not ring for ever."""
    found: list[AlertKind] = []
    page = threshold(Fraction(5, 100), 1, windows.quarter_days)
    if burn(windows.one_day) >= page and burn(windows.last_close) >= page:
        found.append("page")
    ticket = threshold(Fraction(10, 100), 5, windows.quarter_days)
    if burn(windows.five_days) >= ticket and burn(windows.one_day) >= ticket:
        found.append("ticket")
    if windows.next_close_open and windows.next_close_open * 2 > budget.remaining:
        found.append("leading")
    return found


def raised(windows: Windows, budget: Budget, year: Count) -> list[AlertKind]:
    """The alarms that are raised: with few cases due, only where those of twelve months say that it is no chance."""
    if budget.due < SMALL and not is_worrying(year):
        return []
    return alerts(windows, budget)


def is_worrying(year: Count) -> bool:
    """Whether a small agency's late replies of twelve months are more than chance: three, or surely above 1 %."""
    return year.late >= LEAST_LATE or wilson_lower(year) > ALLOWED


def wilson_lower(count: Count) -> float:
    """The lower end of the Wilson interval (95 %) of the late share; 0 where nothing fell due."""
    found = interval(count.late, count.due)
    return found.low if found else 0.0
