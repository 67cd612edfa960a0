"""The citizen takes a case back. Before the deadline it leaves the count; after it, the promise stays missed."""

from cases import colleagues, contacts, search_index, waits, wording
from cases.citizen_tables import Message
from cases.moves import OPEN, Change, held, move
from sla import clocks
from tawasul.core import clock
from tawasul.core.actor import CITIZEN
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, Invalid
from tawasul.core.text import clean


async def withdraw(case_id: int, reason: str) -> None:
    """End an open case at the wish of whoever filed it. The reason is theirs to give or not."""
    why = clean(reason)
    async with transaction():
        case = await held(case_id)
        if case["status"] not in OPEN:
            raise Conflict("answered_already" if case["status"] == "answered" else "not_open")
        if found := wording.faults_of("withdrawal", why, empty=None):
            raise Invalid(*found)
        people = await colleagues.officer_of(case)
        moved = await move(case, "withdrawn", Change(CITIZEN, "withdrawn"))
        await clocks.void(case_id, reason="withdrawn", actor=CITIZEN)
        await waits.end_all(case_id)
        if why:
            await Message.insert(Message(case=case_id, what="withdrawn", text=why, at=clock.now()))
            await search_index.renew(case_id)
        await contacts.tell(moved, "withdrawn", key="withdrawn")
        await colleagues.tell(moved, people, "case_withdrawn", key=f"case_withdrawn:{case_id}")
