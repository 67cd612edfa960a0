from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-24T04:30:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "Unique and partial indexes."

STATEMENTS = (
    'CREATE UNIQUE INDEX "reply_cycle" ON "reply" ("case", "cycle")',
    'CREATE INDEX "reply_duplicate" ON "reply" ("duplicate_of") WHERE "duplicate_of" IS NOT NULL',
    'CREATE INDEX "commitment_reply" ON "commitment" ("reply")',
    'CREATE INDEX "correction_case" ON "correction" ("case")',
    'CREATE INDEX "case_agency" ON "case_" ("agency", "status")',
    'CREATE INDEX "case_open" ON "case_" ("status", "agency") WHERE "status" IN '
    "('received', 'triage', 'assigned', 'in_progress', 'waiting_for_citizen', 'in_review', 'reopened')",
    'CREATE INDEX "case_triage" ON "case_" ("urgent", "received_at") WHERE "status" = \'triage\'',
    'CREATE INDEX "case_holder" ON "case_" ("holder") WHERE "holder" IS NOT NULL',
    'CREATE INDEX "case_demo" ON "case_" ("id") WHERE "demo"',
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
