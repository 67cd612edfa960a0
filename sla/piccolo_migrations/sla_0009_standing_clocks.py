import json
from datetime import datetime

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import fetch

ID = "2026-11-26T18:30:01:000009"
VERSION = "1.38.0"
DESCRIPTION = "The clocks that stand are told when their pause ends."

# The end that a pause was given is in its event: `next_event_at` of a clock that was pushed back is another instant.
STANDING = """
    SELECT k.id, e.data FROM clock k JOIN clock_event e ON e.clock = k.id AND e.type = 'paused'
    WHERE k.state = 'paused' AND k.pause_ends_at IS NULL ORDER BY k.id, e.seq
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="sla", description=DESCRIPTION)

    async def fill():
        rows = await fetch(STANDING)
        ends = {row["id"]: json.loads(row["data"])["ends_at"] for row in rows}
        for number, end in ends.items():
            await fetch("UPDATE clock SET pause_ends_at = {} WHERE id = {}", datetime.fromisoformat(end), number)

    async def nothing():
        """The column goes with the migration before."""

    manager.add_raw(fill)
    manager.add_raw_backwards(nothing)
    return manager
