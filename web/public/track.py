"""One's own case: where it stands, the promise, and the reply."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from cases import tracking
from cases.tracking import TimelineLine
from sla import calendars, standing
from tawasul.core import clock
from tawasul.core.errors import NotFound
from web import client
from web.guards import PUBLIC
from web.names import Names, names
from web.pages import page, see
from web.public import track_cookie
from web.words import (
    clock_sentence,
    clock_words,
    kind_words,
    outcome_words,
    sorted_by_words,
    status_words,
    timeline_words,
)


@get("/track/{reference:str}", opt=dict(PUBLIC), include_in_schema=False)
async def track(request: Request[Any, Any, Any], reference: FromPath[str]) -> Response[Any]:
    """The case of this browser's cookie; without one that fits, the form that asks for number and code."""
    code = track_cookie.code_for(request, reference)
    if code is None:
        return see("/track")
    try:
        case = await tracking.find(reference, code, client=client.address(request))
    except NotFound:
        return see("/track")
    calendar, now, known = await calendars.national(), clock.now(), await names()
    context = {
        "case": case,
        "status": status_words(case.status, public=True),
        "clock": clock_words(standing.standing(case.clock, now, calendar)),
        "day": standing.day_of(case.clock, now, calendar),
        "timeline": [_line(line, known) for line in case.timeline],
        "names": known,
        "clock_sentence": clock_sentence(standing.day_of(case.clock, now, calendar), case.clock.due_at),
        "outcome": outcome_words(case.reply.outcome) if case.reply else "",
        "sorted_by": sorted_by_words(case.sorted_by),
        "kind": kind_words(case.kind) if case.kind else "",
    }
    return page("pages/public/track_case.html", context)


def _line(line: TimelineLine, known: Names) -> dict[str, Any]:
    """One thing that happened, in words."""
    data = {**line.data, "agency": known.agency(line.data.get("agency"))}
    return {"act": line.act, "at": line.at, "words": timeline_words(line.act, data)}


ROUTES = [track]
