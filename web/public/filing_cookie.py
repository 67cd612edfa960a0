"""The cookie that ties a browser to its form on the way. A kiosk has one of its own, gone with the browser's window."""

from typing import Any

from litestar import Request, Response

from web.public import cookies
from web.public.door import KIOSK, Door, door_of


def token_of(request: Request[Any, Any, Any]) -> str | None:
    """The token of the form that this browser is filling in."""
    return request.cookies.get(door_of(request).cookie)


def give(response: Response[Any], token: str, door: Door) -> None:
    """Have the browser keep the token: for a day, or at a kiosk for as long as it is open."""
    seconds = None if door.is_kiosk else int(door.lifetime.total_seconds())
    response.cookies.append(cookies.plain(door.cookie, token, path=door.cookie_path, seconds=seconds))


def forget(response: Response[Any]) -> None:
    """Have a kiosk keep nothing of its form."""
    response.cookies.append(cookies.plain(KIOSK.cookie, "", path=KIOSK.cookie_path, seconds=0))
