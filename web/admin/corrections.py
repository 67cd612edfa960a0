"""Corrections of verdicts: the list with both results, a dispute, and the decision of a second person."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import correction_pages, corrections, decisions, proposals
from cases.correction_pages import CorrectionView, DisputedCase
from cases.reference import parse
from sla.views import ClockView
from tawasul.accounts.views import StaffView
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound
from web.admin.frame import framed
from web.admin.wording import state_chip
from web.forms import fields
from web.guards import needs, staff_of
from web.numbers import typed_number
from web.pages import in_words, page, see
from web.words import verdict_words

AnyRequest = Request[Any, Any, Any]
PATH = "/admin/corrections"


@get(PATH, opt=dict(needs("correction.read")), include_in_schema=False)
async def listed(request: AnyRequest) -> Response[Any]:
    """Every correction in reach, the newest first."""
    staff = staff_of(request)
    rows = await correction_pages.corrections(staff)
    context = {
        **await framed(staff, "corrections"),
        "rows": rows,
        "people": await proposals.people([row.proposal for row in rows]),
        "verdict_words": verdict_words,
        "state_chip": state_chip,
    }
    return page("pages/admin/corrections.html", context)


@get(PATH + "/{number:int}", opt=dict(needs("correction.read")), include_in_schema=False)
async def show(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    return await _show(request, await correction_pages.correction(number, staff_of(request)))


async def _show(
    request: AnyRequest, found: CorrectionView, remark: str = "", faults: list[FieldError] | None = None
) -> Response[Any]:
    by = staff_of(request)
    context = {
        **await framed(by, "corrections"),
        "found": found,
        "change": found.proposal,
        "is_mine": found.proposal.proposed_by == str(by.actor()),
        "people": await proposals.people([found.proposal]),
        "state": state_chip(found.proposal.state),
        "verdict_words": verdict_words,
        "due_at": datetime.fromisoformat(found.proposal.change["due_at"]),
        "values": {"remark": remark},
        "errors": in_words(faults or []),
    }
    refused = bool(faults) and all(fault.code not in ("needs_remark", "too_long") for fault in faults or [])
    return page("pages/admin/correction.html", context, status=409 if refused else 422 if faults else 200)


Act = Callable[[StaffView, int, str], Awaitable[None]]


async def _do(request: AnyRequest, number: int, act: Act) -> Response[Any]:
    """Decide. What is refused is said on the page as it is now, and the remark stays."""
    by = staff_of(request)
    await correction_pages.correction(number, by)
    typed = await fields(request, ("rev", "remark"))
    rev = typed_number(typed["rev"])
    try:
        await act(by, rev, typed["remark"])
    except (Invalid, Conflict) as error:
        faults = list(error.faults) if isinstance(error, Invalid) else [FieldError("remark", error.code)]
        return await _show(request, await correction_pages.correction(number, by), typed["remark"], faults)
    return see(f"{PATH}/{number}")


@post(PATH + "/{number:int}/approve", opt=dict(needs("correction.approve")), include_in_schema=False)
async def approve(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    async def act(by: StaffView, rev: int, remark: str) -> None:
        await corrections.approve(number, by=by, rev=rev, remark=remark)

    return await _do(request, number, act)


@post(PATH + "/{number:int}/refuse", opt=dict(needs("correction.approve")), include_in_schema=False)
async def refuse(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    async def act(by: StaffView, rev: int, remark: str) -> None:
        await decisions.refuse(number, by=by, rev=rev, remark=remark)

    return await _do(request, number, act)


@post(PATH + "/{number:int}/withdraw", opt=dict(needs("correction.propose")), include_in_schema=False)
async def withdraw(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    async def act(by: StaffView, rev: int, remark: str) -> None:
        await decisions.withdraw(number, by=by, rev=rev)

    return await _do(request, number, act)


async def _case(request: AnyRequest, reference: str, cycle: int | None) -> tuple[DisputedCase, ClockView]:
    """The case and the promise whose verdict is disputed. Whoever had it when it fell due may ask for it too."""
    parsed = parse(reference)
    if parsed is None:
        raise NotFound("no_such_case")
    found = await correction_pages.disputed_case(parsed, staff_of(request), cycle)
    return found, await corrections.disputable(found.id, cycle)


@get("/desk/cases/{reference:str}/verdict", opt=dict(needs("correction.propose")), include_in_schema=False)
async def dispute(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """The form in which a verdict is disputed: that of the present promise, or of the cycle that is named."""
    typed = {"cycle": request.query_params.get("cycle", ""), "reason": ""}
    return await _form(request, *await _case(request, reference, _cycle(typed)), typed)


def _cycle(typed: Mapping[str, str]) -> int | None:
    return typed_number(typed["cycle"]) if typed["cycle"] else None


async def _form(
    request: AnyRequest,
    found: DisputedCase,
    promise: ClockView,
    typed: Mapping[str, str],
    faults: list[FieldError] | None = None,
) -> Response[Any]:
    context = {
        **await framed(staff_of(request), "corrections"),
        "case": found,
        "promise": promise,
        "verdict_words": verdict_words,
        "values": {"reason": typed["reason"]},
        "errors": in_words(faults or []),
    }
    refused = bool(faults) and any(fault.code in ("change_moved", "disputed_already") for fault in faults or [])
    return page("pages/admin/dispute.html", context, status=409 if refused else 422 if faults else 200)


@post("/desk/cases/{reference:str}/verdict", opt=dict(needs("correction.propose")), include_in_schema=False)
async def put(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    typed = await fields(request, ("was", "reason", "cycle"))
    was, cycle = typed["was"] == "yes", _cycle(typed)
    found, promise = await _case(request, reference, cycle)
    try:
        number = await corrections.propose(found.id, by=staff_of(request), reason=typed["reason"], was=was, cycle=cycle)
    except Invalid as error:
        return await _form(request, found, promise, typed, list(error.faults))
    except Conflict as error:
        again = await _case(request, reference, cycle)
        return await _form(request, *again, typed, [FieldError("reason", error.code)])
    return see(f"{PATH}/{number}")


ROUTES = [listed, show, approve, refuse, withdraw, dispute, put]
