from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-26T23:00:00:000053"
VERSION = "1.38.0"
DESCRIPTION = "How counts by category are found; and those of an earlier version are folded into them."

STATEMENTS = (
    'CREATE UNIQUE INDEX "sorted_category_once" ON "sorted_category" ("day", "category") WHERE "level" > 0',
    'CREATE INDEX "sorted_category_new" ON "sorted_category" ("id") WHERE "level" = 0',
    'CREATE INDEX "sorted_category_day" ON "sorted_category" ("day")',
)
# As if it had just been appended: the next ticker takes categories to their own table, and fates to their counters.
ANEW = "UPDATE \"sorted_count\" SET \"level\" = 0 WHERE \"fate\" <> ''"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="cases", description=DESCRIPTION)

    async def create():
        for statement in (*STATEMENTS, ANEW):
            await fetch(statement)

    async def drop():
        for statement in STATEMENTS:
            await fetch('DROP INDEX "' + statement.split('"')[1] + '"')

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
