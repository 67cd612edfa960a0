"""Where links in letters lead. Reading the page changes nothing, because mail scanners read it too."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import letter_links, ratings
from cases.letter_links import RATE, STOP
from cases.reference import parse
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound
from web.forms import fields
from web.guards import PUBLIC
from web.pages import in_words, page
from web.words import star_words

AnyRequest = Request[Any, Any, Any]
_RATING = "/rate/{reference:str}/{token:str}"
_STOP = "/stop/{reference:str}/{channel:str}/{token:str}"


@get(_RATING, opt=dict(PUBLIC), include_in_schema=False)
async def ask_rating(reference: FromPath[str], token: FromPath[str]) -> Response[Any]:
    number = parse(reference) or ""
    await letter_links.case_of(number, RATE, token)
    return _rating(number, token, {})


def _rating(number: str, token: str, values: dict[str, str], *faults: FieldError, done: bool = False) -> Response[Any]:
    context = {
        "number": number,
        "here": f"/rate/{number}/{token}",
        "stars": star_words(),
        "values": values,
        "errors": in_words(faults),
        "done": done,
    }
    return page("pages/public/rate.html", context, status=422 if faults else 200)


@post(_RATING, opt=dict(PUBLIC), include_in_schema=False, status_code=200)
async def rate(request: AnyRequest, reference: FromPath[str], token: FromPath[str]) -> Response[Any]:
    number = parse(reference) or ""
    case_id = await letter_links.case_of(number, RATE, token)
    typed = await fields(request, ("stars", "remark"))
    try:
        await ratings.rate(case_id, typed["stars"], typed["remark"])
    except Invalid as error:
        return _rating(number, token, typed, *error.faults)
    except Conflict as error:
        return _rating(number, token, typed, FieldError("stars", error.code, error.params))
    return _rating(number, token, {}, done=True)


@get(_STOP, opt=dict(PUBLIC), include_in_schema=False)
async def ask_stop(reference: FromPath[str], channel: FromPath[str], token: FromPath[str]) -> Response[Any]:
    number, _ = await _stopped(reference, channel, token)
    return page("pages/public/stop.html", {"number": number, "channel": channel, "done": False})


@post(_STOP, opt=dict(PUBLIC), include_in_schema=False, status_code=200)
async def stop(reference: FromPath[str], channel: FromPath[str], token: FromPath[str]) -> Response[Any]:
    number, case_id = await _stopped(reference, channel, token)
    await letter_links.stop_letters(case_id, channel)
    return page("pages/public/stop.html", {"number": number, "channel": channel, "done": True})


async def _stopped(reference: str, channel: str, token: str) -> tuple[str, int]:
    """The case whose letters are to stop."""
    if channel not in STOP:
        raise NotFound("no_such_link")
    number = parse(reference) or ""
    return number, await letter_links.case_of(number, STOP[channel], token)


ROUTES = [ask_rating, rate, ask_stop, stop]
