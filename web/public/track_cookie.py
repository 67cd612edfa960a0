"""What a browser has opened with reference and code, kept sealed for half an hour."""

from datetime import datetime, timedelta
from typing import Any

from litestar import Request, Response

from tawasul.core import clock
from web.public import cookies

NAME = "opened"
LIFETIME = timedelta(minutes=30)


def give(response: Response[Any], reference: str, code: str) -> None:
    """Keep the pair that has just opened a case."""
    value = [reference, code, (clock.now() + LIFETIME).isoformat()]
    response.cookies.append(cookies.sealed(NAME, value, path="/track", seconds=int(LIFETIME.total_seconds())))


def code_for(request: Request[Any, Any, Any], reference: str) -> str | None:
    """The access code with which this browser opened `reference`, while that is recent."""
    kept = cookies.opened(request, NAME)
    if kept is None:
        return None
    opened, code, until = kept
    return code if opened == reference and datetime.fromisoformat(until) > clock.now() else None
