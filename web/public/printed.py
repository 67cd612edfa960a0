"""One's own case on paper: the browser prints it, or saves it as a PDF."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from cases import part_lists
from sla import calendars
from tawasul.core import clock
from web.clock_story import clock_story
from web.guards import PUBLIC
from web.names import names
from web.pages import page, see
from web.public.track import PATH, line_words, of_cookie
from web.words import kind_words, outcome_words, status_words

AnyRequest = Request[Any, Any, Any]


@get(PATH + "/print", opt=dict(PUBLIC), include_in_schema=False)
async def printed(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """The case of this browser's cookie; without one that fits, the form that asks for number and code."""
    case = await of_cookie(request, reference)
    if case is None:
        return see("/track")
    known, now = await names(), clock.now()
    context = {
        "case": case,
        "names": known,
        "now": now,
        "status": status_words(case.status, public=True),
        "kind": kind_words(case.kind) if case.kind else "",
        "story": clock_story(case.promise, now, await calendars.national(), public=True),
        "parts": await part_lists.told(case.reference),
        "timeline": [line_words(line, known) for line in case.timeline],
        "outcome_words": outcome_words,
    }
    return page("pages/public/printed.html", context)


ROUTES = [printed]
