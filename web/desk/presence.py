"""Who else has the case open: shown with the page, and asked for again while the page is seen."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, post
from litestar.params import FromPath

from cases import presence
from cases.presence import Doing, PresentView
from cases.reference import parse
from tawasul.accounts.views import StaffView
from tawasul.core.errors import NotFound
from tawasul.core.i18n import _
from web.forms import fields
from web.guards import needs, staff_of
from web.pages import page

AnyRequest = Request[Any, Any, Any]


def present_words(found: PresentView) -> str:
    """What somebody does at the case."""
    words = {
        "reply": _("%(name)s is writing a reply"),
        "note": _("%(name)s is writing a note"),
    }
    return words.get(found.doing, _("%(name)s is reading")) % {"name": found.person.name}


async def present(reference: str, staff: StaffView, doing: Doing | None = None) -> dict[str, Any]:
    """The values of `partials/desk/presence.html`: the reader is seen, and sees who else is there."""
    found = await presence.others(await presence.seen(reference, staff, doing), staff)
    return {"present": [(one.doing, present_words(one)) for one in found], "present_mark": _mark(found)}


def _mark(found: Sequence[PresentView]) -> str:
    """What tells these people and what they do from others."""
    return " ".join(f"{one.person.id}:{one.doing}" for one in found)


@post("/desk/cases/{reference:str}/presence", opt=dict(needs("case.read")), include_in_schema=False, status_code=200)
async def look(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """What an open case asks every 25 seconds, and while a note is typed. Nothing new costs an empty answer."""
    number = parse(reference)
    if number is None:
        raise NotFound("no_such_case")
    typed = await fields(request, ("doing", "present_mark"))
    context = await present(number, staff_of(request), "note" if typed["doing"] == "note" else None)
    if context["present_mark"] == typed["present_mark"]:
        return Response(None, status_code=204)
    return page("partials/desk/presence.html", context)


ROUTES = [look]
