"""Throwing the dice."""

from dataclasses import replace

from sla.calendar import Calendar
from tawasul.simulation.scenario import Scenario
from tawasul.simulation.setting import lay_out

SMALL = Scenario(weeks=3, cases=60)
CODES = ("EWA", "MOH", "TRA")


def test_the_same_seed_gives_the_same_setting_and_another_one_does_not(calendar: Calendar) -> None:
    one, again, other = (lay_out(replace(SMALL, seed=seed), CODES, calendar) for seed in (4, 4, 5))
    assert (one.fates, one.desks) == (again.fates, again.desks)
    assert one.fates != other.fates


def test_one_officer_more_changes_no_case(calendar: Calendar) -> None:
    few, more = (lay_out(SMALL, CODES, calendar, officers) for officers in ((1, 1, 1), (2, 1, 1)))
    assert few.fates == more.fates
    assert [len(desk.away) for desk in more.desks.values()] == [2, 1, 1]


def test_cases_come_within_the_stretch_of_time(calendar: Calendar) -> None:
    setting = lay_out(SMALL, CODES, calendar)
    assert len(setting.fates) == 60
    assert all(setting.scenario.first <= calendar.day_of(fate.received_at) < SMALL.after for fate in setting.fates)
    assert calendar.day_of(setting.until) == SMALL.after
