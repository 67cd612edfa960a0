from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-25T15:00:00:000020"
VERSION = "1.38.0"
DESCRIPTION = "How the sums about sorting are found, and the cases behind them."

STATEMENTS = (
    'CREATE UNIQUE INDEX "sorted_count_once" ON "sorted_count" ("day", "agency", "language", "fate", "category") '
    'WHERE "level" > 0',
    'CREATE INDEX "sorted_count_new" ON "sorted_count" ("id") WHERE "level" = 0',
    'CREATE INDEX "sorted_count_day" ON "sorted_count" ("day")',
    # Lists: the days of a page, of everything or of one agency.
    'CREATE INDEX "sorted_case_day" ON "sorted_case" ("day", "case")',
    'CREATE INDEX "sorted_case_agency" ON "sorted_case" ("agency", "day", "case")',
    # What the program got wrong is little among much.
    'CREATE INDEX "sorted_case_moved" ON "sorted_case" ("day", "case") WHERE "judged" AND NOT "stayed"',
    'CREATE INDEX "sorted_case_recategorised" ON "sorted_case" ("day", "case") WHERE "recategorised"',
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
