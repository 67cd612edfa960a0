from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-25T09:10:00:000004"
VERSION = "1.38.0"
DESCRIPTION = "What is unique among questions, stays and replies, and how numbers are found."

STATEMENTS = (
    'CREATE UNIQUE INDEX "reply_cycle" ON "reply" ("case", "cycle") WHERE "rejected_at" IS NULL',
    'CREATE INDEX "commitment_open" ON "commitment" ("due_on") WHERE "kept_at" IS NULL',
    'CREATE UNIQUE INDEX "question_open" ON "question" ("case") WHERE "ended" IS NULL',
    'CREATE UNIQUE INDEX "legal_stay_open" ON "legal_stay" ("case") WHERE "ended_at" IS NULL',
    'CREATE UNIQUE INDEX "reopening_once" ON "reopening" ("case", "cycle")',
    'CREATE INDEX "counted_case" ON "counted" ("case")',
    'CREATE INDEX "counted_due" ON "counted" ("due_at", "agency")',
    'CREATE INDEX "due_count_due" ON "due_count" ("dimension", "due_at")',
    'CREATE INDEX "due_count_open" ON "due_count" ("dimension", "due_at") WHERE "open" <> 0',
    'CREATE UNIQUE INDEX "forecast_once" ON "forecast" ("made_on", "agency", "due_on")',
    'CREATE UNIQUE INDEX "alert_once" ON "alert" ("kind", "agency", "day")',
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
