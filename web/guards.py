"""Who may ask for a page. Every route names its permission in `opt`; one without is refused at start."""

from typing import Any, TypedDict
from urllib.parse import quote

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from tawasul.accounts import permissions, sessions
from tawasul.accounts.second_factor import Due
from tawasul.accounts.sessions import Login
from tawasul.accounts.views import StaffView
from tawasul.core.errors import Forbidden

PERMISSION = "permission"
COOKIE = "staff"


class LoginNeeded(Exception):
    """Nobody is logged in. `path` is where they wanted to go."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    @property
    def location(self) -> str:
        return f"/login?next={quote(self.path, safe='/')}"


class StepNeeded(LoginNeeded):
    """She is logged in, and has something to do before anything else opens."""

    def __init__(self, path: str, due: Due) -> None:
        super().__init__(path)
        self.due = due

    @property
    def location(self) -> str:
        return f"/account/{self.due}?next={quote(self.path, safe='/')}"


class Opt(TypedDict):
    """What a route says of itself."""

    permission: str


# In the `opt` of a route: which step it belongs to, and so stays open while that one is due.
STEP = "step"


PUBLIC: Opt = {"permission": "public"}


def needs(action: str) -> Opt:
    """The `opt` of a route for staff who may do `action`."""
    if action not in permissions.ACTIONS:
        raise ValueError(f"unknown action {action}")
    return {"permission": action}


def enforce(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let through whoever may; others are sent to log in, or refused."""
    permission = handler.opt.get(PERMISSION)
    is_the_frameworks = connection.scope.get("method") == "OPTIONS" or connection.url.path.startswith("/schema")
    if permission == "public" or is_the_frameworks:
        return
    staff = connection.scope.get("user")
    if staff is None:
        raise LoginNeeded(connection.url.path)
    login = connection.scope.get("auth")
    if isinstance(login, Login) and login.due is not None and handler.opt.get(STEP) != login.due:
        raise StepNeeded(connection.url.path, login.due)
    if permission is None or not permissions.may(staff, permission):
        raise Forbidden("not_for_you")


class StaffSessions(AbstractAuthenticationMiddleware):
    """Finds who is logged in, by one select and only if the cookie is there."""

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        cookie = connection.cookies.get(COOKIE)
        login = await sessions.login_of(cookie) if cookie else None
        return AuthenticationResult(user=login.staff if login else None, auth=login)


def staff_of(request: Request[Any, Any, Any]) -> StaffView:
    """The member of staff whom the guard has let through."""
    staff = request.scope["user"]
    if not isinstance(staff, StaffView):
        raise LoginNeeded(request.url.path)
    return staff


def login_of(request: Request[Any, Any, Any]) -> Login:
    """The session that the guard has let through."""
    login = request.scope["auth"]
    if not isinstance(login, Login):
        raise LoginNeeded(request.url.path)
    return login
