from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from sla.tables import Clock
from tawasul.core.db import dialect

ID = "2026-11-24T04:10:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "What is unique, how due clocks are found, and room for updates in place"

FORWARDS = (
    'CREATE UNIQUE INDEX "holiday_once" ON "holiday" ("calendar", "date")',
    'CREATE UNIQUE INDEX "calendar_revision_once" ON "calendar_revision" ("calendar", "rev")',
    'CREATE UNIQUE INDEX "clock_once" ON "clock" ("case_id", "kind", "cycle", "segment")',
    'CREATE UNIQUE INDEX "clock_event_once" ON "clock_event" ("clock", "seq")',
    'CREATE UNIQUE INDEX "clock_step_once" ON "clock_step" ("clock", "step", "epoch")',
    # All that the ticker reads, however many clocks have ended.
    'CREATE INDEX "clock_due" ON "clock" ("next_event_at") WHERE "next_event_at" IS NOT NULL',
    # The clocks that a new calendar concerns.
    'CREATE INDEX "clock_calendar" ON "clock" ("calendar_revision", "due_at")'
    " WHERE \"met_at\" IS NULL AND \"voided_at\" IS NULL",
    # The denominator of the boards.
    'CREATE INDEX "clock_promised" ON "clock" ("kind", "due_at") WHERE "state" <> \'void\'',
)
POSTGRES = 'ALTER TABLE "clock" SET (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.01)'
BACKWARDS = (
    "holiday_once",
    "calendar_revision_once",
    "clock_once",
    "clock_event_once",
    "clock_step_once",
    "clock_due",
    "clock_calendar",
    "clock_promised",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="sla", description=DESCRIPTION)

    async def make():
        for statement in FORWARDS:
            await Clock.raw(statement)
        if dialect() == "postgres":
            await Clock.raw(POSTGRES)

    async def drop():
        for name in BACKWARDS:
            await Clock.raw(f'DROP INDEX "{name}"')
        if dialect() == "postgres":
            await Clock.raw('ALTER TABLE "clock" RESET (fillfactor, autovacuum_vacuum_scale_factor)')

    manager.add_raw(make)
    manager.add_raw_backwards(drop)
    return manager
