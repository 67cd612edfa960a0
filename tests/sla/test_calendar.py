"""The arithmetic of business time: examples in words. The laws are in `test_calendar_laws`."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from time import perf_counter

import pytest

from sla.calendar import BeyondHorizon, Calendar
from sla.calendar_spec import BadCalendar, read_spec
from tawasul.core.errors import DomainError

WEEK = {day: [["07:00", "14:15"]] for day in ("sun", "mon", "tue", "wed")} | {"thu": [["07:00", "14:00"]]}
RAMADAN = {day: [["08:00", "14:00"]] for day in ("sun", "mon", "tue", "wed", "thu")}
SPEC = {
    "tz": "Asia/Bahrain",
    "hours": WEEK,
    "periods": [{"first": "2026-02-18", "last": "2026-03-19", "hours": RAMADAN}],
    "exceptions": {"2026-11-28": [["08:00", "12:00"]], "2026-12-15": [["07:00", "11:00"]], "2026-03-01": []},
    "closures": ["2026-12-16", "2026-12-17", "2026-03-20", "2026-03-21", "2026-03-22"],
    "horizon": {"first": "2026-01-01", "last": "2027-12-31"},
}
BAHRAIN = Calendar(read_spec(SPEC))


def at(text: str) -> datetime:
    """An instant in Bahrain's wall clock."""
    return datetime.fromisoformat(f"{text}+03:00").astimezone(UTC)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


@pytest.mark.parametrize(
    ("start", "length", "due", "why"),
    [
        ("2026-01-05T08:00", 2, "2026-01-05T10:00", "within a day"),
        ("2026-01-05T08:00", 6.25, "2026-01-05T14:15", "to the minute of closing stays that closing"),
        ("2026-01-08T13:00", 2, "2026-01-11T08:00", "Thursday closes at 14:00, Friday and Saturday do not count"),
        ("2026-02-17T13:15", 2, "2026-02-18T09:00", "Ramadan opens at 08:00"),
        ("2026-03-19T13:00", 2, "2026-03-23T08:00", "over Eid"),
        ("2026-12-15T10:00", 2, "2026-12-20T08:00", "an early close, then National Day"),
        ("2026-11-26T14:00", 4, "2026-11-28T12:00", "a working Saturday"),
        ("2026-01-09T12:00", 1, "2026-01-11T08:00", "a start on Friday waits for Sunday"),
    ],
)
def test_time_is_added_in_business_hours(start, length, due, why):
    assert BAHRAIN.add(at(start), hours(length)) == at(due), why
    assert BAHRAIN.work(at(start), at(due)) == hours(length)


def test_a_point_before_a_deadline_never_falls_outside_business_hours():
    assert BAHRAIN.sub(at("2026-01-11T07:30"), hours(1)) == at("2026-01-08T13:30")
    assert BAHRAIN.sub(at("2026-01-11T07:30"), hours(0.5)) == at("2026-01-11T07:00")


def test_at_closing_nobody_is_at_work_any_more():
    assert BAHRAIN.is_open(at("2026-01-05T07:00"))
    assert not BAHRAIN.is_open(at("2026-01-05T14:15"))
    assert not BAHRAIN.is_open(at("2026-01-01T03:00"))


def test_a_closure_beats_an_exception_and_an_exception_beats_ramadan():
    spec = {**SPEC, "closures": [*SPEC["closures"], "2026-11-28"]}
    assert not Calendar(read_spec(spec)).is_working(date(2026, 11, 28))
    assert BAHRAIN.is_working(date(2026, 11, 28))
    assert not BAHRAIN.is_working(date(2026, 3, 1))


def test_close_of_business_is_each_dates_own():
    assert BAHRAIN.close_of(date(2026, 1, 5)) == at("2026-01-05T14:15")
    assert BAHRAIN.close_of(date(2026, 1, 8)) == at("2026-01-08T14:00")
    assert BAHRAIN.close_of(date(2026, 3, 2)) == at("2026-03-02T14:00")
    assert BAHRAIN.opening_of(date(2026, 3, 2)) == at("2026-03-02T08:00")
    assert BAHRAIN.end_of(date(2026, 3, 2)) == at("2026-03-02T23:59:59.999999")
    with pytest.raises(DomainError, match="not_a_working_day"):
        BAHRAIN.close_of(date(2026, 1, 9))


def test_working_days_count_from_the_day_after_whatever_the_day_was():
    assert BAHRAIN.nth(date(2026, 1, 8), 1) == date(2026, 1, 11)
    assert BAHRAIN.nth(date(2026, 1, 9), 1) == date(2026, 1, 11)
    assert BAHRAIN.nth_before(date(2026, 1, 11), 1) == date(2026, 1, 8)
    assert BAHRAIN.count(date(2026, 1, 8), date(2026, 1, 12)) == 2
    assert BAHRAIN.count(date(2026, 1, 8), date(2026, 1, 8)) == 0


