"""What a circular may say, and the calendar that it makes."""

from datetime import date

import pytest

from sla.calendar_change import CalendarChange, changed_spec, differing, faults_of, is_after_the_fact, read
from sla.calendar_spec import BadCalendar, read_spec

WEEK = {day: [["07:00", "14:15"]] for day in ("sun", "mon", "tue", "wed", "thu")}
RAMADAN = {"first": "2027-02-08", "last": "2027-03-09", "hours": {day: [["08:00", "14:00"]] for day in WEEK}}
SPEC = {
    "tz": "Asia/Bahrain",
    "hours": {**WEEK, "fri": []},
    "periods": [RAMADAN],
    "exceptions": {},
    "closures": ["2026-12-16"],
    "horizon": {"first": "2026-01-01", "last": "2027-12-31"},
}
TODAY, HORIZON = date(2026, 11, 22), date(2027, 12, 31)
MONDAY = date(2026, 12, 7)


def days(first: date, last: date | None = None, status: str = "confirmed", name: str = "Eid") -> CalendarChange:
    return CalendarChange("days", first, last or first, name, name and "عيد", status)


def faults(change: CalendarChange) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in faults_of(change, TODAY, HORIZON, [date(2026, 12, 16)])]


def test_days_off_are_closures() -> None:
    made = changed_spec(SPEC, days(MONDAY, date(2026, 12, 8)))
    assert made["closures"] == ["2026-12-07", "2026-12-08", "2026-12-16"]
    assert SPEC["closures"] == ["2026-12-16"]


def test_a_day_taken_back_is_none_any_more() -> None:
    assert changed_spec(SPEC, days(date(2026, 12, 16), status="cancelled"))["closures"] == []


def test_a_stretch_of_hours_takes_the_place_of_its_estimate_and_opens_no_friday() -> None:
    change = CalendarChange("period", date(2027, 2, 9), date(2027, 3, 10), hours="09:00-14:00")
    made = changed_spec(SPEC, change)
    assert [period["first"] for period in made["periods"]] == ["2027-02-09"]
    spec = read_spec(made)
    assert spec.hours_on(date(2027, 2, 8)) == ((25_200, 51_300),)
    assert spec.hours_on(date(2027, 2, 9)) == ((32_400, 50_400),)
    assert spec.hours_on(date(2027, 2, 12)) == ()


def test_another_stretch_stands_beside_it() -> None:
    change = CalendarChange("period", date(2027, 6, 1), date(2027, 6, 20), hours="06:00-13:00")
    assert len(changed_spec(SPEC, change)["periods"]) == 2


def test_the_hours_of_one_day_may_have_a_break() -> None:
    change = CalendarChange("hours", MONDAY, MONDAY, hours="07:00-10:00, 11:00–12:30")
    spec = read_spec(changed_spec(SPEC, change))
    assert spec.hours_on(MONDAY) == ((25_200, 36_000), (39_600, 45_000))


def test_only_the_days_that_differ_are_told() -> None:
    before = read_spec(SPEC)
    friday = date(2026, 12, 11)  # a day off on which nobody works anyway
    after = read_spec(changed_spec(SPEC, days(date(2026, 12, 10), friday)))
    assert differing(before, after) == (date(2026, 12, 10),)


def test_a_longer_calendar_differs_nowhere() -> None:
    longer = read_spec(changed_spec(SPEC, CalendarChange("horizon", date(2028, 12, 31), date(2028, 12, 31))))
    assert longer.last == date(2028, 12, 31)
    assert differing(read_spec(SPEC), longer) == ()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (days(MONDAY), []),
        (days(MONDAY, date(2026, 12, 6)), [("last", "ends_before_it_begins")]),
        (days(MONDAY, date(2027, 2, 7)), [("last", "too_many_days")]),  # a typing error in the month
        (days(date(2028, 1, 1)), [("last", "beyond_the_calendar")]),
        (days(MONDAY, name=""), [("name_en", "needs_name"), ("name_ar", "needs_name")]),
        (days(MONDAY, status="rumoured"), [("status", "unknown")]),
        (days(MONDAY, status="cancelled"), [("first", "no_such_holiday")]),
        (days(date(2026, 12, 16), status="cancelled"), []),
        (CalendarChange("hours", MONDAY, MONDAY, hours=""), [("hours", "needs_hours")]),
        (CalendarChange("hours", MONDAY, MONDAY, hours="8 to 2"), [("hours", "bad_hours")]),
        (CalendarChange("hours", MONDAY, MONDAY, hours="8:00-14:00"), [("hours", "bad_time")]),
        (CalendarChange("hours", MONDAY, MONDAY, hours="14:00-08:00"), [("hours", "closes_before_it_opens")]),
        (CalendarChange("hours", MONDAY, MONDAY, hours="08:00-12:00,11:00-14:00"), [("hours", "overlapping_hours")]),
        (CalendarChange("horizon", HORIZON, HORIZON), [("last", "horizon_too_near")]),  # no later than now
        (CalendarChange("horizon", date(2029, 1, 1), date(2029, 1, 1)), []),
    ],
)
def test_what_is_wrong_is_said_at_its_field(change: CalendarChange, found: list[tuple[str, str]]) -> None:
    assert faults(change) == found


def test_a_horizon_of_less_than_a_year_is_too_near() -> None:
    near = CalendarChange("horizon", date(2027, 10, 1), date(2027, 10, 1))
    assert [fault.code for fault in faults_of(near, TODAY, date(2026, 12, 31))] == ["horizon_too_near"]


def test_hours_that_overlap_make_no_calendar() -> None:
    with pytest.raises(BadCalendar, match="overlapping_hours"):
        read_spec(changed_spec(SPEC, CalendarChange("hours", MONDAY, MONDAY, hours="08:00-12:00,11:00-14:00")))


def test_yesterday_is_after_the_fact_and_today_is_not() -> None:
    assert is_after_the_fact(days(date(2026, 11, 21), TODAY), TODAY)
    assert not is_after_the_fact(days(TODAY), TODAY)


def test_a_change_is_stored_and_read_as_it_was() -> None:
    change = CalendarChange("period", date(2027, 2, 9), date(2027, 3, 10), hours="09:00-14:00")
    assert read(change.stored()) == change
