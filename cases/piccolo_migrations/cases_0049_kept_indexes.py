from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-26T18:00:00:000049"
VERSION = "1.38.0"
DESCRIPTION = "What is kept from somebody is found without looking at every open case."

STATEMENTS = (
    'CREATE INDEX "case_kept" ON "case_" ("id") WHERE "confidential" AND "status" IN '
    "('received', 'triage', 'assigned', 'in_progress', 'waiting_for_citizen', 'in_review', 'reopened')",
    'CREATE INDEX "barred_staff" ON "barred" ("staff", "case")',
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
