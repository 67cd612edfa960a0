from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-25T15:00:00:000016"
VERSION = "1.38.0"
DESCRIPTION = "Answered cases by agency and category, and cases by category and place."

STATEMENTS = (
    'CREATE INDEX "answered_newest" ON "answered" ("agency", "category", "at")',
    'CREATE INDEX "case_block" ON "case_" ("category", "block", "received_at") WHERE "block" <> \'\'',
    'CREATE INDEX "case_area" ON "case_" ("category", "area", "received_at") WHERE "area" IS NOT NULL',
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
