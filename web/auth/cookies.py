"""The cookies of a login: of a whole one, and of one that still needs a code."""

from litestar.datastructures import Cookie

from tawasul.accounts import half_logins, sessions
from tawasul.core.settings import settings
from web.guards import COOKIE

HALF = "staff-half"
_HALF_PATH = "/login"


def staff_cookie(token: str) -> Cookie:
    """The token of a session; without one the cookie is taken away."""
    return _cookie(COOKIE, token, "/", int(sessions.LIFETIME.total_seconds()))


def half_cookie(token: str) -> Cookie:
    """The token of a login half way, sent to nothing but the login."""
    return _cookie(HALF, token, _HALF_PATH, int(half_logins.LIFETIME.total_seconds()))


def _cookie(name: str, token: str, path: str, seconds: int) -> Cookie:
    return Cookie(
        key=name,
        value=token,
        path=path,
        max_age=seconds if token else 0,
        httponly=True,
        secure=settings().secure_cookies,
        samesite="lax",
    )
