"""The second step of logging in: a code of the phone, or a recovery code."""

from typing import Any

from litestar import Request, Response, get, post

from tawasul.accounts import half_logins, login
from tawasul.core.errors import Invalid, NotFound, TooMany
from web import client
from web.auth.cookies import HALF, half_cookie, staff_cookie
from web.auth.login import START, safe_next, slowed
from web.forms import fields
from web.guards import PUBLIC
from web.pages import in_words, page, see
from web.templating import address

AnyRequest = Request[Any, Any, Any]
PATH = "/login/code"
NAME = "pages/auth/code.html"


@get(PATH, opt=dict(PUBLIC), include_in_schema=False)
async def code_page(request: AnyRequest) -> Response[Any]:
    target = safe_next(request.query_params.get("next", START))
    half = request.cookies.get(HALF)
    if not half or await half_logins.staff_of(half) is None:
        return see(address("/login", next=target))
    return page(NAME, {"values": {"next": target}})


@post(PATH, opt=dict(PUBLIC), include_in_schema=False)
async def give_code(request: AnyRequest) -> Response[Any]:
    """A session for whoever has both; back to the beginning if the password was given too long ago."""
    typed = await fields(request, ("code", "next"))
    values = {"next": safe_next(typed["next"])}
    try:
        token = await login.finish(request.cookies.get(HALF, ""), typed["code"], client=client.address(request))
    except Invalid as error:
        return page(NAME, {"values": values, "errors": in_words(error.faults)}, status=422)
    except TooMany as error:
        return slowed(NAME, {"values": values}, "code", error)
    except NotFound:
        return see(address("/login", next=values["next"], late="yes"))
    response = see(values["next"])
    response.cookies.extend([staff_cookie(token), half_cookie("")])
    return response


ROUTES = [code_page, give_code]
