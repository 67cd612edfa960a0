"""A reply on its way: what an officer has typed so far, kept with the case until the reply is sent."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cases import counting, reviewers
from cases.marks import mark
from cases.moves import OPEN
from cases.reach import held_for
from cases.tables import ReplyDraft
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch, require_transaction, transaction
from tawasul.core.errors import Conflict

FIELDS = ("outcome", "reply", "due_on", "legal_ground", "duplicate_of")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LONGEST_FIELD = 20_000
_SAVE = """
    INSERT INTO "reply_draft" ("case", "fields", "by", "updated_at") VALUES ({}, {}, {}, {})
    ON CONFLICT ("case") DO UPDATE SET "fields" = excluded."fields", "by" = excluded."by",
        "updated_at" = excluded."updated_at"
"""


@dataclass(frozen=True, slots=True)
class DraftView:
    """What was typed, by whom and when."""

    fields: Mapping[str, str]
    by: int
    updated_at: datetime

    @property
    def mark(self) -> str:
        """What tells this draft from a later one."""
        return mark(self.updated_at)


async def save(case_id: int, fields: Mapping[str, str], *, by: StaffView, seen: str | None = None) -> bool:
    """Keep what was typed, faulty or not; an empty text is no draft. Says whether there is one now.

    The case does not move: nobody's page is out of date because a colleague types. `seen` is the mark of the draft
    that the writer had before her; `Conflict` if a colleague has written another since.
    """
    kept = {name: _storable(fields.get(name, "")[:_LONGEST_FIELD]) for name in FIELDS}
    async with transaction():
        case = await held_for(case_id, "case.read", by=by)
        await reviewers.check(case, by)
        if case["status"] not in OPEN:
            raise Conflict("answered_already" if case["status"] == "answered" else "not_open")
        await refuse_unseen(case_id, by, seen)
        if not kept["reply"].strip():
            await forget(case_id)
            return False
        await put(case_id, kept, by=by)
        return True


def _storable(text: str) -> str:
    """What no database keeps in its JSON becomes a mark that can be seen and mended."""
    return UNSTORABLE.sub("\ufffd", text)


async def refuse_unseen(case_id: int, by: StaffView, seen: str | None) -> None:
    """`Conflict` if a colleague has written another draft since the one with the mark `seen`; None compares nothing."""
    kept = await load(case_id) if seen is not None else None
    if kept is not None and kept.by != by.id and kept.mark != seen:
        raise Conflict("draft_moved")


async def put(case_id: int, kept: Mapping[str, str], *, by: StaffView) -> None:
    """Write the draft of a held case, in the place of what was there."""
    require_transaction()
    await fetch(_SAVE, case_id, json.dumps(dict(kept)), by.id, clock.now())
    counting.note(case_id)


async def load(case_id: int) -> DraftView | None:
    """The draft of a case, if somebody has begun one."""
    row = await ReplyDraft.select().where(ReplyDraft.case == case_id).first()
    return DraftView(json.loads(row["fields"]), row["by"], row["updated_at"]) if row else None


async def forget(case_id: int) -> None:
    """The reply was sent, or its text was emptied."""
    counting.note(case_id)
    await ReplyDraft.delete().where(ReplyDraft.case == case_id)
