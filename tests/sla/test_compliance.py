"""The on-time rate: what counts, what does not, and how it is rounded."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sla.compliance import Period, Rate, fell_due, is_overdue, rate, rate_of, was_kept
from sla.views import ClockView
from tawasul.core.errors import DomainError


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
JANUARY = Period(at("2026-01-01T00:00"), at("2026-02-01T00:00"))
BEFORE, AFTER = at("2026-01-20T10:00"), at("2026-01-23T10:00")
MET = replace(CLOCK, state="met", met_at=at("2026-01-15T09:00"), on_time=True)


@pytest.mark.parametrize(
    ("on_time", "due", "hundredths"),
    [(0, 0, None), (0, 7, 0), (7, 7, 10_000), (9_899_6, 100_000, 9_899), (2, 3, 6_666), (99, 100, 9_900)],
)
def test_the_rate_is_rounded_down_and_nothing_due_is_no_data(on_time, due, hundredths):
    assert rate(on_time, due) == Rate(on_time, due, hundredths)
    assert rate(on_time, due).late == due - on_time


def test_more_kept_than_due_is_an_error_and_not_a_rate():
    with pytest.raises(DomainError, match="bad_counts"):
        rate(2, 1)


def test_a_case_counts_from_the_moment_it_falls_due_answered_or_not():
    assert not fell_due(CLOCK, JANUARY, BEFORE)
    assert fell_due(CLOCK, JANUARY, CLOCK.due_at)
    assert rate_of([CLOCK], JANUARY, AFTER) == Rate(0, 1, 0)


def test_an_early_reply_counts_in_the_month_in_which_it_was_due():
    assert rate_of([MET], JANUARY, BEFORE) == Rate(0, 0, None)
    assert rate_of([MET], JANUARY, AFTER) == Rate(1, 1, 10_000)
    february = Period(JANUARY.after, at("2026-03-01T00:00"))
    assert rate_of([MET], february, at("2026-02-20T10:00")).hundredths is None


def test_a_period_that_has_ended_does_not_change_any_more():
    late = replace(CLOCK, state="missed", met_at=at("2026-01-25T09:00"), on_time=False)
    clocks = [MET, late]
    assert rate_of(clocks, JANUARY, JANUARY.after) == rate_of(clocks, JANUARY, at("2027-01-01T00:00"))


def test_a_void_clock_leaves_and_a_missed_one_stays():
    assert not fell_due(replace(CLOCK, state="void"), JANUARY, AFTER)
    assert fell_due(replace(CLOCK, state="missed", closed_at=AFTER, on_time=False), JANUARY, AFTER)


def test_on_time_is_at_or_before_the_deadline():
    tick = timedelta(microseconds=1)
    assert was_kept(replace(MET, met_at=CLOCK.due_at))
    assert not was_kept(replace(MET, met_at=CLOCK.due_at + tick, on_time=False))
    assert is_overdue(CLOCK, CLOCK.due_at + tick)
    assert not is_overdue(CLOCK, CLOCK.due_at)
    assert not is_overdue(MET, AFTER)


def test_a_corrected_verdict_counts_as_it_was_corrected():
    late = replace(MET, met_at=CLOCK.due_at + timedelta(days=1), on_time=False, state="missed")
    assert not was_kept(late)
    assert was_kept(replace(late, on_time=True, state="met", corrected=True))
