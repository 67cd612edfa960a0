"""Numbers out of addresses and forms. What no row can have is out of reach like one that is not there."""

from typing import Any, TypeVar

from litestar import Request

from tawasul.core.errors import NotFound

T = TypeVar("T")
_MOST = 2**31 - 1
_DIGITS = 9


def row_of(number: int) -> int:
    """The number of a row as an address names it; `NotFound` for one that no database could hold."""
    if not 0 < number <= _MOST:
        raise NotFound("not_found")
    return number


def typed_number(text: str, none: T | int = -1) -> T | int:
    """A number as a form sends it, or `none` if it is none."""
    kept = text.strip()
    return int(kept) if kept.isascii() and kept.isdecimal() and len(kept) <= _DIGITS else none


def page_of(request: Request[Any, Any, Any]) -> int:
    """Which page of a list is asked for; the first if that is no page."""
    asked = request.query_params.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1
