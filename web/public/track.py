"""One's own case: where it stands, the promise, the reply; answering a question, and saying what is missing."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import questions, reopening, tracking
from cases.tracking import TimelineLine, TrackView
from sla import calendars, standing
from tawasul.core import clock
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound
from web import client
from web.clock_story import clock_story, days_stood
from web.forms import fields
from web.guards import PUBLIC
from web.names import Names, names
from web.pages import in_words, page, see
from web.public import track_cookie
from web.words import (
    clock_words,
    kind_words,
    outcome_words,
    sorted_by_words,
    status_words,
    stay_words,
    timeline_words,
)

AnyRequest = Request[Any, Any, Any]
PATH = "/track/{reference:str}"
# What has just been done, as the address says it after a form.
DONE = ("answered", "reopened")


@get(PATH, opt=dict(PUBLIC), include_in_schema=False)
async def track(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """The case of this browser's cookie; without one that fits, the form that asks for number and code."""
    case = await _of_cookie(request, reference)
    return await _show(request, case) if case else see("/track")


@post(PATH + "/answer", opt=dict(PUBLIC), include_in_schema=False)
async def answer(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    return await _do(request, reference, "answer", questions.answer, "answered")


@post(PATH + "/reopen", opt=dict(PUBLIC), include_in_schema=False)
async def reopen(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    return await _do(request, reference, "missing", reopening.reopen, "reopened")


async def _do(
    request: AnyRequest, reference: str, field: str, act: Callable[[int, str], Awaitable[None]], done: str
) -> Response[Any]:
    """Do what a form asks for. What is refused is said at its field, and every word stays."""
    code = track_cookie.code_for(request, reference)
    typed = await fields(request, (field,))
    try:
        case_id = await tracking.opened(reference, code or "", client=client.address(request))
    except NotFound:
        return see("/track")
    try:
        await act(case_id, typed[field])
    except Invalid as error:
        faults = list(error.faults)
    except Conflict as error:
        faults = [FieldError(field, error.code, error.params)]
    else:
        return see(f"/track/{reference}?done={done}")
    case = await _of_cookie(request, reference)
    return await _show(request, case, typed, faults) if case else see("/track")


async def _of_cookie(request: AnyRequest, reference: str) -> TrackView | None:
    code = track_cookie.code_for(request, reference)
    if code is None:
        return None
    try:
        return await tracking.find(reference, code, client=client.address(request))
    except NotFound:
        return None


async def _show(
    request: AnyRequest, case: TrackView, typed: Mapping[str, str] | None = None, faults: list[FieldError] | None = None
) -> Response[Any]:
    calendar, now, known = await calendars.national(), clock.now(), await names()
    done = request.query_params.get("done", "")
    context = {
        "case": case,
        "status": status_words(case.status, public=True),
        "clock": clock_words(standing.standing(case.clock, now, calendar)),
        "day": standing.day_of(case.clock, now, calendar),
        "timeline": [_line(line, known) for line in case.timeline],
        "names": known,
        "story": clock_story(case.promise, now, calendar, public=True),
        "stood": days_stood(case.promise.stretches(), case.clock, now, calendar),
        "outcome_words": outcome_words,
        "stay_words": stay_words,
        "sorted_by": sorted_by_words(case.sorted_by),
        "kind": kind_words(case.kind) if case.kind else "",
        "done": done if done in DONE else "",
        "values": dict(typed or {}),
        "errors": in_words(faults or []),
    }
    return page("pages/public/track_case.html", context, status=422 if faults else 200)


def _line(line: TimelineLine, known: Names) -> dict[str, Any]:
    """One thing that happened, in words."""
    data = {**line.data, "agency": known.agency(line.data.get("agency"))}
    return {"act": line.act, "at": line.at, "words": timeline_words(line.act, data)}


ROUTES = [track, answer, reopen]
