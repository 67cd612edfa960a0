"""Revisions of calendars: frozen, numbered, and never served from yesterday's memory."""

from datetime import UTC, date, datetime

import pytest

from sla import calendars
from sla.calendar_spec import BadCalendar
from sla.tables import Calendar, CalendarRevision, Holiday
from tawasul.audit.entries import history
from tawasul.core.actor import system
from tawasul.core.db import count_statements, transaction
from tawasul.core.errors import NotFound

OPERATOR = system("operator")
STORM = date(2026, 12, 1)
HOURS = {"mon": [["09:00", "17:00"]]}
LAYOUT = {"tz": "Asia/Bahrain", "hours": HOURS, "horizon": {"first": "2026-01-01", "last": "2026-12-31"}}


async def declare(day: date, status: str = "announced") -> None:
    row = {"calendar": "BH", "date": day, "name_en": "Storm", "name_ar": "عاصفة", "status": status}
    await Holiday.insert(Holiday(**row, source_ref="Circular 1"))


async def revise(code: str = "BH", layout=None) -> int:
    async with transaction():
        return await calendars.revise(code, actor=OPERATOR, layout=layout)


async def test_a_circular_makes_a_new_revision_and_the_old_one_stays_as_it_was(database):
    before = await calendars.current()
    await declare(STORM)
    number = await revise()
    now = await calendars.current()
    assert now.id == number != before.id
    assert not now.calendar.is_working(STORM)
    assert (await calendars.by_id([before.id]))[before.id].is_working(STORM)


async def test_every_process_sees_the_new_revision_at_its_next_question(database):
    assert (await calendars.national()).is_working(STORM)
    await declare(STORM)
    await revise()
    assert not (await calendars.national()).is_working(STORM)


async def test_a_cancelled_holiday_is_no_closure(database):
    await declare(STORM, "cancelled")
    await revise()
    assert (await calendars.national()).is_working(STORM)


async def test_revising_without_a_change_keeps_the_revision(database):
    before = await calendars.current()
    assert await revise() == before.id
    assert await CalendarRevision.count() == 1


async def test_an_agency_works_by_its_own_calendar_where_it_has_one(database):
    await Calendar.insert(Calendar(code="EWA", name_en="Water", name_ar="الماء"))
    assert (await calendars.of_agency("EWA")).id == (await calendars.current()).id
    number = await revise("EWA", LAYOUT)
    assert (await calendars.of_agency("EWA")).id == number
    assert (await calendars.of_agency("HEALTH")).id == (await calendars.current()).id


async def test_a_calendar_without_working_time_is_refused_and_nothing_is_stored(database):
    with pytest.raises(BadCalendar, match="no_working_time"):
        await revise(layout={**LAYOUT, "hours": {}})
    assert await CalendarRevision.count() == 1


async def test_a_calendar_that_does_not_exist_is_an_error(database):
    with pytest.raises(NotFound, match="no_calendar"):
        await calendars.current("NOWHERE")
    with pytest.raises(NotFound, match="no_calendar"):
        await revise("NOWHERE")


async def test_the_history_says_who_revised_what(database):
    await declare(STORM)
    await revise()
    assert [(line.actor, line.act, line.data["rev"]) for line in await history("calendar:BH")] == [
        ("system:seed", "revised", 1),
        ("system:operator", "revised", 2),
    ]


async def test_the_second_question_costs_one_statement(database):
    await calendars.national()
    with count_statements() as counted:
        calendar = await calendars.national()
    assert len(counted) == 1
    assert calendar.is_open(datetime(2026, 11, 24, 8, tzinfo=UTC))
