from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-25T15:00:00:000011"
VERSION = "1.38.0"
DESCRIPTION = "What is open has sums of its own, by due date."

# From the agencies' sums, which kept the days of what is open until now.
OWED = """
    INSERT INTO "due_count" ("due_at", "agency", "dimension", "value", "open", "met", "late", "void", "gross_met",
        "had_pause", "answered", "reopened", "corrected", "drafted", "level")
    SELECT "due_at", AGENCY, 'DIMENSION', '', SUM("open"), 0, 0, 0, 0, 0, 0, 0, 0, SUM("drafted"), 0
    FROM "due_count" WHERE "dimension" = 'all'
    GROUP BY "due_at", AGENCY HAVING SUM("open") <> 0 OR SUM("drafted") <> 0
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="cases", description=DESCRIPTION)

    async def fill():
        for dimension, agency in {"owed": '"agency"', "owed_by_all": "CAST('' AS varchar)"}.items():
            await fetch(OWED.replace("DIMENSION", dimension).replace("AGENCY", agency))

    async def empty():
        await fetch("DELETE FROM \"due_count\" WHERE \"dimension\" IN ('owed', 'owed_by_all')")

    manager.add_raw(fill)
    manager.add_raw_backwards(empty)
    return manager
