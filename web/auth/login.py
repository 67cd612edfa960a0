"""Logging in and out."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie

from tawasul.accounts import login, sessions
from tawasul.core.errors import FieldError, Invalid, TooMany
from tawasul.core.settings import settings
from web import client
from web.forms import fields
from web.guards import COOKIE, PUBLIC
from web.pages import in_words, page, see

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
    return page("pages/auth/login.html", {"values": {"username": "", "next": target}})


@post("/login", opt=dict(PUBLIC), include_in_schema=False)
async def log_in(request: AnyRequest) -> Response[Any]:
    """A new session with a new token, or the same answer for every wrong pair."""
    typed = await fields(request, ("username", "password", "next"))
    values = {"username": typed["username"], "next": safe_next(typed["next"])}
    try:
        token = await login.log_in(typed["username"], typed["password"], client=client.address(request))
    except Invalid as error:
        return page("pages/auth/login.html", {"values": values, "errors": in_words(error.faults)}, status=422)
    except TooMany as error:
        fault = FieldError("password", error.code, error.params)
        answer = page("pages/auth/login.html", {"values": values, "errors": in_words([fault])}, status=429)
        answer.headers["Retry-After"] = str(error.retry_after)
        return answer
    response = see(values["next"])
    response.cookies.append(_cookie(token, int(sessions.LIFETIME.total_seconds())))
    return response


@post("/logout", opt=dict(PUBLIC), include_in_schema=False)
async def log_out(request: AnyRequest) -> Response[Any]:
    token = request.cookies.get(COOKIE)
    if token:
        await sessions.end(token)
    response = see("/login")
    response.cookies.append(_cookie("", 0))
    return response


def _cookie(token: str, max_age: int) -> Cookie:
    return Cookie(
        key=COOKIE,
        value=token,
        path="/",
        max_age=max_age,
        httponly=True,
        secure=settings().secure_cookies,
        samesite="lax",
    )


ROUTES = [login_page, log_in, log_out]
