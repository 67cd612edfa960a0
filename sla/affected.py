"""The open clocks that a new revision of a calendar concerns, in portions of whole cases, with what moves them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from sla import calendars
from sla.calendar import Calendar
from sla.calendar_change import differing
from sla.calendar_spec import CalendarSpec, read_spec
from sla.recomputed import Moved, Shift, Turn, of_case
from sla.store import Held, pauses_of, state_of
from sla.tables import CalendarRevision, Clock
from sla.views import OPEN
from tawasul.core.db import dialect, fetch
from tawasul.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Target:
    """A revision to be or in force: its calendar's code, its number among that calendar's, and what it says.

    `id` is what clocks remember; 0 of one that is not made yet.
    """

    code: str
    rev: int
    id: int
    spec: CalendarSpec
    calendar: Calendar


async def target_of(revision: int) -> Target:
    """A revision that is in force."""
    row = await CalendarRevision.select().where(CalendarRevision.id == revision).first()
    if row is None:
        raise NotFound("no_calendar")
    spec = read_spec(json.loads(row["spec"]))
    return Target(row["calendar"], row["rev"], revision, spec, Calendar(spec))


def target_to_be(last: calendars.Laid, spec: Mapping[str, Any]) -> Target:
    """A revision that would follow the last one. Refused if nobody could work by it."""
    read = read_spec(spec)
    return Target(last.code, last.rev + 1, 0, read, Calendar(read))


async def turn_to(target: Target) -> Turn:
    """The way to a revision from every earlier one of its calendar."""
    before = await calendars.specs(target.code, before=target.rev)
    laid_out = await calendars.by_id(before)
    shifts = {
        number: Shift(laid_out[number], target.calendar, differing(spec, target.spec))
        for number, spec in before.items()
    }
    return Turn(target.id, shifts)


def dates_of(turn: Turn) -> list[date]:
    """Every date that the newest of the earlier revisions has otherwise."""
    return list(turn.shifts[max(turn.shifts)].dates) if turn.shifts else []


async def cases_of(target: Target, *, after: int = 0, limit: int) -> list[int]:
    """The next cases with an open clock by an earlier revision of this calendar, by number."""
    rows = await fetch(_CASES, target.code, target.rev, after, limit)
    return [row["case_id"] for row in rows]


_CASES = """
    SELECT DISTINCT case_id FROM clock
    WHERE calendar_revision IN (SELECT id FROM calendar_revision WHERE calendar = {} AND rev < {})
        AND met_at IS NULL AND voided_at IS NULL AND state IN ('running', 'paused') AND case_id > {}
    ORDER BY case_id LIMIT {}
"""


async def behind(case_id: int) -> list[str]:
    """The calendars of which an open clock of a case goes by an earlier revision, the national one first."""
    codes = [row["calendar"] for row in await fetch(_BEHIND, case_id)]
    return sorted(codes, key=lambda code: (code != calendars.NATIONAL, code))


_BEHIND = """
    SELECT DISTINCT r.calendar FROM clock k JOIN calendar_revision r ON r.id = k.calendar_revision
    WHERE k.case_id = {} AND k.state IN ('running', 'paused')
        AND r.rev < (SELECT MAX(n.rev) FROM calendar_revision n WHERE n.calendar = r.calendar)
"""


async def clocks_of(case_ids: Sequence[int], *, held: bool) -> list[Held]:
    """Every open clock of these cases by case, held by this transaction or only read.

    They are held in the order in which acts on one case hold them, the elder first.
    """
    if not case_ids:
        return []
    query = Clock.select().where(Clock.case_id.is_in(list(case_ids)), Clock.state.is_in(list(OPEN)))
    query = query.order_by(Clock.case_id, Clock.id)
    if held and dialect() == "postgres":
        query = query.lock_rows("UPDATE")
    return [Held(row["id"], state_of(row)) for row in await query]


async def moved_of(clocks: Sequence[Held], turn: Turn) -> list[Moved]:
    """What the revision makes of these clocks, by case."""
    stood = await pauses_of(held.id for held in clocks if held.state.pauses)
    others = {held.state.calendar_revision for held in clocks} - set(turn.shifts)
    known = replace(turn, pauses=stood, others=await calendars.by_id(others))
    return [moved for case in _by_case(clocks) for moved in of_case(case, known)]


def _by_case(clocks: Sequence[Held]) -> Iterable[list[Held]]:
    return (list(case) for _, case in groupby(clocks, key=lambda held: held.state.case_id))
