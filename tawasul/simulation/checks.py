"""Is what the product says true? Cases are counted once, boards agree with the events, steps were told once."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cases import figures
from cases.figure_views import Board, Figures, MonthFigures, Overdue, QuarterBudget
from sla import calendars
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch
from tawasul.core.i18n import ZONE
from tawasul.outbox import dead
from tawasul.simulation import event_log, ladder_check, naive
from tawasul.simulation.driver import Lived
from tawasul.simulation.event_log import Told
from tawasul.simulation.naive import Naive

_IN_MONTH = ("due", "on_time", "late", "gross_on_time", "had_pause", "void", "answered", "reopened")
_FIGURES = (*_IN_MONTH, "overdue", "open")
_BATCH = 2_000
_STANDS = """
    SELECT CASE
        WHEN c.closed_as IS NOT NULL OR c.status = 'withdrawn' THEN 'void'
        WHEN c.status IN ('answered', 'closed') AND EXISTS (SELECT 1 FROM "reply" r
            WHERE r."case" = c.id AND r.cycle = c.cycle AND r.rejected_at IS NULL) THEN 'answered'
        WHEN c.status IN ('answered', 'closed') THEN 'lost' ELSE 'open' END AS stands, COUNT(*) AS n
    FROM "case_" c GROUP BY 1
"""
_STEPS = """
    SELECT clock, step, epoch, scheduled_at, detected_at, suppressed, id FROM clock_step
    WHERE clock > {} AND clock <= {}
"""
_ALARMS = "SELECT kind, COUNT(*) AS n FROM alert GROUP BY kind ORDER BY kind"
_ESCALATED = "SELECT data FROM audit_entry WHERE act = 'escalated'"


@dataclass(frozen=True, slots=True)
class Check:
    """Something that has to hold, and what was found against it."""

    name: str
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True)
class Seen:
    """What the national boards show at the end, and what is counted beside them."""

    board: Board
    months: list[MonthFigures]
    budget: QuarterBudget
    overdue: Overdue
    services: list[Figures]
    governorates: list[Figures]
    alarms: Mapping[str, int]
    naive: Naive
    stands: Mapping[str, int]
    steps: int


async def look(reader: StaffView, lived: Lived) -> tuple[Seen, list[Check]]:
    """Read the boards as of now, and check all of it."""
    now = clock.now()
    told = [one async for one in event_log.clocks()]
    steps, wrong = await _steps(told, lived.looks)
    seen = Seen(
        board=await figures.board(reader, "year"),
        overdue=await figures.overdue_by_age(reader),
        services=await figures.breakdown(reader, "year", "category"),
        governorates=await figures.breakdown(reader, "year", "governorate"),
        alarms={row["kind"]: row["n"] for row in await fetch(_ALARMS)},
        months=await figures.trend(reader),
        budget=await figures.budget(reader),
        naive=naive.count(told, now),
        stands={row["stands"]: row["n"] for row in await fetch(_STANDS)},
        steps=steps,
    )
    return seen, [
        Check("every case filed is answered, open or void", cases(seen.stands, seen.naive.cases, lived.done["filed"])),
        Check("the boards are what the events tell", boards(seen, now)),
        Check("every step of the ladder was told once, at its true time", wrong),
        Check("no work is left", await _left()),
    ]


def cases(stands: Mapping[str, int], told: Mapping[str, int], filed: int) -> list[str]:
    """Cases filed = answered + open + void, by their own rows and by the events of their clocks.

    Void is what was closed without a reply, withdrawn included, before its date or after.
    """
    found = []
    known = {name: stands.get(name, 0) for name in ("answered", "open", "void")}
    if sum(known.values()) != filed or stands.get("lost"):
        found.append(f"{filed} filed, but {dict(stands)}")
    of_events = {"answered": told.get("answered", 0), "open": told.get("open", 0)}
    of_events["void"] = told.get("void", 0) + told.get("closed", 0)
    if known != of_events:
        found.append(f"the cases say {known}, the events {of_events}")
    return found


def boards(seen: Seen, as_of: datetime) -> list[str]:
    """Where the boards differ from a naive count: in all, by agency, by month."""
    year = as_of.astimezone(ZONE).year
    if any(of_year != year for of_year, _ in seen.naive.by_month):
        return ["the stretch of time reaches into another year than the board"]
    found = differences("all", seen.board.total, seen.naive.total, _FIGURES)
    agencies = {row.agency or "": row for row in seen.board.by_agency}
    for agency in sorted(set(agencies) | set(seen.naive.by_agency)):
        found += differences(agency or "nobody", agencies.get(agency), seen.naive.by_agency[agency], _FIGURES)
    for month in seen.months:
        counts = seen.naive.by_month[month.first.year, month.first.month]
        found += differences(f"{month.first:%Y-%m}", month.figures, counts, _IN_MONTH)
    found += [f"an event that this count does not know: {kind}" for kind in seen.naive.unknown]
    return found


def differences(name: str, shown: Figures | None, told: Counter[str], compared: Sequence[str]) -> list[str]:
    """The figures in which a row of the board is not what was counted."""
    counts: Mapping[str, int] = {str(figure): n for figure, n in shown.counts.items()} if shown else {}
    return [
        f"{name}: the board shows {counts.get(figure, 0)} {figure}, the events {told[figure]}"
        for figure in compared
        if counts.get(figure, 0) != told[figure]
    ]


async def _steps(told: Sequence[Told], looks: Sequence[datetime]) -> tuple[int, list[str]]:
    """How many steps are written, and what is wrong with them, or with telling people of them."""
    calendar = await calendars.national()
    heard = Counter(json.loads(row["data"])["step_id"] for row in await fetch(_ESCALATED))
    count, found = 0, list[str]()
    for first in range(0, len(told), _BATCH):
        batch = told[first : first + _BATCH]
        written = ladder_check.by_clock(await fetch(_STEPS, batch[0].clock - 1, batch[-1].clock))
        count += sum(map(len, written.values()))
        for one in batch:
            rows = written.get(one.clock, ())
            found += ladder_check.faults(one, rows, looks, calendar)
            found += ladder_check.unheard(one, rows, heard, (looks, calendar))
    return count, found


async def _left() -> list[str]:
    """Work that waits although its time has come, or that nobody could do."""
    waits = await fetch(
        "SELECT job, COUNT(*) AS n FROM outbox_message WHERE available_at <= {} GROUP BY job", clock.now()
    )
    found = [f"{row['n']} of {row['job']} wait" for row in waits]
    backlog = await dead.backlog()
    return found + ([f"{backlog.dead} are dead"] if backlog.dead else [])
