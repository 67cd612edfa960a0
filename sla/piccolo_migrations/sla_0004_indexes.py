from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-25T09:10:00:000004"
VERSION = "1.38.0"
DESCRIPTION = "How proposals are found."

STATEMENTS = (
    'CREATE INDEX "change_proposal_subject" ON "change_proposal" ("subject", "state")',
    'CREATE INDEX "change_proposal_code" ON "change_proposal" ("subject", "code")',
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="sla", description=DESCRIPTION)

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
