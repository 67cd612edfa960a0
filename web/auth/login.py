"""Logging in and out."""

from typing import Any

from litestar import Request, Response, get, post

from tawasul.accounts import login, sessions
from tawasul.core.errors import FieldError, Invalid, TooMany
from web import client
from web.auth.cookies import half_cookie, staff_cookie
from web.forms import fields
from web.guards import COOKIE, PUBLIC
from web.pages import in_words, page, see
from web.templating import address

AnyRequest = Request[Any, Any, Any]
START = "/desk"


def safe_next(path: str) -> str:
    """Where to go after logging in: a page of ours, or the desk."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path
    return path if is_ours and path.isprintable() else START


@get("/login", opt=dict(PUBLIC), include_in_schema=False)
async def login_page(request: AnyRequest) -> Response[Any]:
    target = safe_next(request.query_params.get("next", START))
    if request.scope.get("user") is not None:
        return see(target)
    late = [FieldError("password", "login_too_old")] if request.query_params.get("late") else []
    return page("pages/auth/login.html", {"values": {"username": "", "next": target}, "errors": in_words(late)})


def slowed(name: str, context: dict[str, Any], field: str, error: TooMany) -> Response[Any]:
    """The form again, with how long to wait."""
    fault = FieldError(field, error.code, error.params)
    answer = page(name, {**context, "errors": in_words([fault])}, status=429)
    answer.headers["Retry-After"] = str(error.retry_after)
    return answer


@post("/login", opt=dict(PUBLIC), include_in_schema=False)
async def log_in(request: AnyRequest) -> Response[Any]:
    """A new session with a new token, or the step that asks for a code; the same answer for every wrong pair."""
    typed = await fields(request, ("username", "password", "next"))
    values = {"username": typed["username"], "next": safe_next(typed["next"])}
    try:
        entered = await login.log_in(typed["username"], typed["password"], client=client.address(request))
    except Invalid as error:
        return page("pages/auth/login.html", {"values": values, "errors": in_words(error.faults)}, status=422)
    except TooMany as error:
        return slowed("pages/auth/login.html", {"values": values}, "password", error)
    if not entered.whole:
        response = see(address("/login/code", next=values["next"]))
        response.cookies.append(half_cookie(entered.token))
        return response
    response = see(values["next"])
    response.cookies.append(staff_cookie(entered.token))
    return response


@post("/logout", opt=dict(PUBLIC), include_in_schema=False)
async def log_out(request: AnyRequest) -> Response[Any]:
    token = request.cookies.get(COOKIE)
    if token:
        await sessions.end(token)
    response = see("/login")
    response.cookies.append(staff_cookie(""))
    return response


ROUTES = [login_page, log_in, log_out]
