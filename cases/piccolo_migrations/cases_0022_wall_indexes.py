from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-25T15:00:00:000022"
VERSION = "1.38.0"
DESCRIPTION = "Each person is kept from a case, or named its reader, once."

STATEMENTS = (
    'CREATE UNIQUE INDEX "barred_once" ON "barred" ("case", "staff")',
    'CREATE UNIQUE INDEX "named_reader_once" ON "named_reader" ("case", "staff")',
    'CREATE INDEX "case_confidential" ON "case_" ("id") WHERE "confidential"',
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
