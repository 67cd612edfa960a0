"""What a case is marked with, as its page shows it: priority, tags, linked cases, and what the history says of them."""

from typing import Any

from markupsafe import Markup

from cases import link_lists, tag_lists
from cases.folder import CaseView
from cases.urgency import level_of
from tawasul.accounts import agencies, permissions
from tawasul.accounts.permissions import Scope
from tawasul.accounts.views import StaffView
from web.mark_words import choices_by_hand, level_words, line_words, relation_words


async def marked(found: CaseView, staff: StaffView) -> dict[str, Any]:
    """The values of `partials/desk/marks.html` for one case."""
    agency = found.case["agency"]
    marks = permissions.may(staff, "case.mark") and agency is not None
    offered = await tag_lists.in_use(Scope(national=False, agencies=frozenset({agency})), staff) if marks else []
    level = level_of(found.case)
    return {
        "tags": await tag_lists.of_case(found.case, staff),
        "offered": offered,
        "level": level,
        "level_said": level_words(level),
        "by_hand": choices_by_hand(),
        "linked": await link_lists.of_case(found.case, staff),
        "relation_words": relation_words,
    }


async def told(found: CaseView, staff: StaffView) -> dict[int, Markup]:
    """Lines of the history about marks, by their numbers. What is not the reader's is not named in them."""
    lines = found.history
    scope = await agencies.scope(staff)
    others = {
        line.data["other"] for line in lines if line.act in ("linked", "unlinked", "closed") and "other" in line.data
    }
    numbers = await link_lists.references(others, staff)
    said = {
        line.seq: line_words(line.act, {**line.data, **found.private.get(line.seq, {})}, scope, numbers)
        for line in lines
    }
    return {seq: words for seq, words in said.items() if words is not None}
