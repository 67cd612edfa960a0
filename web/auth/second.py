"""One's own second factor: setting it up with a phone, switching it off, and new recovery codes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import segno
from litestar import Request, Response, get, post

from tawasul.accounts import second_changes, second_factor
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid, TooMany
from web.auth.cookies import staff_cookie
from web.auth.login import START, safe_next
from web.desk.frame import frame
from web.forms import fields
from web.guards import STEP, login_of, needs, staff_of
from web.messages import sentence
from web.pages import in_words, page, see
from web.problems import error_page
from web.templating import address

AnyRequest = Request[Any, Any, Any]
PATH = "/account/second"
Opt = {**needs("account"), STEP: "second"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says besides: what is wrong."""

    faults: tuple[FieldError, ...] = ()
    status: int = 200


@get(PATH, opt=Opt, include_in_schema=False)
async def second_page(request: AnyRequest) -> Response[Any]:
    if not second_factor.is_on():
        return error_page(403, sentence("second_not_offered"), "")
    return await _show(request, request.query_params.get("next", ""))


async def _show(request: AnyRequest, target: str, shown: Shown | None = None) -> Response[Any]:
    """The page where somebody is: to begin, to type the first code, or with the second factor on."""
    staff, said = staff_of(request), shown or Shown()
    due = login_of(request).due is not None
    standing = await second_changes.standing(staff)
    context = {
        **({} if due else await frame(staff, "account")),
        "due": due,
        "demanded": second_factor.is_demanded(staff.role),
        "standing": standing,
        "secret": second_factor.in_groups(standing.secret) if standing.secret else "",
        "picture": _picture(second_factor.uri(standing.secret, staff.username)) if standing.secret else "",
        "values": {"next": safe_next(target) if target else ""},
        "errors": in_words(said.faults),
    }
    return page("pages/auth/second.html", context, status=said.status)


def _picture(uri: str) -> str:
    """The QR code as the address of a picture: dark on light whatever the page's colours, as cameras need it."""
    return segno.make(uri, error="m", micro=False).svg_data_uri(border=3, dark="#000", light="#fff")


async def _do(
    request: AnyRequest, act: Callable[[], Awaitable[Response[Any]]], *, target: str = "", field: str = "code"
) -> Response[Any]:
    """Do one thing; what is refused is said on the page, and how long to wait at `field`."""
    try:
        return await act()
    except Invalid as error:
        return await _show(request, target, Shown(error.faults, 422))
    except TooMany as error:
        answer = await _show(request, target, Shown((FieldError(field, error.code, error.params),), 429))
        answer.headers["Retry-After"] = str(error.retry_after)
        return answer
    except Forbidden as error:
        return error_page(403, sentence(error.code), "")
    except Conflict:
        # Done already, in another window: the page says where it stands.
        return see(address(PATH, next=target))


@post(PATH + "/begin", opt=Opt, include_in_schema=False)
async def begin(request: AnyRequest) -> Response[Any]:
    """Make a secret; the page that follows shows it until its first code is typed."""
    typed = await fields(request, ("password", "next"))

    async def act() -> Response[Any]:
        await second_changes.begin(staff_of(request), typed["password"])
        return see(address(PATH, next=typed["next"]))

    return await _do(request, act, target=typed["next"], field="password")


@post(PATH, opt=Opt, include_in_schema=False)
async def confirm(request: AnyRequest) -> Response[Any]:
    """The first code. The recovery codes stand on the answer, once; the session is a new one."""
    typed = await fields(request, ("code", "next"))

    async def act() -> Response[Any]:
        set_up = await second_changes.confirm(staff_of(request), typed["code"])
        answer = _codes_page(tuple(set_up.codes), safe_next(typed["next"] or START))
        answer.cookies.append(staff_cookie(set_up.token))
        return answer

    return await _do(request, act, target=typed["next"])


def _codes_page(codes: tuple[str, ...], target: str) -> Response[Any]:
    return page("pages/auth/recovery_codes.html", {"codes": codes, "target": target})


@post(PATH + "/off", opt=Opt, include_in_schema=False)
async def switch_off(request: AnyRequest) -> Response[Any]:
    typed = await fields(request, ("password", "code"))

    async def act() -> Response[Any]:
        await second_changes.switch_off(staff_of(request), typed["password"], typed["code"])
        return see("/account")

    return await _do(request, act)


@post(PATH + "/codes", opt=Opt, include_in_schema=False)
async def renew_codes(request: AnyRequest) -> Response[Any]:
    """Ten new recovery codes in the place of the earlier ones, shown once."""
    typed = await fields(request, ("renewal",))

    async def act() -> Response[Any]:
        return _codes_page(tuple(await second_changes.renew_codes(staff_of(request), typed["renewal"])), "/account")

    return await _do(request, act, field="renewal")


ROUTES = [second_page, begin, confirm, switch_off, renew_codes]
