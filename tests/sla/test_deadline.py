"""When promises fall due: the citizen's days, urgent hours, pauses and changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.deadline import (
    BUSINESS_SECONDS,
    Promise,
    consumed,
    due_at,
    due_by_seconds,
    due_day,
    is_on_time,
    pause_ends,
    paused_days,
    shortened,
    united,
)
from tawasul.core.errors import DomainError

FOURTEEN = Promise(14)
DAY = Promise(26_100, BUSINESS_SECONDS)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+03:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("received", "due", "why"),
    [
        (
            "2026-01-04T08:00",
            "2026-01-22T14:00",
            "a Sunday: day 14 is the Thursday of the third week, closing at 14:00",
        ),
        ("2026-01-04T23:59", "2026-01-22T14:00", "late in the evening is the same day 0"),
        ("2026-01-02T08:00", "2026-01-21T14:15", "a Friday: Sunday is day 1"),
        ("2026-02-15T08:00", "2026-03-05T14:00", "into Ramadan: its days count whole, and close at 14:00"),
        ("2026-03-18T08:00", "2026-04-12T14:15", "over Eid: five closed days in between"),
    ],
)
def test_a_citizen_is_promised_working_days_to_close_of_business(bahrain, received, due, why):
    assert due_at(FOURTEEN, at(received), bahrain) == at(due), why


def test_the_end_of_the_local_day_is_the_more_generous_edge(bahrain):
    generous = due_at(Promise(14, edge="end_of_local_day"), at("2026-01-04T08:00"), bahrain)
    assert generous == at("2026-01-22T23:59:59.999999")
    assert generous > due_at(FOURTEEN, at("2026-01-04T08:00"), bahrain)


@pytest.mark.parametrize("target", [0, -1])
@pytest.mark.parametrize("unit", ["working_days", "business_seconds"])
def test_a_promise_of_nothing_is_refused(bahrain, target, unit):
    with pytest.raises(DomainError, match="target_not_positive"):
        due_at(Promise(target, unit), at("2026-01-04T08:00"), bahrain)


@pytest.mark.parametrize(
    ("began", "ended", "days", "why"),
    [
        ("2026-01-06T22:00", "2026-01-06T22:15", 0, "a quarter of an hour at night"),
        ("2026-01-06T07:00", "2026-01-06T14:14", 0, "all but a minute of a day"),
        ("2026-01-06T07:00", "2026-01-07T07:00", 1, "one day"),
        ("2026-01-08T14:00", "2026-01-11T07:00", 0, "a weekend"),
        ("2026-03-19T14:00", "2026-03-25T07:00", 0, "Eid"),
    ],
)
def test_only_whole_working_days_of_pause_move_a_due_date(bahrain, began, ended, days, why):
    start = at("2026-01-04T08:00")
    assert paused_days([(at(began), at(ended))], start, bahrain) == days, why


def test_two_half_days_of_pause_are_one_day(bahrain):
    start = at("2026-01-04T08:00")
    halves = [(at("2026-01-05T07:00"), at("2026-01-05T10:37:30")), (at("2026-01-06T10:37:30"), at("2026-01-06T14:15"))]
    assert due_day(14, start, bahrain, halves) == date(2026, 1, 25)
    assert due_day(14, start, bahrain, halves[:1]) == date(2026, 1, 22)


def test_overlapping_pauses_are_united_and_what_lies_before_the_start_does_not_count():
    start = at("2026-01-05T08:00")
    nine, ten, eleven, noon = (at(f"2026-01-05T{hour}:00") for hour in ("09", "10", "11", "12"))
    assert united([(ten, noon), (nine, eleven)], start) == [(nine, noon)]
    assert united([(nine, ten), (ten, eleven)], start) == [(nine, eleven)]
    assert united([(at("2026-01-04T07:00"), start)], start) == []
    with pytest.raises(DomainError, match="end_before_start"):
        united([(ten, nine)], start)


def test_a_pause_at_night_costs_an_urgent_clock_nothing(bahrain):
    start = at("2026-01-05T08:00")
    night = (at("2026-01-05T15:00"), at("2026-01-06T06:00"))
    assert due_at(DAY, start, bahrain, [night]) == due_at(DAY, start, bahrain)


def test_a_second_pause_does_not_erase_the_first(bahrain):
    start = at("2026-01-05T08:00")
    pauses = [(at(f"2026-01-05T{a}:00"), at(f"2026-01-05T{b}:00")) for a, b in (("09", "10"), ("11", "12"))]
    assert due_at(DAY, start, bahrain, pauses) == at("2026-01-06T10:00")


instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 4, 30), timezones=st.just(UTC))  # noqa: DTZ001


@given(instants, st.lists(st.tuples(instants, instants).map(sorted).map(tuple), max_size=4), st.integers(1, 400_000))
def test_at_its_deadline_a_paused_clock_has_consumed_its_target(bahrain, start, pauses, seconds):
    target = timedelta(seconds=seconds)
    due = due_by_seconds(target, start, bahrain, united(pauses, start))
    assert consumed(start, due, bahrain, pauses) == target
    assert consumed(start, due - timedelta(microseconds=1), bahrain, pauses) < target


@given(instants, instants, instants, st.integers(30_000, 400_000))
def test_both_ways_to_resume_agree(bahrain, one, two, three, seconds):
    start, paused, resumed = sorted([one, two, three])
    target = timedelta(seconds=seconds)
    left = target - bahrain.work(start, paused)
    if left <= timedelta():
        return
    stood = bahrain.work(paused, resumed)
    due = due_by_seconds(target, start, bahrain, united([(paused, resumed)], start))
    assert due == bahrain.add(resumed, left)
    if stood:
        assert due == bahrain.add(bahrain.add(start, target), stood)


def test_a_pause_ends_by_itself_at_close_of_its_last_day(bahrain):
    assert pause_ends(at("2026-01-04T09:00"), 10, bahrain) == at("2026-01-18T14:15")


@pytest.mark.parametrize("most", [1, 2, 10])
@pytest.mark.parametrize("asked", ["03T12:00", "04T00:00", "04T06:59", "04T07:00", "04T07:01", "04T14:15", "04T23:00"])
def test_a_pause_never_takes_a_whole_day_more_than_it_may(bahrain, asked, most):
    asked_at = at(f"2026-01-{asked}")  # Sunday the 4th opens at seven
    assert paused_days([(asked_at, pause_ends(asked_at, most, bahrain))], asked_at, bahrain) == most


def test_a_shorter_promise_leaves_a_working_day_so_that_a_click_breaches_nobody(bahrain):
    old, now = at("2026-01-22T14:00"), at("2026-01-14T10:00")
    assert shortened(old, at("2026-01-11T14:15"), now, bahrain) == at("2026-01-15T14:00")
    assert shortened(old, at("2026-01-19T14:15"), now, bahrain) == at("2026-01-19T14:15")


def test_a_shorter_promise_never_moves_a_deadline_later(bahrain):
    old = at("2026-01-14T14:15")
    assert shortened(old, at("2026-01-11T14:15"), at("2026-01-14T10:00"), bahrain) == old


def test_a_reply_at_exactly_the_deadline_is_on_time_and_a_microsecond_later_is_not():
    due = at("2026-01-22T14:00")
    assert is_on_time(due, due)
    assert is_on_time(due - timedelta(microseconds=1), due)
    assert not is_on_time(due + timedelta(microseconds=1), due)
