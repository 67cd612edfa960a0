from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-25T14:20:00:000007"
VERSION = "1.38.0"
DESCRIPTION = "Open clocks are found without reading those that have ended."

FORWARDS = (
    'CREATE INDEX "clock_open" ON "clock" ("kind", "due_at", "case_id", "cycle", "started_at")'
    " WHERE \"state\" IN ('running', 'paused')"
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="sla", description=DESCRIPTION)

    async def make():
        await fetch(FORWARDS)

    async def drop():
        await fetch('DROP INDEX "clock_open"')

    manager.add_raw(make)
    manager.add_raw_backwards(drop)
    return manager
