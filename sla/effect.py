"""What a change of a calendar does to promises, counted: before it is decided, and shown to both persons. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sla.calendar import Calendar
from sla.policy import FINAL_REPLY, OF_AGENCIES
from sla.recomputed import Moved

NOBODY = ""  # a case that no agency has yet


@dataclass(slots=True)
class Share:
    """What happens to the citizens of one agency."""

    moved: int = 0
    breached: int = 0
    saved: int = 0


@dataclass(slots=True)
class Effect:
    """`clocks` will be promised by the new revision. The other figures are of citizens' dates, but for `targets`.

    `told` move by a day or more. `breached` would be late at once, `saved` would no longer be. `targets` counts what
    moves for agencies. `earlier` and `later` are the greatest moves in days. `corrections` are verdicts that it turns.
    """

    clocks: int = 0
    moved: int = 0
    told: int = 0
    breached: int = 0
    saved: int = 0
    targets: int = 0
    earlier: int = 0
    later: int = 0
    corrections: int = 0
    dates: list[str] = field(default_factory=list)
    by_agency: dict[str, Share] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """The effect as JSON values."""
        return asdict(self)


def read(stored: Mapping[str, Any]) -> Effect:
    """An effect as it was stored."""
    shares = {code: Share(**share) for code, share in stored["by_agency"].items()}
    return Effect(**{**stored, "by_agency": shares})


def days_between(moved: Moved, calendar: Calendar) -> int:
    """By how many days of the calendar a date moves; negative if it comes earlier."""
    return (calendar.day_of(moved.then.due_at) - calendar.day_of(moved.held.state.due_at)).days


def tells(moved: Moved, calendar: Calendar) -> bool:
    """Whether a citizen has to be told: the date itself is another one."""
    return moved.held.state.kind == FINAL_REPLY and days_between(moved, calendar) != 0


def count(
    effect: Effect, moved: Iterable[Moved], agencies: Mapping[int, str], *, at: tuple[datetime, Calendar]
) -> None:
    """Add what happens to some clocks. `agencies` says who has a case; `at` is now, on the new calendar."""
    now, calendar = at
    for one in moved:
        effect.clocks += one.then.calendar_revision != one.held.state.calendar_revision
        if not one.is_moved:
            continue
        effect.targets += one.held.state.kind in OF_AGENCIES
        if one.held.state.kind == FINAL_REPLY:
            _count_citizen(effect, one, agencies.get(one.held.state.case_id, NOBODY), now, calendar)


def _count_citizen(effect: Effect, one: Moved, agency: str, now: datetime, calendar: Calendar) -> None:
    share, days = effect.by_agency.setdefault(agency, Share()), days_between(one, calendar)
    was_late, is_late = one.held.state.due_at < now, one.then.due_at < now
    for counted in (effect, share):
        counted.moved += 1
        counted.breached += is_late and not was_late
        counted.saved += was_late and not is_late
    effect.told += days != 0
    effect.later, effect.earlier = max(effect.later, days), max(effect.earlier, -days)
