"""A scenario made concrete: which cases come when, who sits where. The same seed gives the same setting. Pure."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sla.calendar import Calendar
from tawasul.core.i18n import ZONE
from tawasul.simulation import arrivals, leave
from tawasul.simulation.fates import Fate, fates, volumes
from tawasul.simulation.scenario import Scenario
from tawasul.simulation.world import Desk, World


@dataclass(frozen=True, slots=True)
class Setting:
    """What is given before time begins to move."""

    scenario: Scenario
    calendar: Calendar
    fates: list[Fate]
    desks: dict[str, Desk]

    @property
    def until(self) -> datetime:
        return datetime.combine(self.scenario.after, datetime.min.time(), ZONE)

    def world(self) -> World:
        """The beginning of it all."""
        return World(self.fates, self.desks, self.calendar, self.scenario.habits, self.until)


def lay_out(
    scenario: Scenario, codes: Sequence[str], calendar: Calendar, officers: Sequence[int] | None = None
) -> Setting:
    """Throw all dice. `officers`: how many each agency has, where the scenario's own number is not wanted."""
    weights = volumes(codes)
    total = sum(share for _, share in weights)
    counts = officers or [leave.staffed(scenario, share / total, calendar) for _, share in weights]
    working = [day for day in scenario.days if calendar.is_working(day)]
    # Each subject has dice of its own: one officer more changes no case.
    people, cases, coming = (_dice(scenario, subject) for subject in ("people", "cases", "arrivals"))
    desks = {
        code: Desk(tuple(leave.away(working, scenario.habits, people) for _ in range(count)))
        for code, count in zip(codes, counts, strict=True)
    }
    days = scenario.days
    if scenario.recorded is None:
        shares = arrivals.office_weights(days, calendar)
    else:
        shares = arrivals.recorded_weights(days, scenario.recorded, coming)
    received = arrivals.moments(days, shares, scenario.cases, coming)
    return Setting(scenario, calendar, fates(received, weights, scenario.habits, cases), desks)


def _dice(scenario: Scenario, subject: str) -> random.Random:
    return random.Random(f"{scenario.seed}:{subject}")  # noqa: S311 - not a secret
