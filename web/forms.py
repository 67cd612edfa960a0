"""Reading plain forms: text fields only, each once, nothing taken on trust."""

from collections.abc import Iterable
from typing import Any

from litestar import Request


async def fields(request: Request[Any, Any, Any], names: Iterable[str]) -> dict[str, str]:
    """The named fields of a form as typed; a missing one, or a file in its place, is empty."""
    form = await request.form()
    given = {name: form.get(name) for name in names}
    await form.close()
    return {name: value if isinstance(value, str) else "" for name, value in given.items()}
