"""The national calendar of the reference data, and a clock as its events would tell it."""

import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sla import seed
from sla.calendar import Calendar
from sla.calendar_spec import read_spec
from tawasul.core import seeding
from tawasul.simulation.event_log import Told

_DATA = Path(seed.__file__).parent / "data"
SUNDAY = datetime(2026, 4, 5, 6, tzinfo=UTC)
DUE = datetime(2026, 4, 23, 11, tzinfo=UTC)  # a Thursday at close, fourteen working days later


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    national = tomllib.loads((_DATA / "national.toml").read_text(encoding="utf-8"))
    closures = [row["date"] for row in seeding.read_rows(_DATA / "holidays.csv")]
    return Calendar(read_spec({**seed.layout(national), "closures": closures}))


@pytest.fixture
def told() -> Callable[..., Told]:
    """Makes a promise of 5 April that is due on 23 April."""

    def make(**said: object) -> Told:
        usual = {"clock": 1, "case": 1, "kind": "final_reply", "cycle": 1, "agency": None}
        return Told(**{**usual, "started_at": SUNDAY, "dues": [(SUNDAY, DUE)], **said})  # type: ignore[arg-type]  # as said

    return make
