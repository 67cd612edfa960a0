"""A reply on its way: what an officer has typed so far, kept with the case until the reply is sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cases import counting
from cases.moves import OPEN
from cases.reach import held_for
from cases.tables import ReplyDraft
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import fetch, transaction
from tawasul.core.errors import Conflict

FIELDS = ("outcome", "reply", "due_on", "legal_ground", "duplicate_of")
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


async def save(case_id: int, fields: Mapping[str, str], *, by: StaffView) -> bool:
    """Keep what was typed, faulty or not; an empty text is no draft. Says whether there is one now.

    The case does not move: nobody's page is out of date because a colleague types.
    """
    kept = {name: fields.get(name, "")[:_LONGEST_FIELD] for name in FIELDS}
    async with transaction():
        case = await held_for(case_id, "case.reply", by=by)
        if case["status"] not in OPEN:
            raise Conflict("answered_already" if case["status"] == "answered" else "not_open")
        if not kept["reply"].strip():
            await forget(case_id)
            return False
        await fetch(_SAVE, case_id, json.dumps(kept), by.id, clock.now())
        counting.note(case_id)
        return True


async def load(case_id: int) -> DraftView | None:
    """The draft of a case, if somebody has begun one."""
    row = await ReplyDraft.select().where(ReplyDraft.case == case_id).first()
    return DraftView(json.loads(row["fields"]), row["by"], row["updated_at"]) if row else None


async def forget(case_id: int) -> None:
    """The reply was sent, or its text was emptied."""
    counting.note(case_id)
    await ReplyDraft.delete().where(ReplyDraft.case == case_id)
