"""A kiosk in a public place: the same form in large type, which forgets whoever has gone."""

from typing import Any

from litestar import Request, Response, get, post

from cases import drafts
from web import language
from web.guards import PUBLIC
from web.pages import page, see
from web.public import cookies, filing_cookie
from web.public.door import KIOSK, KIOSK_HOME


@get(KIOSK_HOME, opt=dict(PUBLIC), include_in_schema=False)
async def start() -> Response[Any]:
    """The first page. The browser forgets a form that it may still have, so that nobody goes on with another's."""
    response = page("pages/kiosk/start.html", {"root": KIOSK.root})
    _forget(response)
    return response


@post(KIOSK_HOME + "/clear", opt=dict(PUBLIC), include_in_schema=False)
async def clear(request: Request[Any, Any, Any]) -> Response[Any]:
    """Remove all that was typed: somebody ends, or has gone."""
    token = filing_cookie.token_of(request)
    if token is not None:
        await drafts.forget(token)
    response = see(KIOSK_HOME)
    _forget(response)
    return response


def _forget(response: Response[Any]) -> None:
    filing_cookie.forget(response)
    response.cookies.append(cookies.plain(language.COOKIE, "", path="/", seconds=0))


ROUTES = [start, clear]
