"""Finding one's case by reference and access code."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromQuery

from cases import tracking
from cases.reference import parse
from tawasul.core.errors import FieldError, NotFound
from web import client
from web.forms import fields
from web.guards import PUBLIC
from web.pages import in_words, page, see
from web.public import own_cookie, track_cookie

FIELDS = ("reference", "code")


def _show(values: dict[str, str], *faults: FieldError) -> Response[Any]:
    context = {"values": values, "errors": in_words(faults)}
    return page("pages/public/track_find.html", context, status=422 if faults else 200)


@get("/track", opt=dict(PUBLIC), include_in_schema=False)
async def find(reference: FromQuery[str] = "") -> Response[Any]:
    return _show({"reference": reference, "code": ""})


@post("/track", opt=dict(PUBLIC), include_in_schema=False)
async def open_case(request: Request[Any, Any, Any]) -> Response[Any]:
    """Open the case. A wrong code and a number that no case has get the same answer."""
    typed = await fields(request, FIELDS)
    reference = parse(typed["reference"])
    if reference is None:
        return _show(typed, FieldError("reference", "bad_reference"))
    try:
        view = await tracking.find(reference, typed["code"], client=client.address(request))
    except NotFound:
        return _show(typed, FieldError("code", "no_such_pair"))
    response = see(f"/track/{view.reference}")
    track_cookie.give(response, view.reference, typed["code"])
    own_cookie.add(request, response, (view.reference, typed["code"]), lifetime=track_cookie.LIFETIME)
    return response


ROUTES = [find, open_case]
