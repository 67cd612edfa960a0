from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-25T09:10:00:000004"
VERSION = "1.38.0"
DESCRIPTION = "What is unique among replies, questions and reopenings."

STATEMENTS = (
    'CREATE UNIQUE INDEX "reply_cycle" ON "reply" ("case", "cycle") WHERE "rejected_at" IS NULL',
    'CREATE UNIQUE INDEX "question_open" ON "question" ("case") WHERE "ended" IS NULL',
    'CREATE UNIQUE INDEX "reopening_once" ON "reopening" ("case", "cycle")',
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="cases", description=DESCRIPTION)

    async def create():
        for statement in STATEMENTS:
            await fetch(statement)

    async def drop():
        for statement in STATEMENTS:
            name = statement.split('INDEX "')[1].split('"')[0]
            await fetch(f'DROP INDEX "{name}"')

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
