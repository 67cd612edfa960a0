from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-26T02:10:00:000037"
VERSION = "1.38.0"
DESCRIPTION = "A tag once a case and agency, a link once for both cases, and how each is found."

STATEMENTS = (
    'CREATE UNIQUE INDEX "case_tag_once" ON "case_tag" ("case", "agency", "folded")',
    'CREATE INDEX "case_tag_used" ON "case_tag" ("agency", "folded", "case")',
    'CREATE INDEX "case_tag_lately" ON "case_tag" ("agency", "id")',
    'CREATE UNIQUE INDEX "case_link_once" ON "case_link" ("elder", "younger")',
    'CREATE INDEX "case_link_younger" ON "case_link" ("younger")',
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
