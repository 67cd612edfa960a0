from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-24T04:00:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "Unique and partial indexes."

STATEMENTS = (
    'CREATE INDEX "outbox_waiting" ON "outbox_message" ("available_at") WHERE "state" = \'ready\'',
    'CREATE INDEX "outbox_leased" ON "outbox_message" ("leased_until") WHERE "state" = \'leased\'',
    'CREATE UNIQUE INDEX "outbox_key" ON "outbox_message" ("key") WHERE "key" IS NOT NULL',
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="outbox", description=DESCRIPTION)

    async def create():
        for statement in STATEMENTS:
            await fetch(statement)

    async def drop():
        for statement in STATEMENTS:
            await fetch('DROP INDEX "' + statement.split('"')[1] + '"')

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
