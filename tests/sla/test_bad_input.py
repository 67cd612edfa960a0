"""What cannot be meant is refused with the reason, leaves nothing behind, and never hangs."""

from datetime import date, timedelta
from typing import Any

import pytest

from sla import calendars, clocks, pauses, policy
from sla.calendar import BeyondHorizon, Calendar
from sla.calendar_spec import BadCalendar, read_spec
from sla.policy import Policy
from sla.tables import CalendarRevision, Clock, ClockEvent
from tawasul.core.actor import CITIZEN, system
from tawasul.core.errors import Conflict, DomainError
from tests.sla.traps.stage import DUE, RECEIVED, TICK, ask, at, do, start

WEEK = {"sun": [["07:00", "14:00"]]}
SPEC: dict[str, Any] = {"tz": "Asia/Bahrain", "hours": WEEK, "horizon": {"first": "2026-01-01", "last": "2027-12-31"}}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"hours": {}}, "no_working_time"),
        ({"exceptions": {"2026-01-04": [["07:00", "12:00"], ["11:00", "13:00"]]}}, "overlapping_hours"),
        ({"hours": {"sun": [["14:00", "07:00"]]}}, "closes_before_it_opens"),
        ({"horizon": {"first": "2026-01-01", "last": "2025-12-31"}}, "bad_horizon"),
        ({"horizon": {"first": "2026-01-01", "last": "9999-12-31"}}, "horizon_too_far"),  # would take minutes
        ({"horizon": {}}, "bad_date"),
        ({"closures": ["2026-02-30"]}, "bad_date"),
        ({"tz": "Asia/Atlantis"}, "unknown_zone"),
    ],
)
async def test_a_calendar_that_cannot_be_worked_by_leaves_the_one_in_force(database, said, code):
    before = (await calendars.current()).id
    layout = {**SPEC, **said}
    with pytest.raises(BadCalendar, match=code):
        Calendar(read_spec({"closures": [], **layout}))
    if "closures" not in said:  # those of a revision are the holidays that were entered, which are dates already
        with pytest.raises(BadCalendar, match=code):
            await do(RECEIVED, calendars.revise, "BH", actor=system("tests"), layout=layout)
    assert (await calendars.current()).id == before
    assert await CalendarRevision.count().where(CalendarRevision.calendar == "BH") == 1


async def test_a_promise_that_the_calendar_does_not_reach_is_not_given(database):
    near = {**SPEC, "horizon": {"first": "2026-01-01", "last": "2026-10-20"}}
    await do(RECEIVED, calendars.revise, "BH", actor=system("tests"), layout=near)
    with pytest.raises(BeyondHorizon):
        await start()
    assert (await Clock.count(), await ClockEvent.count()) == (0, 0)


@pytest.mark.parametrize("target", [0, -14])
def test_a_policy_of_no_days_is_refused(target):
    none = Policy("final_reply", None, None, None, target, "working_days", ("t3", "breach"), date(2026, 1, 1))
    with pytest.raises(DomainError, match="target_not_positive"):
        policy.checked(none)


async def test_a_pause_after_the_deadline_is_refused_and_one_at_the_deadline_is_not(database):
    await start()
    with pytest.raises(Conflict, match="past_due"):
        await ask(DUE + TICK)
    assert (await ask(DUE)).state == "paused"


async def test_a_stay_that_ends_beyond_the_calendar_is_refused_and_the_clock_runs_on(database):
    await start()
    end = at("2026-10-06T10:00") + timedelta(days=20_000)
    with pytest.raises(BeyondHorizon):
        await do(at("2026-10-06T10:00"), pauses.pause, 1, reason="legal_stay", actor=CITIZEN, ends_at=end)
    assert [row["state"] for row in await Clock.select()] == ["running"]


async def test_a_receipt_may_be_earlier_and_never_later_than_now(database):
    later = {"case_kind": "complaint", "at": RECEIVED + TICK, "actor": CITIZEN}
    with pytest.raises(DomainError, match="in_future"):
        await do(RECEIVED, clocks.start, 1, "final_reply", **later)
    assert await Clock.count() == 0
    earlier = RECEIVED - timedelta(days=3)
    begun = await do(RECEIVED, clocks.start, 1, "final_reply", case_kind="complaint", at=earlier, actor=CITIZEN)
    assert begun.started_at == earlier
