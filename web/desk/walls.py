"""Who is kept from a case, and who may read a confidential one."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import barring, wall_page
from cases.reference import parse
from cases.wall_page import WallView
from tawasul.accounts.views import StaffView
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound
from web.desk.frame import frame
from web.forms import fields
from web.guards import needs, staff_of
from web.numbers import typed_number
from web.pages import in_words, page, see
from web.words import role_words

AnyRequest = Request[Any, Any, Any]
PATH = "/desk/cases/{reference:str}/access"
Act = Callable[..., Awaitable[None]]


async def _wall(reference: str, staff: StaffView) -> WallView:
    number = parse(reference)
    if number is None:
        raise NotFound("no_such_case")
    return await wall_page.wall(number, staff)


async def _show(request: AnyRequest, found: WallView, faults: list[FieldError] | None = None) -> Response[Any]:
    context = {
        **await frame(staff_of(request), "queue"),
        "found": found,
        "role_words": role_words,
        "errors": in_words(faults or []),
    }
    moved = bool(faults) and any(fault.code == "moved" for fault in faults or [])
    return page("pages/desk/access.html", context, status=409 if moved else 422 if faults else 200)


@get(PATH, opt=dict(needs("case.wall")), include_in_schema=False)
async def access(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """Who is kept from the case, who may read it, and who did."""
    return await _show(request, await _wall(reference, staff_of(request)))


async def _do(request: AnyRequest, reference: str, act: Act, field: str = "") -> Response[Any]:
    """Do an act on the case, on the person chosen in `field` if it names one."""
    staff = staff_of(request)
    found = await _wall(reference, staff)
    typed = await fields(request, ("rev", "person"))
    rev, person = typed_number(typed["rev"]), typed_number(typed["person"])
    known = {one.id for one in found.choices} | {line.person.id for line in (*found.barred, *found.readers)}
    if field and person not in known:
        return await _show(request, found, [FieldError(field, "unknown")])
    try:
        await (act(found.id, person, by=staff, rev=rev) if field else act(found.id, by=staff, rev=rev))
    except Invalid as error:
        return await _show(request, found, list(error.faults))
    except Conflict as error:
        return await _show(request, await _wall(reference, staff), [FieldError(field or "rev", error.code)])
    gone = field == "barred" and person == staff.id
    return see("/desk" if gone else PATH.replace("{reference:str}", found.reference))


@post(PATH + "/bar", opt=dict(needs("case.wall")), include_in_schema=False)
async def bar(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    return await _do(request, reference, barring.bar, "barred")


@post(PATH + "/unbar", opt=dict(needs("case.wall")), include_in_schema=False)
async def unbar(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    return await _do(request, reference, barring.unbar, "barred")


@post(PATH + "/name", opt=dict(needs("case.wall")), include_in_schema=False)
async def name_reader(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    return await _do(request, reference, barring.name_reader, "reader")


@post(PATH + "/strike", opt=dict(needs("case.wall")), include_in_schema=False)
async def strike_reader(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    return await _do(request, reference, barring.strike_reader, "reader")


@post(PATH + "/close", opt=dict(needs("case.wall")), include_in_schema=False)
async def close_off(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    return await _do(request, reference, barring.close_off)


@post(PATH + "/open", opt=dict(needs("case.wall")), include_in_schema=False)
async def open_up(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    return await _do(request, reference, barring.open_up)


@post("/desk/cases/{reference:str}/declare", opt=dict(needs("case.note")), include_in_schema=False)
async def declare(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """Whoever works on a case says that they are too near to it, and see it no more."""
    number = parse(reference)
    if number is None:
        raise NotFound("no_such_case")
    typed = await fields(request, ("rev",))
    await barring.declare(number, by=staff_of(request), rev=typed_number(typed["rev"]))
    return see("/desk")


@get("/desk/confidential", opt=dict(needs("case.wall")), include_in_schema=False)
async def unread(request: AnyRequest) -> Response[Any]:
    """Confidential cases that nobody may read yet."""
    staff = staff_of(request)
    context = {**await frame(staff, "confidential"), "references": await wall_page.unread(staff)}
    return page("pages/desk/confidential.html", context)


ROUTES = [access, bar, unbar, name_reader, strike_reader, close_off, open_up, declare, unread]
