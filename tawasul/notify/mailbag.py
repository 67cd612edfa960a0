"""Letters as staff see them: what was sent, what waits, what cannot leave."""

import json
from dataclasses import dataclass
from datetime import datetime

from tawasul.notify.letters import masked, opened
from tawasul.notify.render import Rendered, render
from tawasul.notify.tables import Letter


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter in the list. The address is not shown, nor what only its recipient may read."""

    id: int
    template: str
    language: str
    channel: str
    state: str
    reference: str
    queued_at: datetime
    sent_at: datetime | None
    rendered: Rendered


async def letters(*, before: int | None = None, limit: int = 50) -> list[LetterRow]:
    """Newest first; `before` is the id to go on from."""
    query = Letter.select().order_by(Letter.id, ascending=False).limit(limit)
    if before is not None:
        query = query.where(Letter.id < before)
    found = []
    for row in await query:
        params = json.loads(row["params"])
        shown = opened(params) if row["demo"] else masked(params)
        found.append(
            LetterRow(
                row["id"],
                row["template"],
                row["language"],
                row["channel"],
                row["state"],
                params.get("reference", ""),
                row["queued_at"],
                row["sent_at"],
                render(row["template"], row["language"], shown),
            )
        )
    return found
