from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-25T15:00:00:000008"
VERSION = "1.38.0"
DESCRIPTION = "A question of a category is answered once in a case."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="cases", description=DESCRIPTION)

    async def create():
        await fetch('CREATE UNIQUE INDEX "detail_once" ON "case_detail" ("case", "question")')

    async def drop():
        await fetch('DROP INDEX "detail_once"')

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
