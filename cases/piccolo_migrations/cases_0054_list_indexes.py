from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-26T23:00:00:000054"
VERSION = "1.38.0"
DESCRIPTION = "The lists behind small numbers of an agency, a service or an officer are found without reading the rest."

STATEMENTS = (
    'CREATE INDEX "counted_service" ON "counted" ("agency", "category", "due_at", "clock")',
    'CREATE INDEX "counted_void" ON "counted" ("agency", "due_at", "clock") WHERE "state" = \'void\'',
    'CREATE INDEX "counted_void_service" ON "counted" ("category", "due_at", "clock") WHERE "state" = \'void\'',
    'CREATE INDEX "counted_open_service" ON "counted" ("category", "due_at", "clock") WHERE "state" = \'open\'',
    'CREATE INDEX "sorted_case_moved_agency" ON "sorted_case" ("agency", "day", "case") WHERE "judged" AND NOT "stayed"',
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
