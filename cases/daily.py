"""What is done at a moment of a working day: alarms; and at its close the forecast, and what became of past ones."""

from datetime import date

from cases import alerts, forecast_errors, forecasts
from cases.timetable import Name
from tawasul.core import clock


async def keep(name: Name, day: date) -> None:
    """Do the work of one moment. A second run finds all of it done."""
    await alerts.raise_at(name, day)
    if name == "close":
        await forecasts.store(day)
        await forecast_errors.settle(clock.now())
