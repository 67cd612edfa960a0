"""Traps 1 to 15: business time is added and measured by one calendar, exactly, and never without end."""

import ast
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sla import calendars, clocks, compute, proposals, soundness
from sla.calendar import BeyondHorizon, Calendar
from sla.calendar_spec import BadCalendar, read_spec
from sla.deadline import BUSINESS_SECONDS, Promise, due_at, due_by_seconds, extended, is_on_time
from sla.ladder import FINAL_REPLY, Course, step_at
from sla.tables import Clock, Holiday
from tawasul.core import clock
from tawasul.core.actor import CITIZEN, system
from tawasul.core.db import transaction
from tawasul.core.errors import DomainError
from tests.rules.sources import files, tree
from tests.sla import circulars
from tests.sla.traps.stage import at, do

SPLIT = {day: [["08:00", "12:00"], ["13:00", "16:00"]] for day in ("sun", "mon", "tue", "wed", "thu")}
HORIZON = {"first": "2026-01-01", "last": "2027-12-31"}


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def made(**said) -> Calendar:
    return Calendar(read_spec({"tz": "Asia/Bahrain", "hours": SPLIT, "horizon": HORIZON, **said}))


def test_01_a_pause_is_added_to_the_target_and_not_to_the_start(bahrain):
    start, pause = at("2026-02-05T13:00"), (at("2026-02-05T13:30"), at("2026-02-08T06:30"))
    assert due_by_seconds(hours(2), start, bahrain, [pause]) == at("2026-02-08T08:30")
    # Moving the start by the sixty-five hours on the wall would have promised half an hour too much.
    assert bahrain.add(start + hours(65), hours(2)) == at("2026-02-08T09:00")


def test_02_adding_and_measuring_treat_both_ends_alike(bahrain):
    noon, closing, opening = at("2026-02-05T12:00"), at("2026-02-05T14:00"), at("2026-02-08T07:00")
    assert (bahrain.add(noon, hours(2)), bahrain.work(noon, closing)) == (closing, hours(2))
    assert (bahrain.sub(closing, hours(2)), bahrain.work(closing, opening)) == (noon, timedelta())
    assert bahrain.work(noon, noon) == timedelta()
    with pytest.raises(DomainError, match="target_not_positive"):
        bahrain.add(noon, timedelta())


def test_02_holds_never_make_a_deadline_at_night_and_the_second_does_not_erase_the_first(bahrain):
    start, first = at("2026-02-02T07:00"), (at("2026-02-02T09:00"), at("2026-02-03T03:00"))
    second = (at("2026-02-03T08:00"), at("2026-02-03T10:00"))
    assert due_by_seconds(hours(4), start, bahrain, [first]) == at("2026-02-03T09:00")
    assert due_by_seconds(hours(4), start, bahrain, [first, second]) == at("2026-02-03T11:00")
    assert is_on_time(at("2026-02-03T11:00"), at("2026-02-03T11:00"))


def test_03_waiting_is_measured_by_the_calendar_that_the_promise_is_kept_by(bahrain):
    due, weekend = at("2026-02-09T10:00"), [(at("2026-02-05T14:00"), at("2026-02-08T07:00"))]
    assert extended(due, BUSINESS_SECONDS, weekend, at("2026-02-05T09:00"), bahrain) == due
    working = [(at("2026-02-05T13:00"), at("2026-02-08T08:00"))]  # an hour on Thursday, another on Sunday
    assert extended(due, BUSINESS_SECONDS, working, at("2026-02-05T09:00"), bahrain) == at("2026-02-09T12:00")


def test_04_reminders_before_a_deadline_come_in_business_hours_also_across_a_break():
    split = made()
    assert split.sub(at("2026-02-02T13:30"), hours(1)) == at("2026-02-02T11:30")
    assert split.sub(at("2026-02-02T08:00"), hours(1)) == at("2026-02-01T15:00")
    course = Course(FINAL_REPLY, at("2026-02-01T09:00"), at("2026-02-19T16:00"), 14, "working_days")
    steps = [step_at(course, number, split).at for number in range(12)]
    assert all(split.is_open(instant) for instant in steps if instant != course.due_at)


