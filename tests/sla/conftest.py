"""One calendar for all clocks of these tests, and hypothesis without a stop-watch: the machine may be busy."""

from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

from sla.calendar import Calendar
from sla.calendar_spec import read_spec

settings.register_profile("unhurried", deadline=None, max_examples=60)
settings.load_profile("unhurried")

_WEEK = {day: [["07:00", "14:15"]] for day in ("sun", "mon", "tue", "wed")} | {"thu": [["07:00", "14:00"]]}
_RAMADAN = {day: [["08:00", "14:00"]] for day in ("sun", "mon", "tue", "wed", "thu")}


@pytest.fixture(autouse=True)
def plain_logs() -> Iterator[None]:
    """Tracebacks of rows pushed back as plain text: the coloured ones with all locals take most of a test's time."""
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[plain])
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def bahrain() -> Calendar:
    """Bahrain's week, Ramadan of 2026 and a few closures."""
    return Calendar(
        read_spec(
            {
                "tz": "Asia/Bahrain",
                "hours": _WEEK,
                "periods": [{"first": "2026-02-18", "last": "2026-03-19", "hours": _RAMADAN}],
                "closures": ["2026-03-20", "2026-03-21", "2026-03-22", "2026-03-23", "2026-03-24", "2026-12-16"],
                "horizon": {"first": "2025-12-01", "last": "2027-12-31"},
            }
        )
    )
