from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-24T04:00:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "Unique and partial indexes."

STATEMENTS = (
    'CREATE INDEX "letter_unsent" ON "letter" ("queued_at") WHERE "state" <> \'sent\'',
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="notify", description=DESCRIPTION)

    async def create():
        for statement in STATEMENTS:
            await fetch(statement)

    async def drop():
        for statement in STATEMENTS:
            await fetch('DROP INDEX "' + statement.split('"')[1] + '"')

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