def test_05_a_break_at_noon_is_no_holiday():
    split = made()
    assert split.add(at("2026-02-02T11:30"), hours(1)) == at("2026-02-02T13:30")
    assert split.close_of(date(2026, 2, 2)) == at("2026-02-02T16:00")
    assert split.count(date(2026, 2, 1), date(2026, 2, 2)) == 1
    assert split.working_days(at("2026-02-02T00:00"), at("2026-02-03T00:00")) == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"hours": {}}, "no_working_time"),
        ({"hours": {"sun": [["08:00", "08:00"]]}}, "closes_before_it_opens"),
        ({"horizon": {"first": "2026-02-06", "last": "2026-02-07"}}, "no_working_time"),  # a weekend
        ({"closures": [str(date(2026, 1, 1) + timedelta(days=n)) for n in range(730)]}, "no_working_time"),
    ],
)
def test_06_a_calendar_without_working_time_is_refused_and_nothing_hangs(said, code):
    with pytest.raises(BadCalendar, match=code):
        made(**said)


async def test_07_past_the_last_known_day_it_fails_loudly_and_warns_a_year_before(database):
    last = (await calendars.national()).horizon_end
    received = datetime(last.year, last.month, last.day, 6, tzinfo=UTC) - timedelta(days=7)
    with pytest.raises(BeyondHorizon):
        await do(received, clocks.start, 1, "final_reply", case_kind="complaint", at=received, actor=CITIZEN)
    assert await Clock.count() == 0
    assert (await soundness.look(received - timedelta(days=300))).ending == {"BH": last}
    assert (await soundness.look(received - timedelta(days=370))).ending == {}


def test_08_a_holiday_is_a_holiday_to_every_question():
    day, before, after = date(2026, 2, 2), at("2026-02-02T00:00"), at("2026-02-03T00:00")
    open_day, closed = made(), made(closures=["2026-02-02"])
    assert (closed.work(before, after), open_day.work(before, after)) == (timedelta(), hours(7))
    assert closed.add(at("2026-02-01T15:00"), hours(2)) == at("2026-02-03T09:00")
    assert closed.sub(at("2026-02-03T09:00"), hours(2)) == at("2026-02-01T15:00")
    assert closed.nth(date(2026, 2, 1), 1) == date(2026, 2, 3)
    assert closed.count(date(2026, 2, 1), day) == closed.working_days(before, after) == 0
    assert not closed.is_open(at("2026-02-02T09:00"))
    assert closed.next_open(at("2026-02-02T09:00")) == at("2026-02-03T08:00")


def test_09_summer_time_and_midnight_are_no_matter_and_an_instant_has_a_zone():
    always = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    london = made(tz="Europe/London", hours=always)
    noon = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert london.work(noon, noon + hours(24)) == hours(24)
    saturday, monday = datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 29, 23, tzinfo=UTC)
    assert (london.work(saturday, monday), london.working_days(saturday, monday)) == (hours(47), 2)
    assert london.add(noon, hours(24)) == noon + hours(24)
    assert london.close_of(date(2026, 1, 5)) == datetime(2026, 1, 6, tzinfo=UTC)
    plain = {"tz": "Asia/Bahrain", "hours": SPLIT, "holidays": [], "overrides": {}}
    asked = {"id": 1, "op": "add", "start": "2026-02-02T08:00:00", "business_minutes": 60, "calendar": plain}
    assert json.loads(compute.answer(json.dumps(asked)))["error"] == "bad_instant"


