from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-25T15:00:00:000035"
VERSION = "1.38.0"
DESCRIPTION = "One open part an agency, and how the lists of parts are found."

STATEMENTS = (
    'CREATE UNIQUE INDEX "case_part_open" ON "case_part" ("case", "agency") WHERE "state" = \'open\'',
    'CREATE INDEX "case_part_waits" ON "case_part" ("agency", "id") WHERE "state" = \'open\'',
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
