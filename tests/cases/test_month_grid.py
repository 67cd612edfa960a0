"""A year in grids: every day once, in its week, with what it is."""

from datetime import date, timedelta

from cases.month_grid import months_of
from sla.calendar_spec import read_spec

FIVE = {day: [["07:00", "14:15"]] for day in ("sun", "mon", "tue", "wed", "thu")}
SPEC = read_spec(
    {
        "tz": "Asia/Bahrain",
        "hours": FIVE,
        "periods": [
            {"first": "2027-02-08", "last": "2027-03-09", "hours": {day: [["08:00", "14:00"]] for day in FIVE}}
        ],
        "exceptions": {"2027-01-02": [["08:00", "12:00"]]},
        "closures": ["2027-03-10", "2027-01-01", "2027-12-16"],
        "horizon": {"first": "2026-01-01", "last": "2027-12-20"},
    }
)
KNOWN = {
    date(2027, 3, 10): {"name_en": "Eid", "name_ar": "عيد", "status": "estimated"},
    date(2027, 12, 16): {"name_en": "National Day", "name_ar": "العيد الوطني", "status": "confirmed"},
}


def days(year: int = 2027) -> dict[date, object]:
    return {
        day.date: day
        for month in months_of(year, SPEC, KNOWN)
        for week in month.weeks
        for day in week
        if day is not None
    }


def test_every_day_that_the_calendar_reaches_stands_once_under_its_weekday() -> None:
    assert list(days()) == [date(2027, 1, 1) + timedelta(days=number) for number in range(354)]
    for month in months_of(2027, SPEC, KNOWN):
        for week in month.weeks:
            assert len(week) == 7
            assert all(day is None or (day.date.weekday() + 1) % 7 == place for place, day in enumerate(week))


def test_a_year_beyond_the_calendar_has_no_months() -> None:
    assert months_of(2028, SPEC, KNOWN) == []
    assert len(months_of(2026, SPEC, KNOWN)) == 12


def test_each_day_is_marked_as_what_it_is() -> None:
    found = {day: getattr(one, "mark") for day, one in days().items()}  # noqa: B009
    assert found[date(2027, 1, 3)] == "usual"
    assert found[date(2027, 1, 2)] == "other_hours"  # a Saturday that is worked
    assert found[date(2027, 1, 8)] == "off"
    assert found[date(2027, 2, 8)] == "other_hours"
    assert found[date(2027, 2, 12)] == "off"  # Friday in Ramadan
    assert found[date(2027, 3, 10)] == "estimated"
    assert found[date(2027, 12, 16)] == "holiday"
    assert found[date(2027, 1, 1)] == "holiday"  # a closure that nobody named
