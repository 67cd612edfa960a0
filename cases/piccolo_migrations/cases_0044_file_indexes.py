from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-26T03:00:00:000044"
VERSION = "1.38.0"
DESCRIPTION = "A fault of a row is kept once."

STATEMENTS = (
    'CREATE UNIQUE INDEX "import_fault_once" ON "import_fault" ("file", "line", "column", "code")',
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
