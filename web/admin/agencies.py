"""Agencies: all of them, a new one, changing one, retiring it, and taking a change back."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import agency_list, succession
from tawasul.accounts import agency_changes, history
from tawasul.accounts.permissions import may
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid
from web.admin.frame import framed
from web.admin.people_words import history_lines
from web.forms import fields
from web.guards import needs, staff_of
from web.numbers import typed_number
from web.pages import in_words, page, see

AnyRequest = Request[Any, Any, Any]
Typed = Mapping[str, str]
Faults = tuple[FieldError, ...]
PATH = "/admin/agencies"
ONE = PATH + "/{code:str}"
VALUES = (*agency_changes.NAMES, *agency_changes.CONTACT)


@get(PATH, opt=dict(needs("agency.contact")), include_in_schema=False)
async def listed(request: AnyRequest) -> Response[Any]:
    by = staff_of(request)
    return page(
        "pages/admin/agencies.html", {**await framed(by, "agencies"), "rows": await agency_list.agency_list(by)}
    )


@get(PATH + "/new", opt=dict(needs("agency.manage")), include_in_schema=False)
async def new(request: AnyRequest) -> Response[Any]:
    return await _form(request, {})


async def _form(request: AnyRequest, typed: Typed, faults: Faults = (), status: int = 200) -> Response[Any]:
    context = {
        **await framed(staff_of(request), "agencies"),
        "values": dict(typed),
        "errors": in_words(faults),
        "own": None,
    }
    return page("pages/admin/agency_new.html", context, status=status)


@post(PATH + "/new", opt=dict(needs("agency.manage")), include_in_schema=False)
async def add(request: AnyRequest) -> Response[Any]:
    typed = await fields(request, ("code", *VALUES))
    code = typed["code"].strip().upper()
    try:
        await succession.add(code, {name: typed[name] for name in VALUES}, by=staff_of(request))
    except Invalid as error:
        return await _form(request, typed, error.faults, 422)
    except Conflict as error:
        return await _form(request, typed, (FieldError("code", error.code),), 409)
    return see(f"{PATH}/{code}")


@get(ONE, opt=dict(needs("agency.contact")), include_in_schema=False)
async def show(request: AnyRequest, code: FromPath[str]) -> Response[Any]:
    return await _show(request, code)


async def _show(
    request: AnyRequest, code: str, typed: Typed | None = None, faults: Faults = (), status: int = 200
) -> Response[Any]:
    """An agency with its form, what refers to it, and its history."""
    by = staff_of(request)
    agency = await agency_changes.agency(code, by=by)
    around = await framed(by, "agencies")
    changes = await history.changes(agency_changes.stream(code))
    context = {
        **around,
        "agency": agency,
        "own": code,
        "ties": await succession.ties(code),
        "rev": changes[0].seq if changes else 0,
        "history": await history_lines(changes, around["names"]),
        "values": {**{name: getattr(agency, name) or "" for name in VALUES}, **(typed or {})},
        "errors": in_words(faults),
    }
    return page("pages/admin/agency.html", context, status=status)


async def _do(
    request: AnyRequest, code: str, names: tuple[str, ...], act: Callable[[Typed, int], Awaitable[object]]
) -> Response[Any]:
    """Do one thing with an agency. What is refused is said on its page, and what was typed stays."""
    typed = await fields(request, ("rev", *names))
    try:
        await act(typed, typed_number(typed["rev"]))
    except Invalid as error:
        return await _show(request, code, typed, error.faults, 422)
    except Forbidden as error:
        return await _show(request, code, typed, (FieldError("agency", error.code),), 403)
    except Conflict as error:
        return await _show(request, code, typed, (FieldError("agency", error.code),), 409)
    return see(f"{PATH}/{code}")


@post(ONE, opt=dict(needs("agency.contact")), include_in_schema=False)
async def change(request: AnyRequest, code: FromPath[str]) -> Response[Any]:
    """All of it for administrators; for a head how her agency is reached."""
    by = staff_of(request)
    names = VALUES if may(by, "agency.manage") else agency_changes.CONTACT

    async def act(typed: Typed, rev: int) -> None:
        await succession.edit(code, {name: typed[name] for name in names}, by=by, rev=rev)

    return await _do(request, code, names, act)


@post(ONE + "/retire", opt=dict(needs("agency.manage")), include_in_schema=False)
async def retire(request: AnyRequest, code: FromPath[str]) -> Response[Any]:
    by = staff_of(request)
    return await _do(
        request,
        code,
        ("successor",),
        lambda typed, rev: succession.retire(code, typed["successor"] or None, by=by, rev=rev),
    )


@post(ONE + "/undo", opt=dict(needs("agency.contact")), include_in_schema=False)
async def undo(request: AnyRequest, code: FromPath[str]) -> Response[Any]:
    by = staff_of(request)
    return await _do(
        request,
        code,
        ("entry",),
        lambda typed, rev: succession.undo(code, typed_number(typed["entry"]), by=by, rev=rev),
    )


ROUTES = [listed, new, add, show, change, retire, undo]
