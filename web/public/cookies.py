"""Cookies of the public pages: out of reach of scripts, sent to us alone, and sealed where they hold anything."""

import json
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

from tawasul.core.seal import Unsealable, seal, unseal
from tawasul.core.settings import settings


def plain(name: str, value: str, *, path: str, seconds: int | None) -> Cookie:
    """A cookie for so many seconds; without a number, until the browser is closed."""
    return Cookie(
        key=name,
        value=value,
        path=path,
        max_age=seconds,
        httponly=True,
        secure=settings().secure_cookies,
        samesite="lax",
    )


def sealed(name: str, value: Any, *, path: str, seconds: int | None) -> Cookie:
    """A cookie whose value, of JSON, nobody reads or alters on its way. Its name is the purpose of the seal."""
    return plain(name, seal(json.dumps(value), purpose=name), path=path, seconds=seconds)


def opened(request: Request[Any, Any, Any], name: str) -> Any:
    """The value of a sealed cookie; None if there is none, or none of ours."""
    value = request.cookies.get(name)
    if not value:
        return None
    try:
        return json.loads(unseal(value, purpose=name))
    except (Unsealable, ValueError):
        return None
