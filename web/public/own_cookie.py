"""The cases that this very browser filed within a day or opened within half an hour, with their codes, sealed.

It tells nothing that its holder could not open: whoever types somebody else's address learns nothing by it. The
browser forgets it when it is closed, like a public computer between two people.
"""

from datetime import datetime, timedelta
from typing import Any

from litestar import Request, Response

from tawasul.core import clock
from web.public import cookies

NAME = "own"
LIFETIME = timedelta(days=1)
MOST = 8


def pairs(request: Request[Any, Any, Any]) -> list[tuple[str, str]]:
    """Reference and access code of each, the newest first."""
    return [(reference, code) for reference, code, _ in _kept(request)]


def code_for(request: Request[Any, Any, Any], reference: str) -> str | None:
    """The access code of one of them."""
    return dict(pairs(request)).get(reference)


def add(
    request: Request[Any, Any, Any], response: Response[Any], pair: tuple[str, str], *, lifetime: timedelta = LIFETIME
) -> None:
    """Have the browser keep one more pair, and for longer if it has it already; the oldest gives way."""
    kept = _kept(request)
    until = max([(clock.now() + lifetime).isoformat(), *(row[2] for row in kept if row[0] == pair[0])])
    rows = [(*pair, until), *(row for row in kept if row[0] != pair[0])][:MOST]
    response.cookies.append(cookies.sealed(NAME, rows, path="/", seconds=None))


def _kept(request: Request[Any, Any, Any]) -> list[tuple[str, str, str]]:
    rows = cookies.opened(request, NAME) or []
    return [(one, code, until) for one, code, until in rows if datetime.fromisoformat(until) > clock.now()]
