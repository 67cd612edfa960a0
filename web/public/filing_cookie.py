"""The cookie that ties a browser to its form on the way."""

from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie

from tawasul.core.settings import settings

NAME = "filing"
LIFETIME = 24 * 3600


def token_of(request: Request[Any, Any, Any]) -> str | None:
    """The token of the form that this browser is filling in."""
    return request.cookies.get(NAME)


def give(response: Response[Any], token: str) -> None:
    """Have the browser keep the token for a day."""
    response.cookies.append(
        Cookie(
            key=NAME,
            value=token,
            path="/",
            max_age=LIFETIME,
            httponly=True,
            secure=settings().secure_cookies,
            samesite="lax",
        )
    )
