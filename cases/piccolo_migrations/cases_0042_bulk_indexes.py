from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-26T03:00:00:000042"
VERSION = "1.38.0"
DESCRIPTION = "A case once in a list, and how its cases and old lists are found."

STATEMENTS = (
    'CREATE UNIQUE INDEX "bulk_case_once" ON "bulk_case" ("bulk", "case")',
    'CREATE INDEX "bulk_case_of" ON "bulk_case" ("case")',
    'CREATE INDEX "bulk_made" ON "bulk" ("made_at")',
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
