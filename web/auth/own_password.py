"""Choosing a password of one's own: the first step after a first login, and at any time later."""

from typing import Any

from litestar import Request, Response, get, post

from tawasul.accounts import own_password, password_rules
from tawasul.core.errors import FieldError, Invalid, TooMany
from web.auth.cookies import staff_cookie
from web.auth.login import safe_next
from web.desk.frame import frame
from web.forms import fields
from web.guards import STEP, login_of, needs, staff_of
from web.pages import in_words, page, see

AnyRequest = Request[Any, Any, Any]
PATH = "/account/password"
HOME = "/account"
Opt = {**needs("account"), STEP: "password"}


@get(PATH, opt=Opt, include_in_schema=False)
async def password_page(request: AnyRequest) -> Response[Any]:
    return await _show(request, request.query_params.get("next", HOME))


async def _show(
    request: AnyRequest, target: str, faults: tuple[FieldError, ...] = (), status: int = 200
) -> Response[Any]:
    """The form: alone while it has to be filled in before anything else, within the desk later."""
    due = login_of(request).due is not None
    context = {
        **({} if due else await frame(staff_of(request), "account")),
        "due": due,
        "least": password_rules.LEAST,
        "username": staff_of(request).username,
        "values": {"next": safe_next(target)},
        "errors": in_words(faults),
    }
    return page("pages/auth/password.html", context, status=status)


@post(PATH, opt=Opt, include_in_schema=False)
async def choose(request: AnyRequest) -> Response[Any]:
    """A new password, and with it a new session in the place of all others."""
    typed = await fields(request, ("old", "new", "again", "next"))
    try:
        token = await own_password.change(staff_of(request), typed["old"], typed["new"], typed["again"])
    except Invalid as error:
        return await _show(request, typed["next"], error.faults, 422)
    except TooMany as error:
        answer = await _show(request, typed["next"], (FieldError("old", error.code, error.params),), 429)
        answer.headers["Retry-After"] = str(error.retry_after)
        return answer
    response = see(safe_next(typed["next"]))
    response.cookies.append(staff_cookie(token))
    return response


ROUTES = [password_page, choose]
