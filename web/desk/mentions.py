"""The notes in which the reader is named."""

from typing import Any

from litestar import Request, Response, get

from cases import mentions
from web.desk.frame import frame
from web.guards import needs, staff_of
from web.numbers import typed_number
from web.pages import page

AnyRequest = Request[Any, Any, Any]
PATH = "/desk/mentions"


@get(PATH, opt=dict(needs("case.read")), include_in_schema=False)
async def listed(request: AnyRequest) -> Response[Any]:
    staff = staff_of(request)
    before = typed_number(request.query_params.get("before", ""), 0)
    context = {**await frame(staff, "mentions"), "found": await mentions.of(staff, before or None)}
    return page("pages/desk/mentions.html", context)


ROUTES = [listed]
