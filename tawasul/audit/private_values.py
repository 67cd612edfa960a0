"""Personal values of a stream, for the pages of those who may read them. What was erased is not among them."""

import json
from collections.abc import Mapping

from tawasul.audit.tables import Entry
from tawasul.core.seal import unseal


async def private_values(stream: str) -> dict[int, Mapping[str, str]]:
    """By the number of the entry."""
    rows = await Entry.select(Entry.seq, Entry.private_id.sealed.as_alias("sealed")).where(
        Entry.stream == stream, Entry.private_id.is_not_null()
    )
    return {row["seq"]: json.loads(unseal(row["sealed"], purpose="audit")) for row in rows if row["sealed"] is not None}
