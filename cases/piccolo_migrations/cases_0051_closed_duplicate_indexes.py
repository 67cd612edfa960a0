from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-26T19:10:00:000051"
VERSION = "1.38.0"
DESCRIPTION = "What was closed as a duplicate of a case is found without looking at every case."

STATEMENTS = ('CREATE INDEX "case_duplicate" ON "case_" ("duplicate_of") WHERE "duplicate_of" IS NOT NULL',)


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
