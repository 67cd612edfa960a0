from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-25T15:00:00:000004"
VERSION = "1.38.0"
DESCRIPTION = "How the heads of a stream and of a seal are found."

STATEMENTS = (
    'CREATE UNIQUE INDEX "audit_head_once" ON "audit_head" ("seal", "stream")',
    'CREATE INDEX "audit_head_stream" ON "audit_head" ("stream", "seq")',
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="audit", description=DESCRIPTION)

    async def create():
        for statement in STATEMENTS:
            await fetch(statement)

    async def drop():
        for statement in STATEMENTS:
            await fetch('DROP INDEX "' + statement.split('"')[1] + '"')

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
