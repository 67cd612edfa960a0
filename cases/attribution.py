"""Under what a promise is counted, and as what: the agency and the officer who had it when it fell due. Pure.

A promise that is answered or closed early belongs to whoever had it then. Passing a case on after its due date moves
no blame, and one that nobody had been given yet is nobody's but the national unit's.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from cases.moments import midnight
from tawasul.core.i18n import ZONE

Row = Mapping[str, Any]
COUNTERS = (
    "open",
    "met",
    "late",
    "void",
    "gross_met",
    "had_pause",
    "answered",
    "reopened",
    "corrected",
    "drafted",
)
_STATES = {"running": "open", "paused": "open", "met": "met", "missed": "late", "void": "void"}


@dataclass(frozen=True, slots=True)
class CountedAs:
    """How one clock is counted, with the columns of its row.

    `agency` and `holder` answer for it; `at_agency` has the case now, or had it when it ended. `began_on` and
    `answered_on`: the beginnings of the days, in Bahrain, on which the count began and the answer was given.
    """

    clock: int
    case: int
    cycle: int
    due_at: datetime
    agency: str
    kind: str
    category: str
    governorate: str
    holder: str
    state: str
    gross_met: bool
    had_pause: bool
    answered: bool
    reopened: bool
    corrected: bool
    drafted: bool
    at_agency: str
    began_on: datetime
    answered_on: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """All that bears on the promises of one case: its row, its clocks and its holdings, each oldest first."""

    case: Row
    promises: Sequence[Row]
    stretches: Sequence[Row]
    holdings: Sequence[Row]
    drafted: bool


class Key(NamedTuple):
    """What a difference is counted under."""

    due_at: datetime
    agency: str
    dimension: str
    value: str


class Dimension(NamedTuple):
    """One way to sum promises up: the columns that give the instant, the agency and the value, and what is summed.

    Without a column the text is empty; a promise whose instant is none has no part in it. Days that are over become
    months, but for those with something `open`, or, where they are wanted one by one, the `recent` ones.
    """

    name: str
    value: str = ""
    agency: str = "agency"
    at: str = "due_at"
    counters: tuple[str, ...] = COUNTERS
    keeps: Literal["", "open", "recent"] = ""


DIMENSIONS = (
    Dimension("all"),
    *(Dimension(name, value=name) for name in ("kind", "category", "governorate", "holder")),
    # Only what is open, by its own due date, under each agency and under all together: its age is told from these.
    Dimension("owed", counters=("open", "drafted"), keeps="open"),
    Dimension("owed_by_all", agency="", counters=("open", "drafted"), keeps="open"),
    # What a forecast is made from: who has what waits, since when, and who answered how much on which day.
    Dimension("line", agency="at_agency", counters=("open",)),
    Dimension("since", agency="at_agency", at="began_on", counters=("open",), keeps="recent"),
    Dimension("sent", agency="at_agency", at="answered_on", counters=("answered",), keeps="recent"),
)


def counted(known: Known) -> list[CountedAs]:
    """Every promise of a case as it is counted now."""
    last = max((promise["cycle"] for promise in known.promises), default=0)
    return [_counted(known, promise, has_next=promise["cycle"] < last) for promise in known.promises]


def _counted(known: Known, promise: Row, *, has_next: bool) -> CountedAs:
    state, when = _STATES[promise["state"]], belongs_at(promise)
    kept, answered = promise["on_time"] is True, promise["met_at"] is not None
    gross = promise["gross_due_at"] or promise["due_at"]
    return CountedAs(
        clock=promise["id"],
        case=promise["case_id"],
        cycle=promise["cycle"],
        due_at=promise["due_at"],
        agency=agency_at(when, promise["cycle"], known.stretches),
        kind=known.case["kind"],
        category=known.case["category"] or "",
        governorate=known.case["governorate"] or "",
        holder=holder_at(when, known.holdings),
        state=state,
        # A verdict that was corrected has nothing to do with pauses: only what stood may be late without them.
        gross_met=kept and answered and (not promise["pauses"] or promise["met_at"] <= gross),
        had_pause=promise["pauses"] > 0,
        answered=answered,
        reopened=answered and has_next,
        corrected=promise["corrected"],
        drafted=state == "open" and not has_next and known.drafted,
        at_agency=_has_it(known, promise),
        began_on=_day(promise["started_at"]),
        answered_on=_day(promise["met_at"]) if answered else None,
    )


def _has_it(known: Known, promise: Row) -> str:
    """The agency that has the case, or had it when the promise ended."""
    ended = ended_at(promise)
    if ended is None:
        return known.case["agency"] or ""
    return agency_at(ended, promise["cycle"], known.stretches)


def _day(at: datetime) -> datetime:
    return midnight(at.astimezone(ZONE).date())


def belongs_at(promise: Row) -> datetime:
    """The moment that decides whose a promise is: its due date, or its end if that came first."""
    ended = ended_at(promise)
    due: datetime = promise["due_at"]
    return due if ended is None or ended > due else ended


def ended_at(clock: Row) -> datetime | None:
    """When a clock was met, closed or became void; None while it is open."""
    ended: datetime | None = clock["met_at"] or clock["closed_at"] or clock["voided_at"]
    return ended


def agency_at(when: datetime, cycle: int, stretches: Sequence[Row]) -> str:
    """The agency that had the case at that moment; an empty text if none had."""
    begun = [row for row in stretches if row["cycle"] <= cycle and row["started_at"] <= when]
    if not begun:
        return ""
    ended = ended_at(begun[-1])
    return begun[-1]["agency"] or "" if ended is None or ended >= when else ""


def holder_at(when: datetime, holdings: Sequence[Row]) -> str:
    """The number of the officer who had taken the case on at that moment; an empty text if nobody had."""
    held = [row["holder"] for row in holdings if row["at"] <= when]
    return str(held[-1]) if held and held[-1] is not None else ""


def differences(before: Sequence[CountedAs], now: Sequence[CountedAs]) -> Counter[tuple[Key, str]]:
    """What is to be added to the sums so that they count `now` instead of `before`."""
    changed: Counter[tuple[Key, str]] = Counter()
    unchanged = set(before) & set(now)
    for sign, rows in ((-1, before), (1, now)):
        for row in rows:
            if row not in unchanged:
                changed.update(dict.fromkeys(_entries(row), sign))
    return Counter({entry: number for entry, number in changed.items() if number})


def _entries(row: CountedAs) -> Iterator[tuple[Key, str]]:
    """One count of each counter that holds, under each dimension."""
    holds = counters_of(row)
    for each in DIMENSIONS:
        at: datetime | None = getattr(row, each.at)
        if at is not None:
            key = Key(at, _column(row, each.agency), each.name, _column(row, each.value))
            yield from ((key, counter) for counter in holds if counter in each.counters)


def _column(row: CountedAs, name: str) -> str:
    return getattr(row, name) if name else ""


def counters_of(row: CountedAs) -> list[str]:
    """The counters to which a promise adds one. What is void counts as nothing else."""
    if row.state == "void":
        return ["void"]
    return [row.state, *(name for name in COUNTERS[4:] if getattr(row, name))]
