"""What the forms of administered things share: reading what was typed, and doing what a button asks for."""

from collections.abc import Mapping
from typing import Any

from litestar import Request

from cases.administered import Thing, change, undo
from tawasul.accounts.views import StaffView
from web.forms import fields
from web.numbers import typed_number

AnyRequest = Request[Any, Any, Any]
STEPS = ("step", "rev", "seq")


async def typed_in(request: AnyRequest, names: tuple[str, ...]) -> dict[str, str]:
    """What was typed, without the room around it."""
    return {name: value.strip() for name, value in (await fields(request, (*names, *STEPS))).items()}


def as_form(values: Mapping[str, Any]) -> dict[str, str]:
    """Values as a form shows them: a tick is `yes`."""
    return {name: ("yes" if value else "") if isinstance(value, bool) else value for name, value in values.items()}


async def do(thing: Thing, code: str, typed: Mapping[str, str], new: Mapping[str, Any], *, by: StaffView) -> None:
    """What the button asks for: keep what was typed, take out of use, put into use again, or undo one change."""
    rev, step = typed_number(typed["rev"]), typed["step"]
    if step == "undo":
        await undo(thing, code, typed_number(typed["seq"]), by=by, rev=rev)
    elif step in ("retire", "restore"):
        await change(thing, code, {"retired": step == "retire"}, by=by, rev=rev)
    else:
        await change(thing, code, new, by=by, rev=rev)
