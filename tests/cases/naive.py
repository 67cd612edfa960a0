"""The numbers of the boards, computed the slow and plain way: one clock after the other, from all that is stored."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from cases.reply_drafts import load
from cases.tables import Case
from sla.compliance import Period, fell_due, is_overdue, was_kept
from sla.tables import Clock
from sla.views import ClockView, clocks_of
from tawasul.core import clock


@dataclass
class Promise:
    """A promise with its case, and the agency that had it when it fell due or ended."""

    view: ClockView
    case: dict
    agency: str
    drafted: bool
    has_next: bool


async def promises() -> list[Promise]:
    """Every promise of every case."""
    found = []
    for case in await Case.select().order_by(Case.id):
        views = await clocks_of([case["id"]], "final_reply")
        drafted = await load(case["id"]) is not None
        for view in views:
            agency = await _agency(view)
            found.append(Promise(view, case, agency, drafted, has_next=view is not views[-1]))
    return found


async def _agency(view: ClockView) -> str:
    """Whoever's stretch the deciding moment lies in; where one ends as the next begins, the next."""
    end = await _end(view.id) or clock.now()
    moment = min(view.due_at, end)
    within = ""
    for stretch in await clocks_of([view.case_id], "agency"):
        ended = await _end(stretch.id)
        if stretch.cycle <= view.cycle and stretch.started_at <= moment and (ended is None or ended >= moment):
            within = stretch.agency or ""
    return within


async def _end(clock_id: int) -> datetime | None:
    row = await Clock.select(Clock.met_at, Clock.closed_at, Clock.voided_at).where(Clock.id == clock_id).first()
    return row["met_at"] or row["closed_at"] or row["voided_at"]


def counts(found: list[Promise], period: Period, now: datetime) -> dict[str, int]:
    """What fell due in the period, and what is owed and late."""
    due = [one for one in found if fell_due(one.view, period, now)]
    kept = [one for one in due if was_kept(one.view)]
    gross = [one for one in kept if not one.view.pauses or one.view.met_at <= one.view.gross_due_at]
    void = [one for one in found if one.view.state == "void"]
    return {
        "due": len(due),
        "on_time": len(kept),
        "late": len(due) - len(kept),
        "gross_on_time": len(gross),
        "had_pause": sum(one.view.pauses > 0 for one in due),
        "void": sum(period.first <= one.view.due_at < period.after and one.view.due_at <= now for one in void),
        "answered": sum(one.view.met_at is not None for one in due),
        "reopened": sum(one.view.met_at is not None and one.has_next for one in due),
        "corrected": sum(one.view.corrected for one in due),
        "overdue": sum(is_overdue(one.view, now) for one in found),
        "open": sum(one.view.is_open for one in found),
        "undrafted": sum(one.view.is_open and not one.drafted for one in found),
    }


def by(found: list[Promise], column: str) -> Counter[str]:
    """How many promises there are for each value of a column of their case."""
    return Counter(one.case[column] or "" for one in found)
