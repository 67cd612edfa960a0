"""One change of a calendar or policy: what it does, and the decision of a second person."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import calendars, decisions, new_calendars, policies, proposals
from cases.calendar_pages import CalendarRow, of_agencies
from cases.proposals import ProposalView
from cases.two_persons import CALENDAR, POLICY
from sla.calendars import NATIONAL
from sla.new_calendar import WEEK
from tawasul.accounts.views import StaffView
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound
from web.admin.frame import framed
from web.admin.wording import change_title, days_words, matches_words, state_chip, status_chip, weekday_words
from web.forms import fields
from web.guards import needs, staff_of
from web.numbers import typed_number
from web.pages import in_words, is_fragment, page, see

AnyRequest = Request[Any, Any, Any]
PATH = "/admin/changes/{number:int}"
_TAB = {CALENDAR: "calendars", POLICY: "policies"}


async def _opened(number: int) -> ProposalView:
    return await proposals.proposal(number, CALENDAR, POLICY)


def _is_new(found: ProposalView) -> bool:
    return found.subject == CALENDAR and found.change["kind"] == new_calendars.NEW


def _new_calendar(found: ProposalView) -> dict[str, Any]:
    hours = found.change["hours"]
    return {
        "week": [(weekday_words(weekday), hours[weekday]) for weekday in WEEK],
        "reaches_to": date.fromisoformat(found.change["last"]),
    }


async def _also_enter(found: ProposalView) -> list[CalendarRow]:
    """The agencies' own calendars, which do not follow a national circular by themselves: days off are proposed there,
    anything else somebody enters."""
    return await of_agencies() if found.subject == CALENDAR and found.code == NATIONAL else []


async def _show(
    request: AnyRequest, found: ProposalView, remark: str = "", faults: list[FieldError] | None = None
) -> Response[Any]:
    """The whole change; while open cases follow it, htmx asks for the progress alone."""
    by, is_new = staff_of(request), _is_new(found)
    around = await framed(by, _TAB[found.subject])
    context = {
        **around,
        "change": found,
        "title": change_title(found.subject, found.change),
        "is_mine": found.proposed_by == str(by.actor()),
        "people": await proposals.people([found]),
        "effect": found.effect,
        "subject": "new_calendar" if is_new else found.subject,
        **(_new_calendar(found) if is_new else {}),
        "also_enter": await _also_enter(found),
        "state": state_chip(found.state),
        "status_chip": status_chip,
        "days_words": days_words,
        "matches": matches_words(found.change, around["names"]) if found.subject == POLICY else "",
        "date_of": date.fromisoformat,
        "values": {"remark": remark},
        "errors": in_words(faults or []),
    }
    name = "partials/admin/progress.html" if is_fragment(request) and not faults else "pages/admin/change.html"
    return page(name, context, status=_status(faults))


def _status(faults: list[FieldError] | None) -> int:
    if not faults:
        return 200
    return 422 if any(fault.code in ("needs_remark", "too_long") for fault in faults) else 409


@get(PATH, opt=dict(needs("change.read")), include_in_schema=False)
async def show(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    return await _show(request, await _opened(number))


def _acts(found: ProposalView) -> Any:
    """The module whose acts decide on a change of this kind."""
    if _is_new(found):
        return new_calendars
    return calendars if found.subject == CALENDAR else policies


async def _do(
    request: AnyRequest, number: int, act: Callable[[ProposalView, StaffView, int, str], Awaitable[None]]
) -> Response[Any]:
    """Decide. What is refused is said on the page as it is now, and the remark stays."""
    found = await _opened(number)
    typed = await fields(request, ("rev", "remark"))
    rev = typed_number(typed["rev"])
    try:
        await act(found, staff_of(request), rev, typed["remark"])
    except Invalid as error:
        return await _show(request, await _opened(number), typed["remark"], list(error.faults))
    except Conflict as error:
        return await _show(request, await _opened(number), typed["remark"], [FieldError("remark", error.code)])
    return see(f"/admin/changes/{number}")


@post(PATH + "/approve", opt=dict(needs("change.approve")), include_in_schema=False)
async def approve(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    async def act(found: ProposalView, by: StaffView, rev: int, remark: str) -> None:
        await _acts(found).approve(found.id, by=by, rev=rev, remark=remark)

    return await _do(request, number, act)


@post(PATH + "/refuse", opt=dict(needs("change.approve")), include_in_schema=False)
async def refuse(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    async def act(found: ProposalView, by: StaffView, rev: int, remark: str) -> None:
        await decisions.refuse(found.id, by=by, rev=rev, remark=remark)

    return await _do(request, number, act)


@post(PATH + "/withdraw", opt=dict(needs("change.propose")), include_in_schema=False)
async def withdraw(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    async def act(found: ProposalView, by: StaffView, rev: int, remark: str) -> None:
        await decisions.withdraw(found.id, by=by, rev=rev)

    return await _do(request, number, act)


@post(PATH + "/count", opt=dict(needs("change.read")), include_in_schema=False)
async def count(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Try it once more, on the calendar or the promises as they are now."""

    async def act(found: ProposalView, by: StaffView, rev: int, remark: str) -> None:
        if not found.is_waiting:
            raise NotFound("no_such_change")
        await _acts(found).count_again(found.id, by=by, rev=rev)

    return await _do(request, number, act)


ROUTES = [show, approve, refuse, withdraw, count]
