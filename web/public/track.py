"""One's own case: where it stands, the promise, the reply; and all that its citizen may do with it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import (
    additions,
    attached,
    contacts,
    incident_views,
    objection,
    part_lists,
    questions,
    ratings,
    reopening,
    review,
    tracking,
    withdrawal,
)
from cases.tracking import TimelineLine, TrackView
from sla import calendars, standing
from tawasul.core import clock
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound
from web import client
from web.clock_story import clock_story, days_stood
from web.files import handed_over
from web.forms import LARGEST_FORM, fields_and_files
from web.guards import PUBLIC
from web.names import Names, names
from web.pages import in_words, page, see
from web.public import track_cookie
from web.words import (
    clock_words,
    kind_words,
    outcome_words,
    sorted_by_words,
    star_words,
    status_words,
    stay_words,
    timeline_words,
)

AnyRequest = Request[Any, Any, Any]
PATH = "/track/{reference:str}"
# What has just been done, as the address says it after a form.
DONE = ("answered", "reopened", "added", "rated", "in_review", "withdrawn", "objected")
# Of these, what answers a question or speaks of a reply: the form says which one was read.
OF_WHAT_WAS_READ = ("answered", "reopened", "in_review", "rated")
# And what files may come with.
WITH_FILES = ("answered", "added")


@get(PATH, opt=dict(PUBLIC), include_in_schema=False)
async def track(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """The case of this browser's cookie; without one that fits, the form that asks for number and code."""
    case = await of_cookie(request, reference)
    return await _show(request, case) if case else see("/track")


@post(PATH + "/answer", opt=dict(PUBLIC), include_in_schema=False, request_max_body_size=LARGEST_FORM)
async def answer(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    return await _do(request, reference, "answer", questions.answer, "answered")


@post(PATH + "/reopen", opt=dict(PUBLIC), include_in_schema=False)
async def reopen(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    return await _do(request, reference, "missing", reopening.reopen, "reopened")


@post(PATH + "/review", opt=dict(PUBLIC), include_in_schema=False)
async def ask_review(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    return await _do(request, reference, "wanting", review.ask_review, "in_review")


@post(PATH + "/information", opt=dict(PUBLIC), include_in_schema=False, request_max_body_size=LARGEST_FORM)
async def add(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    return await _do(request, reference, "information", additions.add, "added")


@post(PATH + "/withdraw", opt=dict(PUBLIC), include_in_schema=False)
async def withdraw(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    return await _do(request, reference, "withdrawal", withdrawal.withdraw, "withdrawn")


@post(PATH + "/rating", opt=dict(PUBLIC), include_in_schema=False)
async def rate(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    return await _do(request, reference, ("stars", "remark"), ratings.rate, "rated")


@get(PATH + "/files/{number:int}", opt=dict(PUBLIC), include_in_schema=False)
async def give_file(request: AnyRequest, reference: FromPath[str], number: FromPath[int]) -> Response[Any]:
    code = track_cookie.code_for(request, reference)
    try:
        case_id = await tracking.opened(reference, code or "", client=client.address(request))
    except NotFound:
        return see("/track")
    return handed_over(await attached.given(case_id, number))


@post(PATH + "/wrong-office", opt=dict(PUBLIC), include_in_schema=False)
async def wrong_office(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    return await _do(request, reference, "wrong_office", objection.object_to, "objected")


async def _do(
    request: AnyRequest, reference: str, names: str | tuple[str, ...], act: Callable[..., Awaitable[object]], done: str
) -> Response[Any]:
    """Do what a form asks for with what stands in its fields. A refusal is said at its field, and every word stays.

    Whatever was the answer to a question, though the form is another one, is told as an answer.
    """
    asked = (names,) if isinstance(names, str) else names
    code = track_cookie.code_for(request, reference)
    typed, uploads = await fields_and_files(request, (*asked, "seen"), "files")
    try:
        case_id = await tracking.opened(reference, code or "", client=client.address(request))
    except NotFound:
        return see("/track")
    try:
        # Files that are refused keep the words from being sent, and words that are refused keep the files.
        with_files = [uploads] if done in WITH_FILES else []
        answered = await act(case_id, *(typed[name] for name in asked), *with_files, **_read(done, typed))
    except Invalid as error:
        faults = list(error.faults)
    except Conflict as error:
        faults = [FieldError(asked[0], error.code, error.params)]
    else:
        return see(f"/track/{reference}?done={'answered' if answered is True else done}")
    case = await of_cookie(request, reference)
    return await _show(request, case, typed, faults) if case else see("/track")


def _read(done: str, typed: Mapping[str, str]) -> dict[str, str | None]:
    """Which question or reply the form was written to, where it was written to one."""
    return {"seen": typed["seen"] or None} if done in OF_WHAT_WAS_READ else {}


async def of_cookie(request: AnyRequest, reference: str) -> TrackView | None:
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
        "timeline": [line_words(line, known) for line in case.timeline],
        "names": known,
        "unproved": await contacts.unproved(case.reference),
        "matter": await incident_views.matter_of(case.reference),
        "beside": [known.agency(code) for code in await part_lists.beside(case.reference)],
        "story": clock_story(case.promise, now, calendar, public=True),
        "stood": days_stood(case.promise.stretches(), case.clock, now, calendar),
        "outcome_words": outcome_words,
        "stars": star_words(),
        "stay_words": stay_words,
        "sorted_by": sorted_by_words(case.sorted_by),
        "kind": kind_words(case.kind) if case.kind else "",
        "done": done if done in DONE else "",
        "values": dict(typed or {}),
        "errors": in_words(faults or []),
    }
    return page("pages/public/track_case.html", context, status=422 if faults else 200)


def line_words(line: TimelineLine, known: Names) -> dict[str, Any]:
    """One thing that happened, in words."""
    data = {**line.data, "agency": known.agency(line.data.get("agency"))}
    return {"act": line.act, "at": line.at, "words": timeline_words(line.act, data)}


ROUTES = [track, answer, reopen, ask_review, add, withdraw, rate, give_file, wrong_office]
