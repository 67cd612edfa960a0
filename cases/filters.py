"""Conditions on cases, each written once: the number on a board and the list behind it use the same one. Pure.

In SQL the case is "c". In lists of open work its promise, the `final_reply` clock of its present cycle, is "k"; in the
lists of the boards "n" is how a clock of any cycle is counted, under what it had at its due date.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sla.compliance import OVERDUE
from tawasul.accounts.permissions import Scope
from tawasul.accounts.views import StaffView

View = Literal[
    "all", "agency", "mine", "unassigned", "overdue", "today", "soon", "waiting", "reopened", "in_review", "any"
]
# Tabs of what an answer is owed for; and `any`, which holds what was answered or closed too.
OPEN_VIEWS: tuple[View, ...] = (
    "all",
    "agency",
    "overdue",
    "today",
    "soon",
    "mine",
    "unassigned",
    "waiting",
    "reopened",
    "in_review",
)
VIEWS: tuple[View, ...] = (*OPEN_VIEWS, "any")

# Of what fell due in a period, as of now.
PeriodFigure = Literal[
    "due", "on_time", "late", "gross_on_time", "had_pause", "void", "answered", "reopened", "corrected"
]
# Of what is owed now, whatever the period.
NowFigure = Literal["overdue", "due_today", "due_soon", "undrafted_today", "undrafted_soon", "open"]
# What is owed and late, by working days: less than one, one to five, six to fourteen, more.
AgeFigure = Literal["overdue_new", "overdue_1_to_5", "overdue_6_to_14", "overdue_over_14"]
# `scheduled`: what will still fall due in the period, answered or not.
Figure = PeriodFigure | NowFigure | AgeFigure | Literal["scheduled"]
PERIOD_FIGURES: tuple[PeriodFigure, ...] = (
    "due",
    "on_time",
    "late",
    "gross_on_time",
    "had_pause",
    "void",
    "answered",
    "reopened",
    "corrected",
)
NOW_FIGURES: tuple[NowFigure, ...] = (
    "overdue",
    "due_today",
    "due_soon",
    "undrafted_today",
    "undrafted_soon",
    "open",
)
AGE_FIGURES: tuple[AgeFigure, ...] = ("overdue_new", "overdue_1_to_5", "overdue_6_to_14", "overdue_over_14")
FIGURES: tuple[Figure, ...] = (*PERIOD_FIGURES, *NOW_FIGURES, *AGE_FIGURES, "scheduled")

# In the place of an agency: the cases that none had been given yet.
NO_AGENCY = "none"

JOINED = 'FROM "case_" c JOIN "clock" k ON k.case_id = c.id AND k.kind = \'final_reply\' AND k.cycle = c.cycle'
COUNTED_ALONE = 'FROM "counted" n'
OF_COUNTED = 'JOIN "clock" k ON k.id = n.clock JOIN "case_" c ON c.id = n."case"'
COUNTED = f"{COUNTED_ALONE} {OF_COUNTED}"
SORTED = f'{JOINED} JOIN "sorted_case" s ON s."case" = c.id'
OPEN = "k.state IN ('running', 'paused')"
# The count that runs is the one that began so, wherever the case has come in it.
_IN_CYCLE_OF = 'EXISTS (SELECT 1 FROM "{table}" b WHERE b."case" = c.id AND b.cycle = c.cycle)'
BETWEEN = f"{OPEN} AND k.due_at >= {{}} AND k.due_at < {{}}"


@dataclass(frozen=True, slots=True)
class Where:
    """A condition and the values of its places, in order."""

    sql: str
    values: tuple[Any, ...] = ()


# An open clock has an open case; both are said where neither those that have ended are to be read.
OPEN_STATUSES = ("received", "triage", "assigned", "in_progress", "waiting_for_citizen", "reopened", "in_review")
STILL_OPEN = Where(f"c.status IN {OPEN_STATUSES}")


@dataclass(frozen=True, slots=True)
class Moments:
    """What "now", "today" and "soon" mean, as instants; and the period that a rate is asked for.

    `aged`: what was due before these has been late for one, six and fifteen working days.
    """

    now: datetime
    today: datetime
    tomorrow: datetime
    soon_ends: datetime
    first: datetime
    after: datetime
    aged: tuple[datetime, datetime, datetime]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a reader narrows a list to. Nothing said is everything in reach. `holder` is for lists of the boards: the
    number of the officer who had the case when it fell due."""

    agency: str | None = None
    category: str | None = None
    governorate: str | None = None
    statuses: tuple[str, ...] = field(default=())
    kind: str | None = None
    holder: str | None = None


def every(*conditions: Where) -> Where:
    """All of these."""
    kept = [condition for condition in conditions if condition.sql]
    values = tuple(value for condition in kept for value in condition.values)
    return Where(" AND ".join(f"({condition.sql})" for condition in kept) or "1 = 1", values)


