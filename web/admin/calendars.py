"""Calendars: what they say, and a circular that is entered, tried and sent for approval."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import calendar_pages, calendars, proposals
from cases.calendars import Circular
from sla.calendar_change import KINDS, CalendarChange
from sla.dry_run import DryRun
from sla.new_calendar import WEEK
from tawasul.core import i18n
from tawasul.core.errors import Conflict, FieldError, Invalid
from web.admin.frame import framed
from web.admin.wording import (
    change_title,
    day_words,
    form_words,
    hours_words,
    range_words,
    state_chip,
    status_chip,
    status_options,
    weekday_words,
)
from web.forms import fields
from web.guards import needs, staff_of
from web.pages import in_words, page, see

AnyRequest = Request[Any, Any, Any]
Typed = Mapping[str, str]
PATH = "/admin/calendars"
NAMES = ("kind", "first", "last", "name_en", "name_ar", "status", "hours", "source", "after_the_fact")


@get(PATH, opt=dict(needs("change.read")), include_in_schema=False)
async def listed(request: AnyRequest) -> Response[Any]:
    """Every calendar, and what waits to be decided."""
    waiting = await proposals.proposals("calendar")
    context = {
        **await framed(staff_of(request), "calendars"),
        "calendars": await calendar_pages.calendar_list(),
        "changes": waiting,
        "people": await proposals.people(waiting),
        "title_of": change_title,
        "state_chip": state_chip,
    }
    return page("pages/admin/calendars.html", context)


@get(PATH + "/{code:str}", opt=dict(needs("change.read")), include_in_schema=False)
async def show(request: AnyRequest, code: FromPath[str]) -> Response[Any]:
    given = {name: request.query_params.get(name, "") for name in NAMES}
    return await _show(request, code, given)


async def _show(request: AnyRequest, code: str, typed: Typed, faults: list[FieldError] | None = None) -> Response[Any]:
    """A year of a calendar with the form of one kind of change, what was typed in it, and what is wrong with it."""
    asked = request.query_params.get("year", "")
    shown = await calendar_pages.calendar_page(code, int(asked) if asked.isdecimal() and len(asked) == 4 else None)
    changes = await proposals.proposals("calendar", code, limit=10)
    context = {
        **await framed(staff_of(request), "calendars"),
        "calendar": shown,
        "kind": typed["kind"] if typed["kind"] in KINDS else "days",
        "forms_of": form_words(),
        "statuses": status_options(),
        "status_chip": status_chip,
        "range_words": range_words,
        "hours_words": hours_words,
        "date_of": date.fromisoformat,
        "weekdays": [(weekday_words(day, narrow=True), weekday_words(day)) for day in WEEK],
        "today": calendar_pages.today(),
        "day_words": day_words,
        "month_name": i18n.month,
        "changes": changes,
        "people": await proposals.people(changes),
        "title_of": change_title,
        "state_chip": state_chip,
        "values": dict(typed),
        "errors": in_words(faults or []),
    }
    return page("pages/admin/calendar.html", context, status=422 if faults else 200)


@post(PATH + "/{code:str}", opt=dict(needs("change.propose")), include_in_schema=False)
async def enter(request: AnyRequest, code: FromPath[str]) -> Response[Any]:
    """Try a circular, change what was typed, or send it for approval as it was tried."""
    typed = await fields(request, (*NAMES, "step", "base"))
    by = staff_of(request)
    try:
        circular = _circular(code, typed)
        if typed["step"] == "edit":
            return await _show(request, code, typed)
        if typed["step"] == "propose":
            return see(f"/admin/changes/{await calendars.propose(circular, by=by, base=typed['base'])}")
        return await _effect(request, circular, typed, await calendars.tried(circular, by=by))
    except Invalid as error:
        return await _show(request, code, typed, list(error.faults))
    except Conflict as error:
        again = await calendars.tried(circular, by=by)
        return await _effect(request, circular, typed, again, FieldError("counted", error.code))


async def _effect(
    request: AnyRequest, circular: Circular, typed: Typed, run: DryRun, fault: FieldError | None = None
) -> Response[Any]:
    """What the circular would do, and the way on or back."""
    context = {
        **await framed(staff_of(request), "calendars"),
        "here": f"{PATH}/{circular.code}",
        "title": change_title("calendar", circular.change.stored()),
        "typed": {name: typed[name] for name in NAMES},
        "base": run.base,
        "effect": run.effect.stored(),
        "date_of": date.fromisoformat,
        "subject": "calendar",
        "errors": in_words([fault] if fault else []),
    }
    return page("pages/admin/effect.html", context, status=409 if fault else 200)


def _circular(code: str, typed: Typed) -> Circular:
    kind = typed["kind"] if typed["kind"] in KINDS else "days"
    last = typed["last"] or (typed["first"] if kind in ("days", "hours") else "")
    faults: list[FieldError] = []
    ends = _day(last, "last", faults)
    begins = ends if kind == "horizon" else _day(typed["first"], "first", faults)
    if faults:
        raise Invalid(*faults)
    change = CalendarChange(
        kind,
        begins,
        ends,
        typed["name_en"].strip()[:120],
        typed["name_ar"].strip()[:120],
        typed["status"] or "confirmed",
        typed["hours"].strip()[:60],
    )
    return Circular(code, change, typed["source"], after_the_fact=typed["after_the_fact"] == "yes")


def _day(text: str, name: str, faults: list[FieldError]) -> date:
    """A date as the form sends it; one that is none is a fault, and any date in its place."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults.append(FieldError(name, "bad_date"))
        return date.min


ROUTES = [listed, show, enter]
