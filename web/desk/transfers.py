"""Passing on: an officer proposes it, and whoever is above the officers of the other agency decides."""

from collections.abc import Mapping
from typing import Any, cast

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import transfer_lists, transfer_proposals
from cases.folder import CaseView
from cases.transfer_lists import WHICH, Which
from tawasul.accounts import agencies, permissions, views
from tawasul.accounts.views import StaffView
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from tawasul.core.i18n import _
from web.desk.case import PATH as CASE
from web.desk.case import Typed, do
from web.desk.frame import frame
from web.forms import fields
from web.guards import needs, staff_of
from web.pages import in_words, page, see

AnyRequest = Request[Any, Any, Any]
PATH = "/desk/transfers"
_DONE = ("accepted", "refused", "withdrawn", "gone")


@post(CASE + "/propose", opt=dict(needs("case.propose")), include_in_schema=False)
async def propose(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        draft = transfer_proposals.Draft(typed["to_agency"], typed["category"], typed["reason"])
        await transfer_proposals.propose(found.id, draft, by=staff, rev=rev)

    return await do(request, reference, ("to_agency", "category", "reason"), "propose", act)


@get(PATH, opt=dict(needs("case.read")), include_in_schema=False)
async def listed(request: AnyRequest) -> Response[Any]:
    return await _listed(request, request.query_params.get("done", ""))


async def _listed(request: AnyRequest, done: str, typed: Mapping[str, str] | None = None) -> Response[Any]:
    """The list, with what was just done, or what was typed for a proposal that is gone."""
    staff = staff_of(request)
    tabs = await _tabs(staff)
    asked = request.query_params.get("list", "")
    which = cast("Which", asked) if asked in tabs else next(iter(tabs))
    context = {
        **await frame(staff, "transfers"),
        "which": which,
        "tabs": tabs,
        "found": await transfer_lists.listed(staff, which),
        "given_on": await transfer_lists.given_on(staff) if permissions.may(staff, "board") else None,
        "done": done if done in _DONE else "",
        "values": typed or {},
    }
    return page("pages/desk/transfers.html", context, status=409 if typed else 200)


async def _tabs(staff: StaffView) -> Mapping[Which, str]:
    """The lists that the reader has, in words. Officers decide on none, and so see what they proposed."""
    scope = await agencies.scope(staff)
    words: dict[Which, str] = {
        "undecided": _("For the arbiter"),
        "to_us": _("All proposals") if scope.national else _("Proposed to us"),
        "by_us": _("Proposed by us"),
    }
    shown: tuple[Which, ...] = ("by_us",)
    if permissions.may(staff, "transfer.decide"):
        shown = ("undecided", "to_us") if scope.national else ("to_us", "by_us")
    return {which: words[which] for which in sorted(shown, key=list(words).index) if which in WHICH}


async def _one(
    request: AnyRequest, number: int, typed: Mapping[str, str], faults: list[FieldError], status: int = 200
) -> Response[Any]:
    staff = staff_of(request)
    found = await transfer_lists.one(number, staff)
    context = {
        **await frame(staff, "transfers"),
        "found": found,
        "people": await views.by_ids([found.by]),
        "values": typed,
        "errors": in_words(faults),
    }
    return page("pages/desk/transfer.html", context, status=status)


@get(PATH + "/{number:int}", opt=dict(needs("transfer.decide")), include_in_schema=False)
async def show(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    return await _one(request, number, {}, [])


@post(PATH + "/{number:int}/accept", opt=dict(needs("transfer.decide")), include_in_schema=False)
async def accept(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    try:
        await transfer_proposals.accept(number, by=staff_of(request))
    except Conflict as error:
        return await _refused(request, number, {}, error)
    except Forbidden as error:
        return await _one(request, number, {}, [FieldError("remark", error.code)], 422)
    return see(f"{PATH}?done=accepted")


@post(PATH + "/{number:int}/refuse", opt=dict(needs("transfer.decide")), include_in_schema=False)
async def refuse(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    typed = await fields(request, ("remark",))
    try:
        await transfer_proposals.refuse(number, typed["remark"], by=staff_of(request))
    except Invalid as error:
        return await _one(request, number, typed, list(error.faults), 422)
    except Conflict as error:
        return await _refused(request, number, typed, error)
    return see(f"{PATH}?done=refused")


@post(PATH + "/{number:int}/withdraw", opt=dict(needs("case.propose")), include_in_schema=False)
async def withdraw(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    try:
        await transfer_proposals.withdraw(number, by=staff_of(request))
    except Conflict:
        return see(f"{PATH}?done=gone")
    return see(f"{PATH}?done=withdrawn")


async def _refused(request: AnyRequest, number: int, typed: Mapping[str, str], error: Conflict) -> Response[Any]:
    """What cannot be decided any more says so, and keeps the words; what only the arbiter may decide stays open."""
    try:
        return await _one(request, number, typed, [FieldError("remark", error.code)], 422)
    except NotFound:
        return await _listed(request, "gone", typed) if typed.get("remark") else see(f"{PATH}?done=gone")


ROUTES = [propose, listed, show, accept, refuse, withdraw]
