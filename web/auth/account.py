"""My account: the password, the second factor, and where one is logged in."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from tawasul.accounts import own_sessions, second_changes, second_factor
from web.desk.frame import frame
from web.guards import login_of, needs, staff_of
from web.pages import page, see

AnyRequest = Request[Any, Any, Any]
PATH = "/account"
Opt = dict(needs("account"))


@get(PATH, opt=Opt, include_in_schema=False)
async def show(request: AnyRequest) -> Response[Any]:
    staff, login = staff_of(request), login_of(request)
    context = {
        **await frame(staff, "account"),
        "sessions": await own_sessions.open_ones(staff),
        "own_session": login.session,
        "offered": second_factor.is_on(),
        "standing": await second_changes.standing(staff),
    }
    return page("pages/auth/account.html", context)


@post(PATH + "/sessions/{number:int}/end", opt=Opt, include_in_schema=False)
async def end_one(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    await own_sessions.end_one(staff_of(request), number)
    return see(PATH)


@post(PATH + "/sessions/end", opt=Opt, include_in_schema=False)
async def end_others(request: AnyRequest) -> Response[Any]:
    await own_sessions.end_others(staff_of(request), login_of(request).session)
    return see(PATH)


ROUTES = [show, end_one, end_others]
