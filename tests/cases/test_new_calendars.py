"""An agency with other hours gets a calendar of its own, by two persons, for what it is given from then on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cases import calendars as circulars
from cases import decisions, new_calendars, proposals
from cases.calendars import Circular
from cases.new_calendars import NewCalendar
from sla import calendars
from sla.calendar_change import CalendarChange
from sla.new_calendar import WEEK
from sla.tables import Clock, Holiday
from sla.views import clocks_of
from tawasul import audit
from tawasul.core import clock
from tawasul.core.errors import Conflict, Forbidden, Invalid

# Saturday to Wednesday, in two shifts.
HOURS = {**dict.fromkeys(WEEK, ""), **dict.fromkeys(("sat", "sun", "mon", "tue", "wed"), "07:00-12:00, 16:00-20:00")}
OWN = NewCalendar("EWA", HOURS, date(2028, 12, 31), "Decision 7/2026")
SATURDAY, THURSDAY = date(2026, 11, 28), date(2026, 11, 26)


async def proposed(flow, draft: NewCalendar = OWN) -> int:
    effect = await new_calendars.tried(draft, by=flow.root)
    return await new_calendars.propose(draft, by=flow.root, base=effect.base)


async def approved(flow, draft: NewCalendar = OWN) -> int:
    number = await proposed(flow, draft)
    await new_calendars.approve(number, by=flow.nadia, rev=1)
    return number


async def refused(flow, **said) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as error:
        await new_calendars.tried(replace(OWN, **said), by=flow.root)
    return [(fault.field, fault.code) for fault in error.value.faults]


async def test_it_says_whom_it_concerns_and_does_nothing(flow):
    await flow.assigned()
    effect = await new_calendars.tried(OWN, by=flow.root)
    assert (effect.open_now, effect.last_year) == (1, 1)
    assert (await calendars.of_agency("EWA")).id == (await calendars.current()).id


async def test_a_second_person_puts_it_in_force_for_that_agency_alone(flow):
    number = await approved(flow)
    own = (await calendars.of_agency("EWA")).calendar
    assert (own.is_working(SATURDAY), own.is_working(THURSDAY)) == (True, False)
    assert not own.is_working(date(2026, 12, 16))  # the National Day is everybody's
    assert own.close_of(SATURDAY) == datetime(2026, 11, 28, 17, tzinfo=UTC)
    for other in (await calendars.of_agency("MOH"), await calendars.current()):
        assert (other.calendar.is_working(SATURDAY), other.calendar.is_working(THURSDAY)) == (False, True)
    shown = await proposals.proposal(number, "calendar")
    assert (shown.state, shown.decided_by) == ("applied", str(flow.nadia.actor()))
    lines = [line.act for line in await audit.history("calendar:EWA")]
    assert lines == ["calendar_proposed", "revised", "calendar_approved"]


async def test_what_the_agency_gets_then_is_measured_by_it_and_what_is_open_keeps_its_date(flow):
    before = await flow.assigned()
    was = (await clocks_of([before], "agency"))[0]
    await approved(flow)
    after = await flow.assigned()
    assert (await clocks_of([before], "agency"))[0] == was
    own = await calendars.of_agency("EWA")
    rows = await Clock.select().where(Clock.case_id == after)
    by_kind = {row["kind"]: row["calendar_revision"] for row in rows}
    assert by_kind["agency"] == own.id
    assert by_kind["final_reply"] == (await calendars.current()).id
    assert (await flow.promise(after)).due_at == (await flow.promise(before)).due_at


async def test_the_hours_of_ramadan_hold_on_its_own_days(flow):
    await approved(flow)
    own = (await calendars.of_agency("EWA")).calendar
    in_ramadan = date(2027, 2, 13)  # a Saturday
    assert own.opening_of(in_ramadan) == datetime(2027, 2, 13, 5, tzinfo=UTC)
    assert own.close_of(in_ramadan) == datetime(2027, 2, 13, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"hours": dict.fromkeys(WEEK, " ")}, [("hours_sun", "no_working_time")]),
        ({"hours": {**HOURS, "mon": "07:00-12:00, 11:00-14:00"}}, [("hours_mon", "overlapping_hours")]),
        ({"hours": {**HOURS, "mon": "14:00-07:00", "tue": "early"}}, [
            ("hours_mon", "closes_before_it_opens"), ("hours_tue", "bad_hours")]),
        ({"hours": {**HOURS, "wed": "7-15"}}, [("hours_wed", "bad_time")]),
        ({"last": date(2027, 11, 21)}, [("last", "horizon_too_near")]),
        ({"last": date(2029, 1, 1)}, [("last", "beyond_the_national")]),
        ({"last": None}, [("last", "bad_date")]),
        ({"agency": "NONE"}, [("agency", "unknown")]),
        ({"agency": "BH"}, [("agency", "calendar_is_there")]),
        ({"source": " "}, [("source", "needs_source")]),
    ],
)  # fmt: skip
async def test_a_calendar_that_nobody_could_work_by_is_refused_with_the_reason(flow, said, expected):
    assert await refused(flow, **said) == expected


async def test_the_national_hours_are_no_calendar_of_ones_own(flow):
    usual = await new_calendars.usual()
    same = {day: usual[f"hours_{day}"] for day in WEEK}
    assert await refused(flow, hours=same) == [("hours_sun", "same_as_national")]


async def test_who_proposed_it_does_not_approve_it_and_others_do_neither(flow):
    number = await proposed(flow)
    with pytest.raises(Forbidden, match="own_proposal"):
        await new_calendars.approve(number, by=flow.root, rev=1)
    for name in ("basim", "dana", "huda"):
        with pytest.raises(Forbidden, match="not_for_you"):
            await new_calendars.tried(OWN, by=flow.people[name])
        with pytest.raises(Forbidden, match="not_for_you"):
            await new_calendars.approve(number, by=flow.people[name], rev=1)


async def test_an_agency_gets_one_calendar(flow):
    first, second = await proposed(flow), await proposed(flow)
    await new_calendars.approve(first, by=flow.nadia, rev=1)
    with pytest.raises(Conflict, match="calendar_is_there"):
        await new_calendars.approve(second, by=flow.nadia, rev=1)
    assert await refused(flow) == [("agency", "calendar_is_there")]
    assert await Holiday.count().where(Holiday.calendar == "EWA") > 0


async def test_a_count_beside_another_national_calendar_or_of_yesterday_is_repeated(flow):
    number = await proposed(flow)
    storm = CalendarChange("days", date(2026, 12, 1), date(2026, 12, 1), "Storm", "عاصفة")
    run = await circulars.tried(Circular("BH", storm, "Circular 14/2026"), by=flow.root)
    other = await circulars.propose(Circular("BH", storm, "Circular 14/2026"), by=flow.root, base=run.base)
    await circulars.approve(other, by=flow.nadia, rev=1)
    with pytest.raises(Conflict, match="stale_count"):
        await new_calendars.approve(number, by=flow.nadia, rev=1)
    await new_calendars.count_again(number, by=flow.nadia, rev=1)
    with clock.moved(clock.now() + timedelta(days=2)), pytest.raises(Conflict, match="stale_count"):
        await new_calendars.approve(number, by=flow.nadia, rev=2)
    await new_calendars.approve(number, by=flow.nadia, rev=2)
    assert not (await calendars.of_agency("EWA")).calendar.is_working(date(2026, 12, 1))


async def test_it_is_refused_like_any_other_change(flow):
    number = await proposed(flow)
    await decisions.refuse(number, by=flow.nadia, rev=1, remark="Not yet")
    assert (await proposals.proposal(number, "calendar")).state == "refused"
    assert "EWA" in await new_calendars.choices()


async def test_circulars_of_its_own_follow_it(flow):
    await approved(flow)
    off = CalendarChange("days", date(2026, 12, 5), date(2026, 12, 5), "Works", "أعمال")  # a Saturday
    await flow.assigned()
    run = await circulars.tried(Circular("EWA", off, "Circular 1"), by=flow.root)
    assert (run.effect.moved, run.effect.clocks) == (0, 1)
