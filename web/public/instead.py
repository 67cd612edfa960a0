"""Opening a case of one's own in place of filing it again."""

from typing import Any

from litestar import Request, Response, post

from cases.reference import parse
from web.forms import fields
from web.guards import PUBLIC
from web.pages import see
from web.public import own_cookie, track_cookie


@post("/file/instead", opt=dict(PUBLIC), include_in_schema=False)
async def instead(request: Request[Any, Any, Any]) -> Response[Any]:
    """Go to a case that this browser filed or opened before. The form stays as it is."""
    reference = parse((await fields(request, ("reference",)))["reference"]) or ""
    code = own_cookie.code_for(request, reference)
    if code is None:
        return see("/track")
    response = see(f"/track/{reference}")
    track_cookie.give(response, reference, code)
    return response


ROUTES = [instead]
