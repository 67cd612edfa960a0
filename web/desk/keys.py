"""The keys of the desk: a page that lists them, and the switch for those who want none."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie

from tawasul.core.settings import settings
from web.desk.frame import frame
from web.forms import fields
from web.guards import needs, staff_of
from web.pages import KEYS, page, see

AnyRequest = Request[Any, Any, Any]
PATH = "/desk/keys"
_YEAR = 365 * 24 * 3600


@get(PATH, opt=dict(needs("desk")), include_in_schema=False)
async def listed(request: AnyRequest) -> Response[Any]:
    return page("pages/desk/keys.html", await frame(staff_of(request), "keys"))


@post(PATH, opt=dict(needs("desk")), include_in_schema=False)
async def switch(request: AnyRequest) -> Response[Any]:
    """Switch the keys off or on, in this browser."""
    typed = await fields(request, ("keys",))
    answer = see(PATH)
    answer.set_cookie(
        Cookie(
            key=KEYS,
            value="off" if typed["keys"] == "off" else "on",
            max_age=_YEAR,
            httponly=True,
            secure=settings().secure_cookies,
            samesite="lax",
        )
    )
    return answer


ROUTES = [listed, switch]
