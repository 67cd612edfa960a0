"""A national circular about days off, handed on: proposed for each calendar that does not follow it by itself.

It waits there for a second person like any other change, in the name of whoever entered it. Other circulars speak of
hours, and those an agency with a calendar of its own has otherwise: somebody enters them there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cases import two_persons
from cases.two_persons import CALENDAR, PROPOSED, Change, Row
from sla import calendar_change, calendars
from sla.calendar_change import AFTER_THE_FACT, CANCELLED, CalendarChange, changed_spec
from sla.calendars import NATIONAL, Laid
from sla.dry_run import tried
from sla.tables import Calendar, Proposal
from tawasul.core.actor import system

_CALENDARS = system("calendars")


async def hand_on(circular: Row) -> int:
    """Propose the days of a national circular that is in force; gives for how many calendars."""
    stored = two_persons.from_json(circular["change"])
    change = calendar_change.read(stored)
    if circular["code"] != NATIONAL or change.kind != "days":
        return 0
    rows = await Calendar.select(Calendar.code).where(Calendar.code != NATIONAL).order_by(Calendar.code)
    mark = {name: value for name, value in stored.items() if name == AFTER_THE_FACT}
    return sum([await _propose(row["code"], change, mark, circular) for row in rows])


async def _propose(code: str, national: CalendarChange, mark: Mapping[str, Any], circular: Row) -> int:
    last = await calendars.latest(code)
    change = replace(national, last=min(national.last, last.horizon_end))
    known = await calendars.holidays(code)
    if not _is_news(change, last, known, circular["reason"]) or await _waits(code, change, circular["reason"]):
        return 0
    run = await tried(last, changed_spec(last.spec, change))
    if run is None:
        return 0
    stored = {**change.stored(), **mark}
    new = Change(CALENDAR, code, stored, circular["reason"], run.base, run.effect.stored())
    await two_persons.put_forward(new, by=_CALENDARS, of=circular["proposed_by"], said={"circular": circular["id"]})
    return 1


def _is_news(change: CalendarChange, last: Laid, known: Sequence[Mapping[str, Any]], reference: str) -> bool:
    """Whether the calendar reaches the days and says something else of them, or the same by another reference. Pure."""
    if change.last < change.first:
        return False
    closed = {date.fromisoformat(day) for day in last.spec.get("closures", [])}
    if change.status == CANCELLED:
        return bool(closed & set(change.days))
    same = {each["date"] for each in known if (each["status"], each["source_ref"]) == (change.status, reference[:200])}
    return not set(change.days) <= (closed & same)


async def _waits(code: str, change: CalendarChange, reference: str) -> bool:
    """Whether somebody proposed just this already, and it is not decided."""
    rows = await Proposal.select(Proposal.change).where(
        Proposal.subject == CALENDAR, Proposal.code == code, Proposal.state == PROPOSED, Proposal.reason == reference
    )
    return change in [calendar_change.read(two_persons.from_json(row["change"])) for row in rows]
