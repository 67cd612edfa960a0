"""Reminders and escalations: which step at which instant, and what follows when a deadline moves."""

from datetime import UTC, datetime, timedelta

import pytest

from sla import ladder
from sla.deadline import BUSINESS_SECONDS, WORKING_DAYS, Promise, due_at
from sla.ladder import Course, Told, first_step, reached, rearmed, step_at
from tawasul.core.errors import DomainError


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+03:00").astimezone(UTC)


START, DUE = at("2026-01-04T08:00"), at("2026-01-22T14:00")
CITIZEN = Course(ladder.FINAL_REPLY, START, DUE, 14, WORKING_DAYS)


@pytest.mark.parametrize(
    ("index", "name", "when"),
    [
        (0, "t3", "2026-01-19T07:00"),
        (1, "t1", "2026-01-21T07:00"),
        (2, "t0", "2026-01-22T07:00"),
        (3, "breach", "2026-01-22T14:00"),
        (4, "plus1", "2026-01-25T07:00"),
        (5, "plus3", "2026-01-27T07:00"),
        (6, "plus5", "2026-01-29T07:00"),
        (7, "weekly:1", "2026-02-05T07:00"),
        (8, "weekly:2", "2026-02-12T07:00"),
        (9, "weekly:3", "2026-02-19T08:00"),
        (14, "weekly:8", "2026-03-26T07:00"),
    ],
)
def test_steps_come_at_opening_and_the_breach_at_its_instant(bahrain, index, name, when):
    step = step_at(CITIZEN, index, bahrain)
    assert (step.name, step.at) == (name, at(when))
    assert ladder.index_of(CITIZEN, name) == index


def test_a_weekly_reminder_in_eid_waits_for_the_next_working_day(bahrain):
    course = Course(ladder.FINAL_REPLY, START, at("2026-03-08T14:00"), 14, WORKING_DAYS)
    assert step_at(course, 7, bahrain).at == at("2026-03-25T07:00")


def test_a_short_promise_skips_the_steps_that_its_start_already_passed(bahrain):
    course = Course(ladder.FINAL_REPLY, START, at("2026-01-06T14:15"), 2, WORKING_DAYS)
    assert first_step(course, bahrain).name == "t1"


def test_at_the_deadline_itself_nothing_is_broken_yet(bahrain):
    assert reached(CITIZEN, "breach", DUE, bahrain)[0] == []
    steps, following = reached(CITIZEN, "breach", DUE + timedelta(microseconds=1), bahrain)
    assert [(step.name, step.at) for step in steps] == [("breach", DUE)]
    assert following.name == "plus1"


def test_after_days_of_silence_every_step_is_found_with_its_true_instant(bahrain):
    steps, following = reached(CITIZEN, "t1", at("2026-02-06T12:00"), bahrain)
    assert [step.kind for step in steps] == ["t1", "t0", "breach", "plus1", "plus3", "plus5", "weekly"]
    assert steps[0].at == at("2026-01-21T07:00")
    assert following.name == "weekly:2"


def test_percentages_of_an_urgent_clock_never_fall_at_midnight(bahrain):
    start = at("2026-01-05T13:15")
    due = due_at(Promise(4 * 3600, BUSINESS_SECONDS), start, bahrain)
    course = Course(ladder.HOURS, start, due, 4 * 3600, BUSINESS_SECONDS)
    assert [step_at(course, n, bahrain).at for n in range(4)] == [
        at("2026-01-06T08:00"),
        at("2026-01-06T09:00"),
        at("2026-01-06T09:36"),
        at("2026-01-06T10:00"),
    ]


def test_percentages_are_not_for_promises_in_days(bahrain):
    with pytest.raises(DomainError, match="bad_ladder"):
        step_at(Course(ladder.HOURS, START, DUE, 14, WORKING_DAYS), 0, bahrain)


def moved(due: str) -> Course:
    return Course(ladder.FINAL_REPLY, START, at(due), 14, WORKING_DAYS)


def test_a_step_told_before_is_told_again_when_the_deadline_moved_away(bahrain):
    again = rearmed(moved("2026-02-05T14:00"), Told("t1"), at("2026-01-21T10:00"), bahrain)
    assert (again.step.name, again.again) == ("t3", True)


def test_a_step_whose_new_time_has_passed_is_not_repeated(bahrain):
    still = rearmed(moved("2026-01-25T14:15"), Told("t3"), at("2026-01-20T10:00"), bahrain)
    assert (still.step.name, still.step.at, still.again) == ("t1", at("2026-01-22T07:00"), False)


def test_steps_that_a_nearer_deadline_jumped_over_are_caught_up_with(bahrain):
    nearer = rearmed(moved("2026-01-12T14:15"), Told(), at("2026-01-11T10:00"), bahrain)
    assert (nearer.step.name, nearer.again) == ("t3", False)
    assert nearer.step.at < at("2026-01-11T10:00")


def test_weekly_reminders_are_re_armed_too(bahrain):
    again = rearmed(moved("2026-04-09T14:00"), Told("weekly:2"), at("2026-02-12T10:00"), bahrain)
    assert (again.step.name, again.again) == ("t3", True)


@pytest.mark.parametrize("steps", [[], ["t0", "t3"], ["t3", "t3"], ["t9"], ["weekly"]])
def test_a_ladder_of_unknown_or_unordered_steps_is_refused(steps):
    with pytest.raises(DomainError, match="bad_ladder"):
        ladder.checked(steps)


@pytest.mark.parametrize("steps", [ladder.FINAL_REPLY, ladder.AGENCY, ladder.HOURS])
def test_our_own_ladders_are_in_order(steps):
    assert ladder.checked(steps) == steps
