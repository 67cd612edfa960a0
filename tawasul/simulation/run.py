"""One simulation from the empty database to the checks."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from sla import calendars
from tawasul.core import clock
from tawasul.simulation import checks, driver, office, own_database, people, topics
from tawasul.simulation.checks import Check, Seen
from tawasul.simulation.driver import Lived
from tawasul.simulation.office import Outcome
from tawasul.simulation.scenario import Scenario
from tawasul.simulation.setting import Setting, lay_out


class TooFewAgencies(ValueError):
    """The reference data has not so many agencies that answer."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was lived, what the boards show, and whether it is true. `model`: the same without a database."""

    scenario: Scenario
    officers: Mapping[str, int]
    lived: Lived
    seen: Seen
    checks: list[Check]
    model: Outcome
    seconds: float

    @property
    def holds(self) -> bool:
        return all(check.holds for check in self.checks)


async def simulate(scenario: Scenario, url: str) -> Result:
    """Make the database at `url`, which must hold nothing, and live through the scenario in it."""
    async with own_database.opened(url):
        setting = await _setting(scenario)
        hired = await people.hire(setting.desks)
        began = time.monotonic()
        lived = await driver.live(setting, hired)
        seconds = time.monotonic() - began
        with clock.moved(setting.until):
            seen, found = await checks.look(hired.sorter, lived)
    officers = {agency: len(desk.away) for agency, desk in setting.desks.items()}
    return Result(scenario, officers, lived, seen, found, office.run(setting), seconds)


async def _setting(scenario: Scenario) -> Setting:
    """The agencies with the most categories come first, and get the most cases."""
    codes = await topics.by_weight()
    if len(codes) < scenario.agencies:
        raise TooFewAgencies(f"there are {len(codes)} agencies that answer")
    return lay_out(scenario, codes[: scenario.agencies], await calendars.national())
