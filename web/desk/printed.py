"""One case on paper, in the reader's language: the browser prints it, or saves it as a PDF."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from cases import part_lists
from sla import calendars
from tawasul.core import clock
from web.clock_story import clock_story
from web.desk.case import PATH, AnyRequest, history_of, opened, said_of
from web.guards import needs, staff_of
from web.names import names
from web.pages import page
from web.words import outcome_words, star_words


@get(PATH + "/print", opt=dict(needs("case.read")), include_in_schema=False)
async def printed(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    found, known, now = await opened(request, reference), await names(), clock.now()
    context = {
        **said_of(found),
        "found": found,
        "case": found.case,
        "names": known,
        "now": now,
        "story": clock_story(found.promise, now, await calendars.national(), public=False),
        "parts": await part_lists.of_case(found.id),
        "history": await history_of(found, staff_of(request), known, newest_first=False),
        "outcome_words": outcome_words,
        "stars": star_words(),
    }
    return page("pages/desk/printed.html", context)


ROUTES = [printed]
