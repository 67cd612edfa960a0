"""Areas: towns and quarters, and the governorate in which each lies; added, changed, retired and undone."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases.administered import add, administered
from cases.area_settings import AREA
from routing import reference
from tawasul.core.errors import Conflict, FieldError, Invalid
from web.admin import history
from web.admin.frame import framed
from web.admin.things import as_form, do, typed_in
from web.guards import needs, staff_of
from web.pages import in_words, page, see

AnyRequest = Request[Any, Any, Any]
Faults = tuple[FieldError, ...]
PATH = "/admin/areas"
TEXTS = ("name_ar", "name_en", "governorate")


@get(PATH, opt=dict(needs("reference")), include_in_schema=False)
async def listed(request: AnyRequest) -> Response[Any]:
    return await _list(request, {})


async def _list(
    request: AnyRequest, typed: Mapping[str, str], faults: Faults = (), *, status: int = 422
) -> Response[Any]:
    """Every area, those out of use last, and the form of a new one."""
    around = await framed(staff_of(request), "areas")
    context = {
        **around,
        "rows": sorted((await reference.areas()).values(), key=lambda row: (row.retired, row.governorate)),
        "governorates": [(row.code, row.name) for row in around["names"].governorates.values()],
        "values": dict(typed),
        "errors": in_words(faults),
    }
    return page("pages/admin/areas.html", context, status=status if faults else 200)


@post(PATH, opt=dict(needs("reference")), include_in_schema=False)
async def enter_new(request: AnyRequest) -> Response[Any]:
    """Add an area: citizens can choose it from now on."""
    typed = await typed_in(request, ("code", *TEXTS))
    try:
        await add(AREA, typed["code"], {name: typed[name] for name in TEXTS}, by=staff_of(request))
    except Invalid as error:
        return await _list(request, typed, error.faults)
    except Conflict:  # somebody added it a moment ago
        return await _list(request, typed, (FieldError("code", "code_is_there"),), status=409)
    return see(f"{PATH}/{typed['code']}")


@get(PATH + "/{code:str}", opt=dict(needs("reference")), include_in_schema=False)
async def show(request: AnyRequest, code: FromPath[str]) -> Response[Any]:
    return await _show(request, code)


async def _show(
    request: AnyRequest,
    code: str,
    typed: Mapping[str, str] | None = None,
    faults: Faults = (),
    *,
    status: int = 200,
) -> Response[Any]:
    """One area, what was typed in its form, and what is wrong with it."""
    found = await administered(AREA, code)
    around = await framed(staff_of(request), "areas")
    context = {
        **around,
        "found": found,
        "governorates": [(row.code, row.name) for row in around["names"].governorates.values()],
        "told": history.told(found.history, around["names"]),
        "people": await history.people(found.history),
        "values": dict(typed) if typed else as_form(found.values),
        "errors": in_words(faults),
    }
    return page("pages/admin/area.html", context, status=status)


@post(PATH + "/{code:str}", opt=dict(needs("reference")), include_in_schema=False)
async def enter(request: AnyRequest, code: FromPath[str]) -> Response[Any]:
    """Change it, take it out of use or back, or undo a change."""
    typed = await typed_in(request, TEXTS)
    kept = typed if typed["step"] == "change" else None
    try:
        await do(AREA, code, typed, {name: typed[name] for name in TEXTS}, by=staff_of(request))
    except Invalid as error:
        return await _show(request, code, kept, error.faults, status=422)
    except Conflict as error:
        return await _show(request, code, kept, (FieldError("name_ar", error.code),), status=409)
    return see(f"{PATH}/{code}")


ROUTES = [listed, enter_new, show, enter]
