"""Appending work to the outbox, in the transaction that causes it."""

import json
import uuid
from datetime import datetime

from tawasul.core import clock
from tawasul.core.db import fetch, require_transaction

_INSERT = """
    INSERT INTO "outbox_message"
        ("id", "job", "args", "key", "state", "attempts", "leases", "available_at", "created_at")
    VALUES ({}, {}, {}, {}, 'ready', 0, 0, {}, {}) ON CONFLICT DO NOTHING RETURNING "id"
"""


async def append(job: str, *args: int | str, key: str | None = None, at: datetime | None = None) -> None:
    """Have `job` (`cases.jobs.sort_case`) done with `args` (ids, never text) once this transaction has committed.

    A second message with the `key` of one that still waits is not added. `at` is the earliest instant.
    """
    require_transaction()
    now = clock.now()
    await fetch(_INSERT, uuid.uuid4().hex, job, json.dumps(args), key, at or now, now)
