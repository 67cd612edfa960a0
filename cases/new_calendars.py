"""An agency gets a calendar of its own: tried, proposed, and put in force by a second person.

What the agency is given from then on is measured by it. Stretches that are open keep the calendar that they began by,
and citizens' dates are by the national one, always.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cases import two_persons
from cases.calendars import COUNTED_FOR
from cases.two_persons import APPLIED, CALENDAR, Change, Row, needs_right, reason_faults
from sla import calendars, new_calendar
from sla.calendar import Calendar as LaidOut
from sla.calendar_spec import BadCalendar, read_spec
from sla.calendars import NATIONAL, Laid
from sla.policy import AGENCY
from sla.tables import Calendar, Holiday
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch, transaction
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound
from tawasul.core.i18n import ZONE

NEW = "new"
_LOOK_BACK = timedelta(days=365)
_COPIED = ("date", "name_en", "name_ar", "status", "in_lieu_of", "source_ref", "entered_by", "approved_by")
_CONCERNED = """
    SELECT SUM(CASE WHEN state IN ('running', 'paused') THEN 1 ELSE 0 END) AS open_now,
        SUM(CASE WHEN started_at >= {} THEN 1 ELSE 0 END) AS last_year
    FROM clock WHERE kind = {} AND agency = {} AND (state IN ('running', 'paused') OR started_at >= {})
"""


@dataclass(frozen=True, slots=True)
class NewCalendar:
    """What somebody enters: hours as typed by weekday, and the reference of the decision."""

    agency: str
    hours: Mapping[str, str]
    last: date | None
    source: str


@dataclass(frozen=True, slots=True)
class NewEffect:
    """`open_now` stretches of the agency keep their date; `last_year` had begun in the year before today."""

    open_now: int
    last_year: int
    base: str

    def stored(self) -> dict[str, int]:
        """The effect as JSON values."""
        return {"open_now": self.open_now, "last_year": self.last_year}


async def choices() -> dict[str, str]:
    """The agencies that may get a calendar: those at work that have none."""
    taken = {row["code"] for row in await Calendar.select(Calendar.code)}
    found = await agencies.all_agencies()
    return {code: row.name for code, row in found.items() if code not in taken and not row.retired}


async def usual() -> dict[str, str]:
    """What the form begins with: the national hours and horizon, by field."""
    national = await calendars.latest(NATIONAL)
    hours = new_calendar.typed_hours(national.spec)
    return {**{new_calendar.field_of(day): text for day, text in hours.items()}, "last": str(national.horizon_end)}


async def tried(draft: NewCalendar, *, by: StaffView) -> NewEffect:
    """What the calendar would concern. `Invalid` with every fault; nothing is written."""
    needs_right(by, CALENDAR)
    national = await calendars.latest(NATIONAL)
    found = await _agency_faults(draft.agency)
    found += new_calendar.faults(national.spec, draft.hours, draft.last, clock.now().astimezone(ZONE).date())
    found += reason_faults("source", draft.source, empty="needs_source")
    if found or draft.last is None:
        raise Invalid(*found)
    try:
        LaidOut(read_spec(new_calendar.begun(national.spec, draft.hours, draft.last)))
    except BadCalendar as error:
        raise Invalid(FieldError(new_calendar.field_of(new_calendar.WEEK[0]), error.code)) from error
    return await _counted(draft.agency, national)


async def _agency_faults(agency: str) -> list[FieldError]:
    if agency in await choices():
        return []
    has_one = await Calendar.exists().where(Calendar.code == agency)
    return [FieldError("agency", "calendar_is_there" if has_one else "unknown")]


async def _counted(agency: str, national: Laid) -> NewEffect:
    since = clock.now() - _LOOK_BACK
    row = (await fetch(_CONCERNED, since, AGENCY, agency, since))[0]
    return NewEffect(int(row["open_now"] or 0), int(row["last_year"] or 0), national.digest)


async def propose(draft: NewCalendar, *, by: StaffView, base: str) -> int:
    """Send it for approval, as it was tried. `Conflict` if the national calendar is another one meanwhile."""
    effect = await tried(draft, by=by)
    if effect.base != base:
        raise Conflict("stale_count")
    named = (await agencies.all_agencies())[draft.agency]
    change: dict[str, Any] = {"kind": NEW, "name_en": named.name_en, "name_ar": named.name_ar}
    change |= {"hours": dict(draft.hours), "last": str(draft.last)}
    async with transaction():
        new = Change(CALENDAR, draft.agency, change, draft.source, effect.base, effect.stored())
        return await two_persons.propose(new, by=by)


async def count_again(proposal_id: int, *, by: StaffView, rev: int) -> None:
    """Count a waiting proposal once more, beside the national calendar as it is now."""
    needs_right(by, CALENDAR, to_approve=True)
    national = await calendars.latest(NATIONAL)
    async with transaction():
        row = await _waiting(proposal_id, rev)
        effect = await _counted(row["code"], national)
        await two_persons.recount(row, effect.stored(), effect.base)


async def approve(proposal_id: int, *, by: StaffView, rev: int, remark: str = "") -> None:
    """A second person agrees: the agency has its calendar, with the national holidays as they are known now."""
    needs_right(by, CALENDAR, to_approve=True)
    async with transaction():
        row = await _waiting(proposal_id, rev)
        two_persons.refuse_own(row, by)
        national = await calendars.latest(NATIONAL)
        if row["base"] != national.digest or clock.now() - row["counted_at"] > COUNTED_FOR:
            raise Conflict("stale_count")
        await _begin(row["code"], national)
        layout = new_calendar.begun(national.spec, row["change"]["hours"], date.fromisoformat(row["change"]["last"]))
        number = await calendars.revise(row["code"], actor=by.actor(), layout=layout)
        await two_persons.decide(row, APPLIED, by=by, remark=remark, also={"revision": number})


async def _waiting(proposal_id: int, rev: int) -> Row:
    row = await two_persons.waiting(proposal_id, rev=rev)
    if row["subject"] != CALENDAR or row["change"].get("kind") != NEW:
        raise NotFound("no_such_change")
    return row


async def _begin(agency: str, national: Laid) -> None:
    """The calendar's own row and its holidays. Of two who make one for the same agency, the second is refused."""
    named = (await agencies.all_agencies())[agency]
    row: dict[str, Any] = {"name_en": named.name_en, "name_ar": named.name_ar, "tz": national.spec["tz"]}
    made = (
        await Calendar.insert(Calendar(code=agency, **row))
        .on_conflict(target=Calendar.code, action="DO NOTHING")
        .returning(Calendar.code)
    )
    if not made:
        raise Conflict("calendar_is_there")
    known = [each for each in await calendars.holidays(NATIONAL) if each["status"] != calendars.CANCELLED]
    if known:
        await Holiday.insert(*(Holiday(calendar=agency, **{name: each[name] for name in _COPIED}) for each in known))
