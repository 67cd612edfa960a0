"""What a browser has opened with reference and code, kept sealed for half an hour."""

import json
from datetime import datetime, timedelta
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie

from tawasul.core import clock
from tawasul.core.seal import Unsealable, seal, unseal
from tawasul.core.settings import settings

NAME = "opened"
LIFETIME = timedelta(minutes=30)


def give(response: Response[Any], reference: str, code: str) -> None:
    """Keep the pair that has just opened a case."""
    value = json.dumps([reference, code, (clock.now() + LIFETIME).isoformat()])
    response.cookies.append(
        Cookie(
            key=NAME,
            value=seal(value, purpose="opened"),
            path="/track",
            max_age=int(LIFETIME.total_seconds()),
            httponly=True,
            secure=settings().secure_cookies,
            samesite="lax",
        )
    )


def code_for(request: Request[Any, Any, Any], reference: str) -> str | None:
    """The access code with which this browser opened `reference`, while that is recent."""
    sealed = request.cookies.get(NAME)
    if sealed is None:
        return None
    try:
        opened, code, until = json.loads(unseal(sealed, purpose="opened"))
    except (Unsealable, ValueError):
        return None
    return code if opened == reference and datetime.fromisoformat(until) > clock.now() else None
