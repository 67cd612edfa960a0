"""Numbers out of addresses and forms. What no row can have is out of reach like one that is not there."""

from typing import Any, TypeVar

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from tawasul.core.errors import NotFound

T = TypeVar("T")
_MOST = 2**31 - 1
_DIGITS = 9


def enforce_address(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Answer `NotFound` for a number that no row can have, and a name with a sign that no database holds."""
    given = connection.path_params.values()
    numbers = (value for value in given if isinstance(value, int))
    words = (value for value in given if isinstance(value, str))
    if not all(0 < number <= _MOST for number in numbers) or any("\0" in word for word in words):
        raise NotFound("not_found")


def typed_number(text: str, none: T | int = -1) -> T | int:
    """A number as a form sends it, or `none` if it is none."""
    kept = text.strip()
    return int(kept) if kept.isascii() and kept.isdecimal() and len(kept) <= _DIGITS else none


def page_of(request: Request[Any, Any, Any]) -> int:
    """Which page of a list is asked for; the first if that is no page."""
    asked = request.query_params.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1
