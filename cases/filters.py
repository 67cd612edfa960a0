"""Conditions on cases, each written once: the number on a board and the list behind it use the same one. Pure.

In SQL the case is "c" and its promise, the `final_reply` clock of its present cycle, is "k".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sla.compliance import DUE, KEPT, OVERDUE
from tawasul.accounts.permissions import Scope

View = Literal["all", "mine", "unassigned", "overdue", "today", "soon", "waiting"]
Figure = Literal["due", "on_time", "late", "overdue", "due_today", "due_soon", "open"]
VIEWS: tuple[View, ...] = ("all", "overdue", "today", "soon", "mine", "unassigned", "waiting")
FIGURES: tuple[Figure, ...] = ("due", "on_time", "late", "overdue", "due_today", "due_soon", "open")

# In the place of an agency: the cases that none has been given yet.
NO_AGENCY = "none"

JOINED = 'FROM "case_" c JOIN "clock" k ON k.case_id = c.id AND k.kind = \'final_reply\' AND k.cycle = c.cycle'
OPEN = "k.state IN ('running', 'paused')"
BETWEEN = f"{OPEN} AND k.due_at >= {{}} AND k.due_at < {{}}"


@dataclass(frozen=True, slots=True)
class Where:
    """A condition and the values of its places, in order."""

    sql: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Moments:
    """What "now", "today" and "soon" mean, as instants; and the period that a rate is asked for."""

    now: datetime
    today: datetime
    tomorrow: datetime
    soon_ends: datetime
    first: datetime
    after: datetime


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a reader narrows a list to. Nothing said is everything in reach."""

    agency: str | None = None
    category: str | None = None
    governorate: str | None = None
    statuses: tuple[str, ...] = field(default=())


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
    """What the reader asked for."""
    nobody = by.agency == NO_AGENCY
    columns = {"c.category": by.category, "c.governorate": by.governorate, "c.agency": None if nobody else by.agency}
    chosen = [Where(f"{column} = {{}}", (value,)) for column, value in columns.items() if value is not None]
    given_to_none = Where("c.agency IS NULL" if nobody else "")
    return every(*chosen, given_to_none, one_of("c.status", by.statuses) if by.statuses else Where(""))


def of_view(view: View, staff_id: int, moments: Moments) -> Where:
    """The tabs of a queue. All of them hold only what an answer is owed for."""
    views: Mapping[View, Where] = {
        "all": Where(""),
        "mine": Where("c.holder = {}", (staff_id,)),
        "unassigned": Where("c.holder IS NULL"),
        "overdue": of_figure("overdue", moments),
        "today": of_figure("due_today", moments),
        "soon": of_figure("due_soon", moments),
        "waiting": Where("c.status = 'waiting_for_citizen'"),
    }
    return every(Where(OPEN), views[view])


def of_figure(figure: Figure, moments: Moments) -> Where:
    """What a number on the board counts."""
    due = Where(DUE, (moments.first, moments.after, moments.now))
    figures: Mapping[Figure, Where] = {
        "due": due,
        "on_time": every(due, Where(KEPT)),
        "late": every(due, Where(f"NOT ({KEPT})")),
        "overdue": Where(OVERDUE, (moments.now,)),
        "due_today": Where(BETWEEN, (max(moments.now, moments.today), moments.tomorrow)),
        "due_soon": Where(BETWEEN, (moments.tomorrow, moments.soon_ends)),
        "open": Where(OPEN),
    }
    return figures[figure]
