"""Whose cases a browser asks for: the address as typed, and once its code was entered, two hours for them all."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from litestar import Request, Response

from tawasul.core import clock
from web.public import cookies

NAME = "mine"
_TO_ENTER_A_CODE = timedelta(minutes=15)
_TO_READ = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Mine:
    """An address and its channel. `contact` is what its cases are found by, None until its code was entered."""

    channel: str
    address: str
    contact: str | None = None


def give(response: Response[Any], mine: Mine) -> None:
    """Keep it sealed; how long depends on whether a code was entered."""
    lifetime = _TO_READ if mine.contact else _TO_ENTER_A_CODE
    value = [asdict(mine), (clock.now() + lifetime).isoformat()]
    response.cookies.append(cookies.sealed(NAME, value, path="/mine", seconds=int(lifetime.total_seconds())))


def forget(response: Response[Any]) -> None:
    """Have the browser keep nothing of it."""
    response.cookies.append(cookies.plain(NAME, "", path="/mine", seconds=0))


def of(request: Request[Any, Any, Any]) -> Mine | None:
    """What this browser keeps, while it holds."""
    found = cookies.opened(request, NAME)
    if found is None:
        return None
    kept, until = found
    return Mine(**kept) if datetime.fromisoformat(until) > clock.now() else None