def test_a_day_of_ramadan_is_one_day_like_any_other():
    assert BAHRAIN.working_days(at("2026-03-02T00:00"), at("2026-03-03T00:00")) == 1
    assert BAHRAIN.working_days(at("2026-03-02T08:00"), at("2026-03-02T11:00")) == Fraction(1, 2)
    assert BAHRAIN.working_days(at("2026-03-05T11:00"), at("2026-03-08T11:00")) == 1
    assert BAHRAIN.working_days(at("2026-01-08T15:00"), at("2026-01-11T06:59")) == 0
    assert BAHRAIN.working_days(at("2027-12-31T00:00"), at("2028-01-01T00:00")) == 0


@pytest.mark.parametrize(
    "ask",
    [
        lambda: BAHRAIN.add(at("2027-12-30T10:00"), hours(40)),
        lambda: BAHRAIN.sub(at("2026-01-01T10:00"), hours(40)),
        lambda: BAHRAIN.work(at("2025-12-30T10:00"), at("2026-01-04T10:00")),
        lambda: BAHRAIN.nth(date(2027, 12, 28), 9),
        lambda: BAHRAIN.nth(date(2028, 1, 1), 1),
        lambda: BAHRAIN.nth_before(date(2026, 1, 2), 9),
        lambda: BAHRAIN.count(date(2025, 12, 31), date(2026, 1, 4)),
        lambda: BAHRAIN.is_open(at("2028-01-01T00:01")),
        lambda: BAHRAIN.working_days(at("2027-12-31T00:00"), at("2028-01-01T00:01")),
    ],
)
def test_beyond_the_horizon_it_fails_loudly(ask):
    with pytest.raises(BeyondHorizon):
        ask()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"hours": {}, "periods": [], "exceptions": {}}, "no_working_time"),
        ({"hours": {"sun": [["07:00", "12:00"], ["11:59", "14:00"]]}}, "overlapping_hours"),
        ({"horizon": {"first": "2026-01-01", "last": "2025-12-31"}}, "bad_horizon"),
        ({"horizon": None}, "bad_calendar"),
        ({"horizon": {}}, "bad_date"),
        ({"periods": [{"first": "2026-03-02", "last": "2026-03-01", "hours": RAMADAN}]}, "bad_period"),
        (
            {
                "periods": [
                    {"first": "2026-02-01", "last": "2026-03-01", "hours": RAMADAN},
                    {"first": "2026-03-01", "last": "2026-03-09", "hours": RAMADAN},
                ]
            },
            "overlapping_periods",
        ),
    ],
)
def test_a_calendar_that_cannot_be_worked_by_is_refused(change, code):
    with pytest.raises(BadCalendar, match=code):
        Calendar(read_spec({**SPEC, **change}))


def test_a_target_must_be_positive():
    for ask in (BAHRAIN.add, BAHRAIN.sub):
        with pytest.raises(DomainError, match="target_not_positive"):
            ask(at("2026-01-05T08:00"), timedelta())
    with pytest.raises(DomainError, match="target_not_positive"):
        BAHRAIN.nth(date(2026, 1, 5), 0)
    with pytest.raises(DomainError, match="target_not_positive"):
        BAHRAIN.nth_before(date(2026, 1, 5), 0)


def test_backwards_is_not_a_length():
    with pytest.raises(DomainError, match="end_before_start"):
        BAHRAIN.work(at("2026-01-06T08:00"), at("2026-01-05T08:00"))
    with pytest.raises(DomainError, match="end_before_start"):
        BAHRAIN.working_days(at("2026-01-06T08:00"), at("2026-01-05T08:00"))
    with pytest.raises(DomainError, match="end_before_start"):
        BAHRAIN.count(date(2026, 1, 6), date(2026, 1, 5))


def test_the_hour_that_summer_time_skips_is_not_worked():
    london = Calendar(
        read_spec(
            {
                "tz": "Europe/London",
                "hours": {"sun": [["00:00", "24:00"]]},
                "horizon": {"first": "2026-03-01", "last": "2026-11-01"},
            }
        )
    )
    assert london.working_days(at("2026-03-29T00:00"), at("2026-03-30T12:00")) == 1
    assert london.work(at("2026-03-29T00:00"), at("2026-03-30T12:00")) == hours(23)
    assert london.work(at("2026-10-25T00:00"), at("2026-10-26T12:00")) == hours(25)


def test_adding_over_ten_years_takes_two_microseconds():
    calendar = Calendar(read_spec({**SPEC, "horizon": {"first": "2026-01-01", "last": "2035-12-31"}}))
    start, length = at("2026-01-05T08:00"), hours(15_000)
    rounds = 2_000

    def once() -> float:
        began = perf_counter()
        for _ in range(rounds):
            calendar.add(start, length)
        return (perf_counter() - began) / rounds

    # The best of many rounds is the speed of the code; the others are the speed of a busy machine.
    assert min(once() for _ in range(20)) <= 2e-6
