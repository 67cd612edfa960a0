from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-25T15:00:00:000014"
VERSION = "1.38.0"
DESCRIPTION = "One training at a time, and the corrections of a case."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="cases", description=DESCRIPTION)

    async def create():
        await fetch('CREATE UNIQUE INDEX "training_alone" ON "training" ("subject") WHERE "ended_at" IS NULL')
        await fetch('CREATE INDEX "correction_of_case" ON "correction" ("case", "id")')

    async def drop():
        await fetch('DROP INDEX "correction_of_case"')
        await fetch('DROP INDEX "training_alone"')

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