def one_of(column: str, values: Iterable[Any]) -> Where:
    """The column has one of these values; with none to choose from, nothing does."""
    listed = tuple(values)
    if not listed:
        return Where("1 = 0")
    return Where(f"{column} IN ({', '.join('{}' for _ in listed)})", listed)


def reached(scope: Scope) -> Where:
    """The cases that somebody reaches. What is not given to an agency yet belongs to the national unit."""
    return Where("") if scope.national else one_of("c.agency", sorted(scope.agencies))


def narrowed(by: Narrowing) -> Where:
    """What the reader asked for, of cases as they are now."""
    nobody = by.agency == NO_AGENCY
    columns = {
        "c.category": by.category,
        "c.governorate": by.governorate,
        "c.agency": None if nobody else by.agency,
        "c.kind": by.kind,
    }
    chosen = [Where(f"{column} = {{}}", (value,)) for column, value in columns.items() if value is not None]
    given_to_none = Where("c.agency IS NULL" if nobody else "")
    return every(*chosen, given_to_none, one_of("c.status", by.statuses) if by.statuses else Where(""))


def counted_reach(scope: Scope) -> Where:
    """The cases whose promise was an agency's that somebody reaches, when it fell due or was answered."""
    return Where("") if scope.national else one_of("n.agency", sorted(scope.agencies))


def counted_under(by: Narrowing) -> Where:
    """What the reader asked for, of cases as they are counted. An empty text asks for those that had none."""
    columns = {
        "n.agency": "" if by.agency == NO_AGENCY else by.agency,
        "n.category": by.category,
        "n.governorate": by.governorate,
        "n.kind": by.kind,
        "n.holder": by.holder,
    }
    chosen = [Where(f"{column} = {{}}", (value,)) for column, value in columns.items() if value is not None]
    return every(*chosen, one_of("c.status", by.statuses) if by.statuses else Where(""))


def of_view(view: View, staff: StaffView, moments: Moments) -> Where:
    """The tabs of a queue. All but `any` hold only what an answer is owed for; `agency` leaves out those below."""
    views: Mapping[View, Where] = {
        "all": Where(""),
        "any": Where(""),
        "agency": Where("c.agency = {}", (staff.agency,)) if staff.agency else Where("1 = 0"),
        "mine": Where("c.holder = {}", (staff.id,)),
        "unassigned": Where("c.holder IS NULL"),
        "overdue": Where(OVERDUE, (moments.now,)),
        "today": Where(BETWEEN, (max(moments.now, moments.today), moments.tomorrow)),
        "soon": Where(BETWEEN, (moments.tomorrow, moments.soon_ends)),
        "waiting": Where("c.status = 'waiting_for_citizen'"),
        "reopened": Where(_IN_CYCLE_OF.format(table="reopening")),
        "in_review": Where(_IN_CYCLE_OF.format(table="review")),
    }
    return views[view] if view == "any" else every(Where(OPEN), views[view])


def of_figure(figure: Figure, moments: Moments) -> Where:
    """What a number on the board counts."""
    of_the_period = {
        "due": "n.state <> 'void'",
        "on_time": "n.state = 'met'",
        "late": "n.state IN ('late', 'open')",
        "gross_on_time": "n.gross_met",
        "had_pause": "n.had_pause AND n.state <> 'void'",
        "void": "n.state = 'void'",
        "answered": "n.answered",
        "reopened": "n.reopened",
        "corrected": "n.corrected AND n.state <> 'void'",
    }
    period = (moments.first, moments.after, moments.now)
    if figure in of_the_period:
        return every(Where("n.due_at >= {} AND n.due_at < {} AND n.due_at <= {}", period), Where(of_the_period[figure]))
    if figure == "scheduled":
        return Where("n.state <> 'void' AND n.due_at >= {} AND n.due_at < {} AND n.due_at > {}", period)
    return _owed(figure, moments)


def _owed(figure: Figure, moments: Moments) -> Where:
    """What is open, between two due dates."""
    today = (max(moments.now, moments.today), moments.tomorrow)
    soon = (moments.tomorrow, moments.soon_ends)
    one, six, fifteen = moments.aged
    stretches: Mapping[Figure, tuple[datetime | None, datetime | None]] = {
        "open": (None, None),
        "overdue": (None, moments.now),
        "due_today": today,
        "due_soon": soon,
        "undrafted_today": today,
        "undrafted_soon": soon,
        "overdue_new": (one, moments.now),
        "overdue_1_to_5": (six, one),
        "overdue_6_to_14": (fifteen, six),
        "overdue_over_14": (None, fifteen),
    }
    first, after = stretches[figure]
    return every(
        Where("n.state = 'open'"),
        Where("NOT n.drafted" if figure.startswith("undrafted") else ""),
        Where("n.due_at >= {}", (first,)) if first else Where(""),
        Where("n.due_at < {}", (after,)) if after else Where(""),
    )
