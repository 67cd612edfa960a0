"""What stands beside a case: why the sorter chose, replies to start from, and cases that are probably the same."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from cases import alike, duplicates
from cases.alike import Reasons
from cases.folder import CaseView
from tawasul.accounts.views import StaffView
from tawasul.core.errors import FieldError
from web.words import outcome_words, status_words


async def beside(found: CaseView, staff: StaffView, faults: Sequence[FieldError]) -> dict[str, Any]:
    """The values of `partials/desk/alike.html` for one case."""
    why = (await alike.reasons([found.id])).get(found.id, alike.NOTHING)
    return {
        "why": why,
        "because": because(why, found.case["category"]),
        "pieces": marked(found.case["text"], because(why, found.case["category"])),
        "answered": await alike.answered(found.id, staff),
        "same": await duplicates.probable(found.case, staff),
        "asks": any(fault.code == "reply_begun" for fault in faults),
        "outcome_words": outcome_words,
        "status_words": status_words,
    }


def because(why: Reasons, category: str | None) -> list[str]:
    """The words that spoke for the category of a case; for its best candidate where it has none."""
    if category is None:
        return next(iter(why.words.values()), [])
    return why.words.get(category, [])


def marked(text: str, words: Iterable[str]) -> list[tuple[str, bool]]:
    """The text in pieces: those that are one of these words, and what stands between them."""
    wanted = sorted({word for word in words if word}, key=len, reverse=True)
    if not wanted:
        return [(text, False)]
    either = "|".join(map(re.escape, wanted))
    cut = re.split(rf"(?<!\w)({either})(?!\w)", text)
    return [(piece, bool(place % 2)) for place, piece in enumerate(cut) if piece]
