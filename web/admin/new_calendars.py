"""A calendar for an agency that works other hours: entered, tried and sent for approval."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Request, Response, get, post

from cases import new_calendars
from cases.new_calendars import NewCalendar, NewEffect
from sla.new_calendar import WEEK, field_of
from tawasul.core.errors import Conflict, FieldError, Invalid
from web.admin.frame import framed
from web.admin.wording import new_calendar_title, weekday_words
from web.forms import fields
from web.guards import needs, staff_of
from web.pages import in_words, page, see

AnyRequest = Request[Any, Any, Any]
Typed = Mapping[str, str]
PATH = "/admin/calendars/new"
HOURS = tuple(field_of(weekday) for weekday in WEEK)
NAMES = ("agency", *HOURS, "last", "source")


@get(PATH, opt=dict(needs("change.propose")), include_in_schema=False)
async def form(request: AnyRequest) -> Response[Any]:
    return await _show(request, await new_calendars.usual())


async def _show(request: AnyRequest, typed: Typed, faults: list[FieldError] | None = None) -> Response[Any]:
    """The form with the national hours, or with what was typed and what is wrong with it."""
    context = {
        **await framed(staff_of(request), "calendars"),
        "agencies": list((await new_calendars.choices()).items()),
        "weekdays": [(field_of(weekday), weekday_words(weekday)) for weekday in WEEK],
        "values": dict(typed),
        "errors": in_words(faults or []),
    }
    return page("pages/admin/new_calendar.html", context, status=422 if faults else 200)


@post(PATH, opt=dict(needs("change.propose")), include_in_schema=False)
async def enter(request: AnyRequest) -> Response[Any]:
    """Try a calendar, change what was typed, or send it for approval as it was tried."""
    typed = await fields(request, (*NAMES, "step", "base"))
    by, draft = staff_of(request), _draft(typed)
    try:
        if typed["step"] == "edit":
            return await _show(request, typed)
        if typed["step"] == "propose":
            return see(f"/admin/changes/{await new_calendars.propose(draft, by=by, base=typed['base'])}")
        return await _effect(request, typed, await new_calendars.tried(draft, by=by))
    except Invalid as error:
        return await _show(request, typed, list(error.faults))
    except Conflict as error:
        again = await new_calendars.tried(draft, by=by)
        return await _effect(request, typed, again, FieldError("counted", error.code))


async def _effect(
    request: AnyRequest, typed: Typed, effect: NewEffect, fault: FieldError | None = None
) -> Response[Any]:
    """Whom the calendar would concern, and the way on or back."""
    around = await framed(staff_of(request), "calendars")
    hours = {weekday: typed[field_of(weekday)] for weekday in WEEK}
    context = {
        **around,
        "here": PATH,
        "title": new_calendar_title(around["names"].agency(typed["agency"])),
        "typed": {name: typed[name] for name in NAMES},
        "base": effect.base,
        "effect": effect.stored(),
        "week": [(weekday_words(weekday), text) for weekday, text in hours.items()],
        "reaches_to": date.fromisoformat(typed["last"]),
        "subject": "new_calendar",
        "errors": in_words([fault] if fault else []),
    }
    return page("pages/admin/effect.html", context, status=409 if fault else 200)


def _draft(typed: Typed) -> NewCalendar:
    hours = {weekday: typed[field_of(weekday)].strip()[:60] for weekday in WEEK}
    return NewCalendar(typed["agency"], hours, _day(typed["last"]), typed["source"])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


ROUTES = [form, enter]
