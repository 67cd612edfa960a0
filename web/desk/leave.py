"""Leave: one's own, and what the page of an account shows of it. Entering and calling off, for oneself or another."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import leaves
from cases.leaves import NewLeave
from tawasul.accounts import leave, views
from tawasul.accounts.permissions import may
from tawasul.accounts.views import StaffView
from tawasul.core.errors import Conflict, FieldError, Invalid
from web.desk.frame import frame
from web.forms import fields
from web.guards import needs, staff_of
from web.numbers import typed_number
from web.pages import in_words, page, see

AnyRequest = Request[Any, Any, Any]
Typed = Mapping[str, str]
PATH = "/desk/leave"
OTHERS = "/admin/staff/{number:int}/leave"
NAMES = ("first", "last", "stand_in")


async def leave_of(person: StaffView) -> dict[str, Any]:
    """The absences of somebody with who stands in, the cases that the last one moved, and who could stand in."""
    found = await leave.leaves_of(person.id)
    moved = next((one for one in found if one.begun), None)
    cases = await leaves.moved_by(moved.id) if moved else []
    numbers = {one.stand_in for one in found} | {case.holder for case in cases}
    return {
        "takes_leave": may(person, "leave"),
        "leaves": found,
        "today": leaves.today(),
        "moved_by_leave": cases,
        "people": await views.by_ids(sorted(number for number in numbers if number is not None)),
        "stand_ins": await leaves.stand_ins(person),
    }


@get(PATH, opt=dict(needs("leave")), include_in_schema=False)
async def own(request: AnyRequest) -> Response[Any]:
    return await _show(request, {})


async def _show(
    request: AnyRequest, typed: Typed, faults: tuple[FieldError, ...] = (), status: int = 200
) -> Response[Any]:
    by = staff_of(request)
    context = {**await frame(by, "leave"), **await leave_of(by), "values": dict(typed), "errors": in_words(faults)}
    return page("pages/desk/leave.html", context, status=status)


@post(PATH, opt=dict(needs("leave")), include_in_schema=False)
async def enter(request: AnyRequest) -> Response[Any]:
    typed, by = await fields(request, NAMES), staff_of(request)
    try:
        await leaves.enter(by.id, wanted(typed), by=by)
    except Invalid as error:
        return await _show(request, typed, error.faults, 422)
    except Conflict as error:
        return await _show(request, typed, (FieldError("first", error.code),), 409)
    return see(PATH)


@post(PATH + "/{leave_number:int}/end", opt=dict(needs("leave")), include_in_schema=False)
async def end(request: AnyRequest, leave_number: FromPath[int]) -> Response[Any]:
    try:
        await leaves.end(leave_number, by=staff_of(request))
    except Conflict as error:
        return await _show(request, {}, (FieldError("first", error.code),), 409)
    return see(PATH)


def wanted(typed: Typed) -> NewLeave:
    """What was typed; a date that is none is a fault of its field."""
    faults: list[FieldError] = []
    first, last = (_day(typed[name], name, faults) for name in ("first", "last"))
    if faults:
        raise Invalid(*faults)
    stand_in = typed_number(typed["stand_in"], none=0) if typed["stand_in"] else None
    return NewLeave(first, last, stand_in)


def _day(text: str, name: str, faults: list[FieldError]) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults.append(FieldError(name, "bad_date"))
        return date.min


ROUTES = [own, enter, end]
