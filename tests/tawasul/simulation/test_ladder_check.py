"""Which steps a clock must have told."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sla.calendar import Calendar
from tawasul.core.i18n import ZONE
from tawasul.simulation import ladder_check
from tawasul.simulation.ladder_check import StepRow
from tests.tawasul.simulation.conftest import DUE, SUNDAY


def at(day: int, hour: int = 7, month: int = 4) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


LOOKS = [at(day, hour) for day in range(5, 27) for hour in (7, 15)]
# Due on Thursday the 23rd at two; the working days before are 22, 21 and 20, and the one after is Sunday the 26th.
TOLD = {"t3": at(20), "t1": at(22), "t0": at(23), "breach": DUE, "plus1": at(26)}
ROWS = [StepRow(n, 1, step, 1, when, when, False) for n, (step, when) in enumerate(TOLD.items(), start=1)]


def test_an_open_clock_told_all_that_came(told, calendar: Calendar) -> None:
    assert ladder_check.faults(told(), ROWS, LOOKS, calendar) == []


@pytest.mark.parametrize("row", ROWS, ids=list(TOLD))
def test_a_step_that_is_missing_is_found(row: StepRow, told, calendar: Calendar) -> None:
    (fault,) = ladder_check.faults(told(), [other for other in ROWS if other != row], LOOKS, calendar)
    assert f"{row.step} of" in fault
    assert fault.endswith("missing")


def test_a_step_told_twice_is_found(told, calendar: Calendar) -> None:
    found = ladder_check.faults(told(), [*ROWS, replace(ROWS[0], epoch=2)], LOOKS, calendar)
    assert found == ["clock 1: t3 told 2 times for one instant"]


def test_a_step_at_a_wrong_time_is_found(told, calendar: Calendar) -> None:
    wrong = [replace(ROWS[0], scheduled_at=at(20, 9)), *ROWS[1:]]
    missing, never = ladder_check.faults(told(), wrong, LOOKS, calendar)
    assert "missing" in missing
    assert "was never due" in never


def test_what_came_before_the_reply_is_owed_also_if_nobody_looked_and_nothing_after_it(
    told, calendar: Calendar
) -> None:
    answered = told(how="answered", ended_at=at(22, 6))
    assert ladder_check.faults(answered, ROWS[:1], LOOKS, calendar) == []
    nobody_looked = [look for look in LOOKS if look < at(20)]
    assert ladder_check.faults(answered, ROWS[:1], nobody_looked, calendar) == [], "the reply wrote it down"
    assert ladder_check.faults(answered, [], nobody_looked, calendar) == [
        "clock 1: t3 of 2026-04-20T04:00:00+00:00 is missing"
    ]


def test_a_later_date_has_its_own_steps_and_the_time_of_the_pause_has_none(told, calendar: Calendar) -> None:
    moved = DUE + timedelta(days=7)
    asked, answered = SUNDAY + timedelta(days=1), at(19, 8)
    stood = told(dues=[(SUNDAY, DUE), (asked, moved), (answered, DUE)], pauses=[(asked, moved)])
    assert ladder_check.faults(stood, ROWS, LOOKS, calendar) == []
    assert len(ladder_check.faults(stood, ROWS[1:], LOOKS, calendar)) == 1


def test_a_step_that_came_while_no_ticker_looked_is_owed_once_the_pause_after_it_ended(
    told, calendar: Calendar
) -> None:
    moved, asked, answered = DUE + timedelta(days=7), at(20, 9), at(22, 8)
    nobody_looked = [look for look in LOOKS if not at(20) <= look < at(20, 12)]
    stood = told(dues=[(SUNDAY, DUE), (asked, moved), (answered, moved)], pauses=[(asked, moved)])
    for looks in (LOOKS, nobody_looked):
        (fault,) = ladder_check.faults(stood, [], looks, calendar)
        assert "t3 of" in fault
    still_stands = told(dues=[(SUNDAY, DUE), (asked, moved)], pauses=[(asked, moved)])
    assert ladder_check.faults(still_stands, [], nobody_looked, calendar) == [], "the end of the pause writes it"
    moved_at_once = told(dues=[(SUNDAY, DUE), (asked, moved)])
    assert ladder_check.faults(moved_at_once, [], nobody_looked, calendar) == [], "what moved otherwise is gone"


def test_an_open_promise_is_told_of_every_week(calendar: Calendar) -> None:
    names = [name for name, _ in ladder_check.steps("final_reply", DUE, at(20, month=5), calendar)]
    # The fifth working day after is the 30th; a week and two weeks later people work.
    assert names == [*TOLD, "plus3", "plus5", "weekly:1", "weekly:2"]


def test_people_hear_once_of_what_is_still_owed(told, calendar: Calendar) -> None:
    heard = {row.id: 1 for row in ROWS if row.step != "breach"}
    looks = (LOOKS, calendar)
    assert ladder_check.unheard(told(), ROWS, {**heard, 4: 1}, looks) == []
    (fault,) = ladder_check.unheard(told(), ROWS, heard, looks)
    assert "nobody heard of breach" in fault
    assert "2 times" in ladder_check.unheard(told(), ROWS, {**heard, 4: 2}, looks)[0]
    answered = told(how="answered", ended_at=at(24, 6))
    assert ladder_check.unheard(answered, ROWS[:4], heard, looks) == []
    assert ladder_check.unheard(told(), [replace(ROWS[3], suppressed=True)], {}, looks) == []
