"""The world by arithmetic alone."""

from dataclasses import replace
from datetime import timedelta

from sla.calendar import Calendar
from tawasul.simulation import office
from tawasul.simulation.office import Kept
from tawasul.simulation.scenario import Habits, Scenario
from tawasul.simulation.setting import lay_out
from tests.tawasul.simulation.conftest import DUE, SUNDAY

SMALL = Scenario(weeks=10, cases=300)


def kept(**said: object) -> Kept:
    return Kept(**{"number": 0, "started_at": SUNDAY, "due_at": DUE, "agency": "EWA", **said})  # type: ignore[arg-type]  # as said


def test_what_fell_due_is_counted_and_what_is_void_is_not() -> None:
    late = DUE + timedelta(microseconds=1)
    found = [kept(met_at=DUE), kept(met_at=late), kept(), kept(void=True), kept(due_at=DUE + timedelta(days=1))]
    outcome = office.counted(found, DUE)
    assert (outcome.on_time, outcome.due, outcome.open) == (1, 3, 2)
    assert outcome.by_agency == {"EWA": (1, 3)}


def test_more_officers_keep_more_promises(calendar: Calendar) -> None:
    rates = [office.run(lay_out(SMALL, ("EWA",), calendar, [count])).rate for count in (1, 3)]
    assert rates[0] < 0.9 < rates[1]


def test_slow_routing_keeps_fewer(calendar: Calendar) -> None:
    slow = replace(SMALL, habits=replace(Habits(), routing_days=6))
    usual, delayed = (office.run(lay_out(scenario, ("EWA",), calendar, [3])).rate for scenario in (SMALL, slow))
    assert delayed < usual


def test_a_pause_moves_the_date_by_the_days_it_took(calendar: Calendar) -> None:
    asks = replace(SMALL, habits=replace(Habits(), asks=1.0, silent=0.0, field=0.0))
    found = office.promises(lay_out(asks, ("EWA",), calendar, [3]))
    answered = [one for one in found if one.met_at and one.paused_at]
    assert answered
    gross = {one.number: calendar.close_of(calendar.nth(calendar.day_of(one.started_at), 14)) for one in answered}
    assert all(one.due_at >= gross[one.number] for one in answered)
    assert any(one.due_at > gross[one.number] for one in answered)
