"""Days off that the reference data brings to a calendar in force: proposed with what they would do, each once.

They become a revision only when two persons say so, like what any circular says. Nothing here touches the calendar, so
no waiting change grows stale by it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sla import calendar_change, calendars
from sla.calendar_change import CalendarChange, changed_spec
from sla.dry_run import DryRun, tried
from sla.tables import Calendar, Proposal
from tawasul.audit.entries import append
from tawasul.core import clock
from tawasul.core.actor import system
from tawasul.core.db import lock, transaction

SEED = system("seed")
CALENDAR, ESTIMATED = "calendar", "estimated"
_NEXT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a day off. `source` is the reference."""

    name_en: str
    name_ar: str
    status: str
    source: str


Said = tuple[date, Words]


def said_of(row: Mapping[str, Any], *, is_known: bool) -> Said:
    """A line of the reference data. A new day is an estimate until its circular comes. Pure."""
    status = row["status"] if is_known else ESTIMATED
    return row["date"], Words(row["name_en"], row["name_ar"], status, row["source_ref"])


async def put_forward(code: str, days: Iterable[Said]) -> int:
    """Propose these days off for a calendar; gives how many proposals that made.

    What was proposed once is not proposed again, whatever became of it. Days that the calendar does not reach wait
    until it does.
    """
    said = set(days)
    if not said:  # as at nearly every start
        return 0
    last = await calendars.latest(code)
    fresh = said - await _proposed(code)
    stretches = _stretches(sorted((one for one in fresh if one[0] <= last.horizon_end), key=lambda one: one[0]))
    # Before any row is held: each reads every clock. What the calendar is too short for is asked again later.
    counted = [(one, await tried(last, changed_spec(last.spec, _change(one)))) for one in stretches]
    return sum([await _write(code, one, run) for one, run in counted if run is not None])


async def _proposed(code: str) -> set[Said]:
    """What was ever proposed for this calendar, by day."""
    rows = await Proposal.select(Proposal.change, Proposal.reason).where(
        Proposal.subject == CALENDAR, Proposal.code == code
    )
    found: set[Said] = set()
    for row in rows:
        stored = json.loads(row["change"])
        if stored["kind"] == "days":
            change = calendar_change.read(stored)
            found |= {(day, Words(change.name_en, change.name_ar, change.status, row["reason"])) for day in change.days}
    return found


def _stretches(days: Sequence[Said]) -> list[list[Said]]:
    """Days one after the other of which the same is said, together."""
    found: list[list[Said]] = []
    for one in days:
        if found and found[-1][-1] == (one[0] - _NEXT, one[1]):
            found[-1].append(one)
        else:
            found.append([one])
    return found


def _change(days: Sequence[Said]) -> CalendarChange:
    words = asdict(days[0][1])
    words.pop("source")
    return CalendarChange("days", days[0][0], days[-1][0], **words)


async def _write(code: str, days: Sequence[Said], run: DryRun) -> int:
    """One proposal in the name of nobody. Of two programs that start at once, the second finds it there."""
    async with transaction():
        await lock(Calendar, code)
        if set(days) <= await _proposed(code):
            return 0
        now, change, source = clock.now(), _change(days).stored(), days[0][1].source
        row = Proposal(
            subject=CALENDAR,
            code=code,
            change=json.dumps(change),
            reason=source,
            effect=json.dumps(run.effect.stored()),
            base=run.base,
            proposed_by=str(SEED),
            proposed_at=now,
            counted_at=now,
        )
        made = await Proposal.insert(row).returning(Proposal.id)
        data = {"proposal": made[0]["id"], "change": change, "reason": source}
        await append(f"{CALENDAR}:{code}", actor=SEED, act="calendar_proposed", data=data)
    return 1
