from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-26T02:35:00:000039"
VERSION = "1.38.0"
DESCRIPTION = "A colleague once in a note, and what she has not read."

STATEMENTS = (
    'CREATE UNIQUE INDEX "mention_once" ON "mention" ("note", "staff")',
    'CREATE INDEX "mention_of_staff" ON "mention" ("staff", "id")',
    'CREATE INDEX "mention_new" ON "mention" ("staff", "case") WHERE "read_at" IS NULL',
    'CREATE INDEX "mention_of_case" ON "mention" ("case", "staff")',
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
