"""What a national circular says of days off is proposed for the calendars of agencies too, and decided there."""

from dataclasses import replace
from datetime import date

from cases import calendars, moved_dates, proposals
from cases.calendars import Circular
from sla import calendars as engine
from sla.calendar_change import CalendarChange
from sla.tables import Holiday
from tawasul import audit
from tests.cases.test_calendars import STORM
from tests.cases.test_calendars import approved as circular_approved
from tests.cases.test_new_calendars import approved as calendar_of_ewa

DAY = date(2026, 12, 1)


async def applied(flow, circular: Circular = STORM) -> int:
    number = await circular_approved(flow, circular)
    for _ in range(3):
        await moved_dates.apply(number)
    return number


async def for_ewa() -> list[proposals.ProposalView]:
    return [one for one in await proposals.proposals("calendar", "EWA") if one.change["kind"] != "new"]


async def test_it_is_proposed_once_for_the_calendar_of_an_agency(flow):
    await calendar_of_ewa(flow)
    await flow.assigned()
    number = await applied(flow)
    assert (await engine.of_agency("EWA")).calendar.is_working(DAY)
    (found,) = await for_ewa()
    assert (found.state, found.reason, found.proposed_by) == ("proposed", STORM.source, str(flow.root.actor()))
    assert found.change == STORM.change.stored()
    assert found.effect["clocks"] == 1  # the stretch of the agency
    line = (await audit.history("calendar:EWA"))[-1]
    assert (line.act, line.data["circular"]) == ("calendar_proposed", number)


async def test_a_second_person_puts_it_in_force_there(flow):
    await calendar_of_ewa(flow)
    await applied(flow)
    (found,) = await for_ewa()
    await calendars.approve(found.id, by=flow.nadia, rev=1)
    assert not (await engine.of_agency("EWA")).calendar.is_working(DAY)
    day = await Holiday.select().where(Holiday.calendar == "EWA", Holiday.date == DAY).first()
    assert (day["source_ref"], day["approved_by"]) == (STORM.source, str(flow.nadia.actor()))
    await moved_dates.apply(found.id)
    assert len(await for_ewa()) == 1
    assert len(await proposals.proposals("calendar", "BH")) == 1  # and never back


async def test_what_the_agency_has_already_is_not_proposed(flow):
    await calendar_of_ewa(flow)
    await applied(flow, replace(STORM, code="EWA"))
    await applied(flow)
    assert [one.state for one in await for_ewa()] == ["applied"]


async def test_what_waits_there_already_is_not_proposed_again(flow):
    await calendar_of_ewa(flow)
    own = replace(STORM, code="EWA")
    await calendars.propose(own, by=flow.root, base=(await calendars.tried(own, by=flow.root)).base)
    await applied(flow)
    assert len(await for_ewa()) == 1


async def test_a_day_taken_back_is_proposed_only_where_it_is_a_day_off(flow):
    await calendar_of_ewa(flow)
    await applied(flow)
    back = replace(STORM, change=replace(STORM.change, status="cancelled"))
    await applied(flow, back)
    assert [one.change["status"] for one in await for_ewa()] == ["confirmed"]


async def test_hours_of_a_period_are_left_to_whoever_knows_those_of_the_agency(flow):
    await calendar_of_ewa(flow)
    change = CalendarChange("period", date(2027, 2, 9), date(2027, 3, 10), hours="09:00-14:00")
    await applied(flow, Circular("BH", change, "Circular 2/2027"))
    assert await for_ewa() == []
