"""How a clock reads: what the chip says and which day it is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sla.standing import Standing, day_of, standing
from sla.views import ClockView


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+03:00").astimezone(UTC)


CLOCK = ClockView(
    id=1,
    case_id=1,
    kind="final_reply",
    cycle=1,
    segment=1,
    state="running",
    started_at=at("2026-01-04T08:00"),
    due_at=at("2026-01-22T14:00"),
    met_at=None,
    on_time=None,
    target=14,
    unit="working_days",
    agency=None,
    paused_since=None,
    next_event_at=None,
)


@pytest.mark.parametrize(
    ("now", "expected", "day"),
    [
        ("2026-01-04T08:00", Standing("ok", 14), 0),
        ("2026-01-09T12:00", Standing("ok", 10), 4),
        ("2026-01-18T13:00", Standing("ok", 4), 10),
        ("2026-01-19T06:00", Standing("soon", 3), 11),
        ("2026-01-21T23:00", Standing("soon", 1), 13),
        ("2026-01-22T14:00", Standing("today", 0), 14),
        ("2026-01-22T14:00:00.000001", Standing("late", 0, under_a_day=True), 14),
        ("2026-01-25T12:00", Standing("late", 0, under_a_day=True), 15),
        ("2026-01-25T14:15", Standing("late", 1), 15),
        ("2026-01-27T10:00", Standing("late", 2), 17),
    ],
)
def test_a_running_clock_says_what_is_left_or_how_late_it_is(bahrain, now, expected, day):
    assert standing(CLOCK, at(now), bahrain) == expected
    assert day_of(CLOCK, at(now), bahrain) == (day, 14)


NEXT_YEAR = at("2027-01-03T10:00")


def test_an_answered_clock_stays_as_it_was(bahrain):
    met = replace(CLOCK, state="met", met_at=at("2026-01-15T09:00"), on_time=True)
    assert standing(met, NEXT_YEAR, bahrain) == Standing("met", 0)
    assert day_of(met, NEXT_YEAR, bahrain) == (9, 14)


def test_lateness_does_not_grow_after_the_reply(bahrain):
    late = replace(CLOCK, state="missed", met_at=at("2026-01-28T09:00"), on_time=False)
    assert standing(late, NEXT_YEAR, bahrain) == Standing("met_late", 3)
    closed = replace(CLOCK, state="missed", closed_at=at("2026-01-28T09:00"), on_time=False)
    assert standing(closed, NEXT_YEAR, bahrain) == Standing("late", 3)


def test_a_void_clock_promises_nothing(bahrain):
    assert standing(replace(CLOCK, state="void"), NEXT_YEAR, bahrain) == Standing("void", 0)


def test_a_paused_clock_says_what_will_be_left(bahrain):
    paused = replace(
        CLOCK,
        state="paused",
        paused_since=at("2026-01-13T10:00"),
        pause_ends_at=at("2026-01-27T14:15"),
        due_at=at("2026-02-05T14:00"),
    )
    assert standing(paused, at("2026-01-20T10:00"), bahrain) == Standing("paused", 7)
    assert day_of(paused, at("2026-01-20T10:00"), bahrain) == (7, 14)
