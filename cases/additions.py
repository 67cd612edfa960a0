"""The citizen adds to an open case what they know by now.

No date moves by it, unless the case waits for the citizen: then it is the answer, whichever form they took.
"""

from collections.abc import Sequence

from cases import attachments, colleagues, questions, search_index, wording
from cases.citizen_tables import Message
from cases.file_rules import Upload
from cases.moves import OPEN, held, stream
from tawasul import audit
from tawasul.core import clock
from tawasul.core.actor import CITIZEN
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, Invalid
from tawasul.core.text import clean

MOST = 20


async def add(case_id: int, text: str, uploads: Sequence[Upload] = ()) -> bool:
    """Keep what was added with its files, all or nothing, and tell whoever works on the case.

    Says whether it was the answer to a question.
    """
    said = clean(text)
    async with attachments.stored(uploads) as keys, transaction():
        case = await held(case_id)
        if case["status"] not in OPEN:
            raise Conflict("answered_already" if case["status"] == "answered" else "not_open")
        if found := wording.faults_of("information", said, empty="empty_field"):
            raise Invalid(*found)
        if await Message.count().where(Message.case == case_id, Message.what == "information") >= MOST:
            raise Conflict("too_much_added")
        row = Message(case=case_id, what="information", text=said, at=clock.now())
        made = await Message.insert(row).returning(Message.id)
        await search_index.renew(case_id)
        is_answer = await questions.answered_by(case, said)
        if not is_answer:
            await audit.append(stream(case_id), actor=CITIZEN, act="information_added", data={})
        await attachments.keep(case_id, uploads, keys)
        if case["agency"] is not None and not is_answer:
            people, key = await colleagues.officer_of(case), f"information_added:{made[0]['id']}"
            await colleagues.tell(case, people, "information_added", key=key)
        return is_answer
