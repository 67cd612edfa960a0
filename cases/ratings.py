"""The citizen says what a reply was worth, while it can still be objected to."""

from cases import search_index, wording
from cases.citizen_tables import Rating
from cases.marks import is_another
from cases.moves import held, stream
from cases.reopening import window_ends
from cases.tables import Reply
from tawasul import audit
from tawasul.core import clock
from tawasul.core.actor import CITIZEN
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, FieldError, Invalid
from tawasul.core.text import clean

STARS = ("1", "2", "3", "4", "5")
LONGEST = 1_000


async def rate(case_id: int, stars: str, text: str, *, seen: str | None = None) -> None:
    """Rate the reply that stands, once, from 1 to 5 with a sentence or without. `seen` is the mark of the one read."""
    said = clean(text)
    async with transaction():
        case = await held(case_id)
        reply = (
            await Reply.select(Reply.sent_at)
            .where(Reply.case == case_id, Reply.cycle == case["cycle"], Reply.rejected_at.is_null())
            .first()
        )
        if case["status"] not in ("answered", "closed") or reply is None:
            raise Conflict("not_answered")
        if is_another(reply["sent_at"], seen):
            raise Conflict("reply_moved")
        if clock.now() >= window_ends(reply["sent_at"]):
            raise Conflict("too_late_to_rate")
        if found := faults(stars, said):
            raise Invalid(*found)
        if await Rating.exists().where(Rating.case == case_id, Rating.cycle == case["cycle"]):
            raise Conflict("rated_already")
        row = Rating(case=case_id, cycle=case["cycle"], stars=int(stars), text=said, at=clock.now())
        await Rating.insert(row)
        await search_index.renew(case_id)
        await audit.append(stream(case_id), actor=CITIZEN, act="rated", data={"stars": int(stars)})


def faults(stars: str, text: str) -> list[FieldError]:
    """What is wrong with the rating and its sentence. Pure."""
    found = [] if stars in STARS else [FieldError("stars", "needs_stars")]
    return found + wording.faults_of("remark", text, empty=None, longest=LONGEST)
