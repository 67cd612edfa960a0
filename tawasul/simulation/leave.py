"""Who is at work: how many officers an agency has, and on which working days each is away. Pure."""

import random
from collections.abc import Sequence
from datetime import date
from math import ceil

from sla.calendar import Calendar
from tawasul.simulation.scenario import Habits, Scenario

_SPELLS = (3, 5, 5, 10)  # working days off at a time


def officers_needed(cases: float, working_days: int, minutes_a_day: float, habits: Habits) -> float:
    """How many officers just carry so many cases, leave included, if work never had to wait for a person."""
    replies = habits.effort_minutes * (1 + habits.reopens / 2) / habits.productive
    handled = replies + 20 * habits.asks + 15 * habits.misrouted + 12 * habits.field
    there = minutes_a_day * working_days * (1 - habits.leave_days / 250)
    return cases * (1 - habits.void) * handled / there


def staffed(scenario: Scenario, share: float, calendar: Calendar) -> int:
    """The officers of an agency that gets this share of all cases."""
    days = [day for day in scenario.days if calendar.is_working(day)]
    minutes = sum((calendar.close_of(day) - calendar.opening_of(day)).total_seconds() for day in days) / 60 / len(days)
    needed = officers_needed(scenario.cases * share, len(days), minutes, scenario.habits)
    return max(1, ceil(needed * scenario.slack))


def away(days: Sequence[date], habits: Habits, dice: random.Random) -> frozenset[date]:
    """The working days on which one officer is on leave, in spells, in proportion to the stretch of time."""
    wanted = round(habits.leave_days * len(days) / 250)
    found: set[date] = set()
    for _ in range(len(days)):
        if len(found) >= wanted:
            break
        length = min(dice.choice(_SPELLS), wanted - len(found))
        start = dice.randrange(max(1, len(days) - length + 1))
        found.update(days[start : start + length])
    return frozenset(found)
