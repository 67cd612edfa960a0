from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-25T14:20:00:000006"
VERSION = "1.38.0"
DESCRIPTION = "Forecasts and alarms are made once; how they and the replies of a stretch of days are found."

STATEMENTS = (
    'CREATE UNIQUE INDEX "forecast_once" ON "forecast" ("made_on", "agency", "due_on")',
    # Past forecasts are read by the day that they were about, a few horizons at a time.
    'CREATE INDEX "forecast_due" ON "forecast" ("due_on", "days_ahead")',
    'CREATE UNIQUE INDEX "alert_once" ON "alert" ("kind", "agency", "day", "moment")',
    'CREATE INDEX "alert_day" ON "alert" ("day")',
    # The pace of an agency: its replies of the last working days, however many there are in all.
    'CREATE INDEX "reply_sent" ON "reply" ("sent_at", "case")',
    # Who has what waits, without reading the cases themselves.
    'CREATE INDEX "case_waiting" ON "case_" ("agency", "id", "cycle") WHERE "status" IN '
    "('received', 'triage', 'assigned', 'in_progress', 'waiting_for_citizen', 'in_review', 'reopened')",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="cases", description=DESCRIPTION)

    async def create():
        for statement in STATEMENTS:
            await fetch(statement)

    async def drop():
        for statement in STATEMENTS:
            await fetch('DROP INDEX "' + statement.split('"')[1] + '"')

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
