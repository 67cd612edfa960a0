from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-25T15:00:00:000010"
VERSION = "1.38.0"
DESCRIPTION = "A reply is rated once, and a case reviewed once."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="cases", description=DESCRIPTION)

    async def create():
        await fetch('CREATE UNIQUE INDEX "rating_once" ON "rating" ("case", "cycle")')

    async def drop():
        await fetch('DROP INDEX "rating_once"')

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
