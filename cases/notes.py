"""Internal remarks. They move nothing: no status, no clock, and nobody's reply."""

from cases import wording
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
    """Write a note. The history says that there is one, not what it says."""
    kept = clean(text)
    async with transaction():
        case = await held_for(case_id, "case.note", by=by)
        if found := wording.faults_of("note", kept, empty="empty_field"):
            raise Invalid(*found)
        await keep(case["id"], kept, by=by)
        await audit.append(stream(case["id"]), actor=by.actor(), act="noted", data={})


async def keep(case_id: int, text: str, *, by: StaffView) -> None:
    """Store a note that belongs to another act."""
    await Note.insert(Note(case=case_id, by=by.id, text=text, at=clock.now()))
