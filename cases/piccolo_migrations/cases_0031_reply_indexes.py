from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-25T15:00:00:000031"
VERSION = "1.38.0"
DESCRIPTION = "One version a number, one right a person, one reply a case that waits for a second person."

STATEMENTS = (
    'CREATE UNIQUE INDEX "reply_template_version_once" ON "reply_template_version" ("template", "number")',
    'CREATE UNIQUE INDEX "reply_approver_once" ON "reply_approver" ("staff") WHERE "ended_at" IS NULL',
    """CREATE UNIQUE INDEX "reply_approval_once" ON "reply_approval" ("case") WHERE "state" = 'waiting'""",
    """CREATE INDEX "reply_approval_waits" ON "reply_approval" ("agency", "id") WHERE "state" = 'waiting'""",
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
