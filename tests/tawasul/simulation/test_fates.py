"""What becomes of cases."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import mean

from tawasul.simulation.fates import Fate, fates, volumes
from tawasul.simulation.scenario import Habits

AT = datetime(2026, 4, 5, 6, tzinfo=UTC)
HABITS = Habits()


def made(habits: Habits = HABITS, count: int = 2_000) -> list[Fate]:
    return fates([AT] * count, volumes(["EWA", "MOH", "TRA"]), habits, random.Random(5))


def test_the_first_agencies_get_the_most() -> None:
    shares = [share for _, share in volumes(["EWA", "MOH", "TRA"])]
    assert shares == sorted(shares, reverse=True)
    found = [fate.agency for fate in made()]
    assert found.count("EWA") > found.count("MOH") > found.count("TRA") > 0


def test_shares_are_as_the_habits_say() -> None:
    found = made()
    assert abs(mean(fate.asks for fate in found) - HABITS.asks) < 0.02
    assert abs(mean(fate.field_days > 0 for fate in found) - HABITS.field) < 0.03
    assert all(fate.by_hand for fate in found if fate.void)
    minutes = mean(fate.effort / timedelta(minutes=1) for fate in found)
    assert abs(minutes - HABITS.effort_minutes) < 5


def test_more_questions_change_nothing_else_about_any_case() -> None:
    few, many = made(), made(replace(HABITS, asks=0.9))
    assert [replace(fate, asks=False) for fate in few] == [replace(fate, asks=False) for fate in many]
    assert sum(fate.asks for fate in many) > sum(fate.asks for fate in few)
