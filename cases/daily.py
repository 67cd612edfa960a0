"""What is done at a moment of a day.

At midnight leave begins, who was seen at cases is forgotten, the history is sealed, and files that had their time go,
as do those that nothing names.
On a working day alarms; at its opening also those about the sorter's last week; at its close the forecast, and what
became of past ones.
"""

from datetime import date

from cases import (
    alerts,
    drift,
    export_files,
    forecast_errors,
    forecasts,
    import_files,
    leaves,
    orphans,
    presence,
    succession,
)
from cases.timetable import Name
from tawasul import audit
from tawasul.core import clock
from tawasul.core.settings import settings


async def keep(name: Name, day: date) -> None:
    """Do the work of one moment. A second run finds all of it done."""
    if name == "midnight":
        await leaves.begin_due(day)
        await succession.move_late()
        await presence.sweep()
        await audit.seal_day(day, settings().seal_key(make=True))
        await export_files.forget_old(clock.now())
        await import_files.forget_old(clock.now())
        await orphans.ask(day)
        return
    await alerts.raise_at(name, day)
    if name == "opening":
        await drift.raise_for(day)
    if name == "close":
        await forecasts.store(day)
        await forecast_errors.settle(clock.now())
