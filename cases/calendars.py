"""A circular arrives: tried, proposed with what it would do, and put in force by a second person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cases import two_persons
from cases.two_persons import APPROVED, CALENDAR, Change, Row, needs_right, reason_faults
from sla import calendar_change, calendars, dry_run
from sla.calendar_change import AFTER_THE_FACT, CalendarChange, changed_spec, faults_of, is_after_the_fact
from sla.calendar_spec import BadCalendar
from sla.calendars import Laid
from sla.dry_run import DryRun
from sla.tables import Holiday, Proposal
from tawasul import outbox
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound
from tawasul.core.i18n import ZONE

APPLY = "cases.jobs.apply_calendar"
COUNTED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Circular:
    """What somebody enters. `source` is the circular's reference; `after_the_fact` says that past days are meant."""

    code: str
    change: CalendarChange
    source: str
    after_the_fact: bool = False


async def tried(circular: Circular, *, by: StaffView) -> DryRun:
    """What the circular would do. `Invalid` with every fault; nothing is written."""
    needs_right(by, CALENDAR)
    last = await calendars.latest(circular.code)
    today = _today()
    change = calendar_change.one_day(circular.change)
    closures = [date.fromisoformat(day) for day in last.spec.get("closures", [])]
    found = faults_of(change, today, last.horizon_end, closures)
    found += reason_faults("source", circular.source, empty="needs_source")
    if is_after_the_fact(change, today) and not circular.after_the_fact:
        found.append(FieldError("first", "day_in_past"))
    if found:
        raise Invalid(*found)
    return await _counted(last, change)


async def _counted(last: Laid, change: CalendarChange) -> DryRun:
    spec = changed_spec(last.spec, change)
    if spec == last.spec and change.kind != "days":
        raise Invalid(FieldError("first", "nothing_changes"))
    try:
        return await dry_run.dry_run(last.code, spec)
    except BadCalendar as error:
        raise Invalid(FieldError("last" if error.code.startswith("horizon") else "hours", error.code)) from error


async def propose(circular: Circular, *, by: StaffView, base: str) -> int:
    """Send a circular for approval, as it was tried. `Conflict` if the calendar is another one meanwhile."""
    run = await tried(circular, by=by)
    if run.base != base:
        raise Conflict("stale_count")
    mark = {AFTER_THE_FACT: True} if circular.after_the_fact else {}
    change = {**calendar_change.one_day(circular.change).stored(), **mark}
    async with transaction():
        new = Change(CALENDAR, circular.code, change, circular.source, run.base, run.effect.stored())
        return await two_persons.propose(new, by=by)


async def count_again(proposal_id: int, *, by: StaffView, rev: int) -> None:
    """Try a waiting proposal once more on the calendar as it is now."""
    needs_right(by, CALENDAR, to_approve=True)
    row = await Proposal.select().where(Proposal.id == proposal_id, Proposal.subject == CALENDAR).first()
    if row:
        _refuse_past(two_persons.from_json(row["change"]))
    run = await _counted(await calendars.latest(row["code"]), _change_of(row)) if row else None
    async with transaction():
        held = await two_persons.waiting(proposal_id, rev=rev)
        if run is None:
            raise Conflict("change_moved")
        await two_persons.recount(held, run.effect.stored(), run.base)


async def approve(proposal_id: int, *, by: StaffView, rev: int, remark: str = "") -> None:
    """Put a circular in force. New cases are promised by it at once; those that are open follow in a job.

    Of what the reference data proposes, the first who approves becomes the one who proposes it.
    """
    needs_right(by, CALENDAR, to_approve=True)
    async with transaction():
        row = await two_persons.waiting(proposal_id, rev=rev)
        if row["subject"] != CALENDAR:
            raise NotFound("no_such_change")
        two_persons.refuse_own(row, by)
        _refuse_past(row["change"])
        last = await calendars.latest(row["code"])
        await _refuse_stale(row, last)
        if two_persons.is_nobodys(row["proposed_by"]):
            await two_persons.take_on(row, by=by, remark=remark)
            return
        change = calendar_change.read(row["change"])
        if change.kind == "days":
            await _enter_days(row, change, by=by)
        number = await calendars.revise(row["code"], actor=by.actor(), layout=changed_spec(last.spec, change))
        await two_persons.decide(row, APPROVED, by=by, remark=remark, also={"revision": number})
        await outbox.append(APPLY, proposal_id, key=f"{APPLY}:{proposal_id}")


async def _refuse_stale(row: Row, last: Laid) -> None:
    """A count of another calendar, or of yesterday, is none to decide by; nor is one that still changes."""
    if row["base"] != last.digest or clock.now() - row["counted_at"] > COUNTED_FOR:
        raise Conflict("stale_count")
    if await Proposal.exists().where(
        Proposal.subject == CALENDAR, Proposal.code == row["code"], Proposal.state == APPROVED
    ):
        raise Conflict("still_applying")


async def _enter_days(row: Row, change: CalendarChange, *, by: StaffView) -> None:
    """Write the days with their circular and both persons. A day that is known already is brought up to date."""
    said = {
        "name_en": change.name_en,
        "name_ar": change.name_ar,
        "status": change.status,
        "source_ref": row["reason"][:200],
        "entered_by": row["proposed_by"],
        "approved_by": str(by.actor()),
    }
    known = {each["date"]: each["id"] for each in await calendars.holidays(row["code"])}
    fresh = [day for day in change.days if day not in known and change.status != calendar_change.CANCELLED]
    if fresh:
        await Holiday.insert(*(Holiday(calendar=row["code"], date=day, **said) for day in fresh))
    again = [known[day] for day in change.days if day in known]
    if again:
        columns = {getattr(Holiday, name): value for name, value in said.items()}
        await Holiday.update(columns).where(Holiday.id.is_in(again))


def _change_of(row: Mapping[str, Any]) -> CalendarChange:
    return calendar_change.read(two_persons.from_json(row["change"]))


def _refuse_past(stored: Mapping[str, Any]) -> None:
    """A day that passed while the circular waited becomes a holiday after the fact only if that was said."""
    if is_after_the_fact(calendar_change.read(stored), _today()) and not stored.get(AFTER_THE_FACT):
        raise Conflict("day_passed_meanwhile")


def _today() -> date:
    return clock.now().astimezone(ZONE).date()