def test_10_a_short_day_is_as_short_as_its_date_says(bahrain):
    early = made(exceptions={"2026-02-02": [["08:00", "11:00"]]})
    assert early.add(at("2026-02-02T10:00"), hours(2)) == at("2026-02-03T09:00")
    assert early.working_days(at("2026-02-02T00:00"), at("2026-02-03T00:00")) == 1
    assert due_at(Promise(14), at("2026-02-10T09:00"), bahrain) == at("2026-03-02T14:00")  # in Ramadan


def test_11_nothing_is_rounded_and_an_end_in_a_break_loses_nothing():
    split = made()
    start = at("2026-02-02T11:59:59.999999")
    assert split.add(start, timedelta(microseconds=2)) == at("2026-02-02T13:00:00.000001")
    assert split.work(start, at("2026-02-02T13:00:00.000001")) == timedelta(microseconds=2)
    assert split.work(at("2026-02-02T12:30"), at("2026-02-02T13:30:59")) == timedelta(minutes=30, seconds=59)
    assert split.add(at("2026-02-02T12:30"), hours(1)) == at("2026-02-02T14:00")


def test_12_a_closure_is_one_date_of_one_year_also_around_new_year():
    short = {day: [["09:00", "10:00"]] for day in ("sun", "mon", "tue", "wed", "thu")}
    period = {"first": "2026-12-27", "last": "2027-01-07", "hours": short}
    calendar = made(closures=["2026-12-30"], periods=[period])
    assert not calendar.is_working(date(2026, 12, 30))
    assert calendar.is_working(date(2027, 12, 30))
    assert [calendar.close_of(day) for day in (date(2026, 12, 31), date(2027, 1, 3), date(2027, 1, 10))] == [
        at("2026-12-31T10:00"),
        at("2027-01-03T10:00"),
        at("2027-01-10T16:00"),
    ]


async def test_13_a_proposed_holiday_closes_nothing_until_somebody_enters_it(database):
    day, other = date(2026, 12, 16), date(2026, 12, 21)
    assert day in [one.date for one in proposals.proposals(2026)]

    async def revised(entered: date | None = None) -> Calendar:
        if entered is not None:
            names = {"name_en": "x", "name_ar": "x"}
            await Holiday.insert(Holiday(calendar="BH", date=entered, status="confirmed", **names))
        await calendars.revise("BH", actor=system("tests"))
        return (await calendars.current()).calendar

    now = at("2026-10-04T09:00")
    await Holiday.delete().where(Holiday.date == day)
    assert (await do(now, revised)).is_working(day), "the library knows it, and nobody entered it"
    with_another = await do(now, revised, other)
    assert (with_another.is_working(day), with_another.is_working(other)) == (True, False)
    assert not (await do(now, revised, day)).is_working(day)


async def test_14_a_process_that_started_yesterday_knows_todays_holiday(database):
    day = date(2027, 4, 6)
    assert (await calendars.national()).is_working(day)
    with clock.moved(at("2026-10-04T09:00")):
        async with transaction():
            row = {"calendar": "BH", "date": day, "name_en": "x", "name_ar": "x", "status": "announced"}
            await Holiday.insert(Holiday(**row))
            await calendars.revise("BH", actor=system("tests"))
    assert not (await calendars.national()).is_working(day)


async def test_14_open_clocks_follow_a_changed_calendar(database):
    await circulars.start()
    await circulars.apply(await circulars.declare())
    assert (await circulars.promise()).due_at > circulars.DUE


def test_15_the_engine_builds_on_no_library_of_business_days():
    imported = {
        (getattr(node, "module", None) or node.names[0].name).partition(".")[0]
        for path in files(".py", "sla")
        for node in ast.walk(tree(Path(path)))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert not imported & {"pandas", "numpy", "biz", "businesstimedelta", "business_duration", "workalendar"}
    holiday = made(closures=["2026-02-02"])
    assert holiday.add(at("2026-02-02T09:00"), hours(8)) == at("2026-02-04T09:00")  # a start on a holiday
