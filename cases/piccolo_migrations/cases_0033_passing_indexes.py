from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-25T15:00:00:000033"
VERSION = "1.38.0"
DESCRIPTION = "One proposal that waits a case, and how the lists of proposals are found."

STATEMENTS = (
    'CREATE UNIQUE INDEX "transfer_proposal_waits" ON "transfer_proposal" ("case") WHERE "state" = \'open\'',
    'CREATE INDEX "transfer_proposal_to" ON "transfer_proposal" ("to_agency", "at") WHERE "state" = \'open\'',
    'CREATE INDEX "transfer_proposal_from" ON "transfer_proposal" ("from_agency", "state", "decided_at")',
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
