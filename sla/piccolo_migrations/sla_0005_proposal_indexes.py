from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from sla.tables import Proposal

ID = "2026-11-25T13:00:00:000005"
VERSION = "1.38.0"
DESCRIPTION = "How proposals are found, and that one verdict is disputed once at a time."

FORWARDS = (
    'CREATE INDEX "change_proposal_subject" ON "change_proposal" ("subject", "code", "id")',
    'CREATE UNIQUE INDEX "change_proposal_verdict" ON "change_proposal" ("code")'
    " WHERE \"subject\" = 'correction' AND \"state\" = 'proposed'",
)
BACKWARDS = ("change_proposal_subject", "change_proposal_verdict")


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="sla", description=DESCRIPTION)

    async def make():
        for statement in FORWARDS:
            await Proposal.raw(statement)

    async def drop():
        for name in BACKWARDS:
            await Proposal.raw(f'DROP INDEX "{name}"')

    manager.add_raw(make)
    manager.add_raw_backwards(drop)
    return manager
