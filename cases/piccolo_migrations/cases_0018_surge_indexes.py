from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-25T15:00:00:000018"
VERSION = "1.38.0"
DESCRIPTION = "One surge of a matter at a time, one line a mailing and case, and the recent cases of a category."

STATEMENTS = (
    'CREATE UNIQUE INDEX "surge_once" ON "surge" ("agency", "category", "level", "place") WHERE "ended_at" IS NULL',
    'CREATE UNIQUE INDEX "mailing_case_once" ON "mailing_case" ("mailing", "case")',
    'CREATE INDEX "case_recent" ON "case_" ("category", "received_at")',
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
