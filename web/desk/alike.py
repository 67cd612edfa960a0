"""Beginning a reply with one that was given to a case like it."""

from typing import Any

from litestar import Response, post
from litestar.params import FromPath

from cases import reply_drafts, reply_starts
from cases.folder import CaseView
from tawasul.accounts.views import StaffView
from web.desk.before_reply import DRAFTED
from web.desk.case import PATH, AnyRequest, Typed, do
from web.guards import needs


@post(PATH + "/start", opt=dict(needs("case.answer")), include_in_schema=False)
async def start(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """Begin the reply with one that was given to a case like this. Words that stand there already are kept."""

    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        words = {name: typed[name] for name in (*reply_drafts.FIELDS, "draft_seen")}
        other = typed["instead"] or typed["like"]
        await reply_starts.start_from(found.id, other, words, by=staff, instead=bool(typed["instead"]))

    return await do(request, reference, (*DRAFTED, "like", "instead"), "reply", act)


ROUTES = [start]
