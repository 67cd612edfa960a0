"""Internal remarks. They move nothing: no status, no clock, and nobody's reply."""

from cases import mentions, search_index, wording
from cases.moves import stream
from cases.reach import held_for
from cases.tables import Note
from tawasul import audit
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import transaction
from tawasul.core.errors import Invalid
from tawasul.core.text import clean


async def add(case_id: int, text: str, *, by: StaffView) -> None:
    """Write a note, and to those whom it names. The history says that there is one, not what it says."""
    kept = clean(text)
    async with transaction():
        case = await held_for(case_id, "case.note", by=by)
        if found := wording.faults_of("note", kept, empty="empty_field"):
            raise Invalid(*found)
        people, found = await mentions.faults(case, kept)
        if found:
            raise Invalid(*found)
        note = await keep(case["id"], kept, by=by)
        await mentions.keep(case, note, people, by=by)
        await audit.append(stream(case["id"]), actor=by.actor(), act="noted", data={})


async def keep(case_id: int, text: str, *, by: StaffView) -> int:
    """Store a note that belongs to another act; gives its number."""
    made = await Note.insert(Note(case=case_id, by=by.id, text=text, at=clock.now())).returning(Note.id)
    await search_index.renew(case_id)
    number: int = made[0]["id"]
    return number
