"""What stands before a reply goes: templates to begin with, the draft, and a colleague's look."""

from collections.abc import Mapping
from typing import Any

from cases import approval_views, presence, reply_drafts, reply_templates
from cases.folder import CaseView
from cases.moves import OPEN
from cases.reply_templates import TemplateView
from tawasul.accounts.views import StaffView
from tawasul.core.i18n import _
from web.desk.wording import language_words
from web.names import Names, names

Typed = Mapping[str, str]
# The fields of a reply, the first of which tells a refusal; the mark of the draft, and whether a colleague's may go.
DRAFTED = ("reply", *(name for name in reply_drafts.FIELDS if name != "reply"), "draft_seen", "draft_mine")


async def before_reply(found: CaseView, staff: StaffView) -> dict[str, Any]:
    """The values of `partials/desk/before_reply.html` for one case."""
    answers = found.may_answer and found.case["status"] in OPEN and found.case["agency"] is not None
    rows = await reply_templates.for_case(found.case) if answers else []
    return {
        "approval": await approval_views.of_case(found, staff),
        "templates": grouped(rows, found, await names()),
    }


def grouped(rows: list[TemplateView], found: CaseView, known: Names) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Templates to choose from, as the groups of a list: those for this service and language first."""
    best, others = [], []
    for row in rows:
        language, service = reply_templates.fit(row, found.case["category"], found.case["language"])
        if (language, service) < (0, 2):
            best.append((str(row.id), row.title))
        else:
            others.append((str(row.id), _other(row, known)))
    named = [("fits", _("For this service and language"), best), ("others", _("Others"), others)]
    return [group for group in named if group[2]]


def _other(row: TemplateView, known: Names) -> str:
    about = known.category(row.category) or _("Every service")
    return _("%(title)s (%(service)s, %(language)s)") % {
        "title": row.title,
        "service": about,
        "language": language_words(row.language),
    }


async def keep_draft(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
    """Keep what was typed, unless a colleague wrote meanwhile and it was not said that hers may go.

    That she writes is seen by colleagues, also where the draft is refused.
    """
    await presence.seen(found.case["reference"], staff, "reply")
    seen = None if typed["draft_mine"] else typed["draft_seen"]
    await reply_drafts.save(found.id, {name: typed[name] for name in reply_drafts.FIELDS}, by=staff, seen=seen)
