"""Whether the boards may show something new: a mark that changes with the cases and with the time."""

from datetime import UTC, datetime, timedelta

from tawasul.core import clock
from tawasul.core.db import fetch

# What is committed out of turn is seen after so long at the latest.
LONGEST = timedelta(minutes=15)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def pulse() -> str:
    """The mark as of now. The same mark twice: nothing happened that a board shows, but for what `LONGEST` is for.

    One statement over the ends of four indexes.
    Every act writes a line of history, every alarm a row, and whatever else is counted, as a draft, a sum. Besides that
    only time changes a number: something falls due, or a day begins or closes, with a quarter of an hour.
    """
    now = clock.now()
    rows = await fetch(
        'SELECT (SELECT MAX(id) FROM "audit_entry") AS acts, (SELECT MAX(id) FROM "alert") AS alarms, '
        '(SELECT MAX(id) FROM "due_count") AS sums, '
        "(SELECT MAX(due_at) FROM \"clock\" WHERE kind = 'final_reply' AND state <> 'void' AND due_at <= {}) AS due",
        now,
    )
    stretch = (now - _EPOCH) // LONGEST
    seen = rows[0]
    return f"{seen['acts'] or 0}.{seen['alarms'] or 0}.{seen['sums'] or 0}.{stretch}.{seen['due'] or 0}"
