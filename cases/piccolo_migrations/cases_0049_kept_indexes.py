from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-26T18:00:00:000049"
VERSION = "1.38.0"
DESCRIPTION = "What is kept from somebody, and what waits with an agency, is found without looking at every open case."

STATEMENTS = (
    'CREATE INDEX "case_kept" ON "case_" ("id") WHERE "confidential" AND "status" NOT IN (\'closed\', \'withdrawn\')',
    'CREATE INDEX "barred_staff" ON "barred" ("staff", "case")',
    # What waits with an agency, soonest due first, as a forecast puts it in line.
    'CREATE INDEX "counted_line" ON "counted" ("at_agency", "due_at", "clock") WHERE "state" = \'open\'',
    # The lists behind small numbers: of one service among all, and what was corrected.
    'CREATE INDEX "counted_category" ON "counted" ("category", "due_at", "clock")',
    'CREATE INDEX "counted_corrected" ON "counted" ("due_at", "clock") WHERE "corrected"',
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
