"""Many cases at once: choose what to do, look at the frozen list, type how many, and read what became of each."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import bulk, bulk_choice
from cases.bulk_choice import Wanted
from tawasul.accounts import views
from tawasul.accounts.views import StaffView
from tawasul.core.errors import Conflict, FieldError, Invalid
from web.bulk_words import act_choices, reason_words, wanted_words
from web.desk.frame import frame
from web.forms import chosen, fields
from web.guards import needs, staff_of
from web.numbers import typed_number
from web.pages import in_words, page, see

AnyRequest = Request[Any, Any, Any]
Typed = Mapping[str, str]
PATH = "/desk/bulk"
_NAMES = ("act", "to", "tag", "to_agency", "reason")
_NONE: tuple[FieldError, ...] = ()


@post(PATH, opt=dict(needs("case.mark")), include_in_schema=False)
async def choose(request: AnyRequest) -> Response[Any]:
    """The chosen cases, and what can be done with them. With an act, its list is frozen and shown."""
    typed, cases, by = await fields(request, _NAMES), await _cases(request), staff_of(request)
    if not typed["act"]:
        faults = _NONE if cases else (FieldError("cases", "none_chosen"),)
        return await _choosing(by, cases, typed, faults, 422 if faults else 200)
    try:
        number = await bulk.preview(cases, _wanted(typed), by=by)
    except Invalid as error:
        return await _choosing(by, cases, typed, error.faults, 422)
    return see(f"{PATH}/{number}")


async def _cases(request: AnyRequest) -> dict[str, int]:
    """The ticked cases, each as its list showed it."""
    return bulk_choice.ticked(await chosen(request, "case"))


def _wanted(typed: Typed) -> Wanted:
    return Wanted(
        act=typed["act"],
        to=typed_number(typed["to"], 0),
        tag=typed["tag"],
        to_agency=typed["to_agency"],
        reason=typed["reason"],
    )


async def _choosing(
    by: StaffView, cases: Mapping[str, int], typed: Typed, faults: Sequence[FieldError], status: int
) -> Response[Any]:
    around = await frame(by, "queue")
    context = {
        **around,
        "cases": await bulk_choice.reached(list(cases)[: bulk_choice.MOST], by),
        "shown": cases,
        "acts": act_choices(bulk_choice.open_to(by)),
        "takers": [(str(one.id), one.name) for one in await bulk_choice.takers(by)],
        "values": typed,
        "errors": in_words(faults),
    }
    return page("pages/desk/bulk_choose.html", context, status=status)


@get(PATH + "/{number:int}", opt=dict(needs("case.mark")), include_in_schema=False)
async def look(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """A list of one's own: before it is confirmed what will be done, after it what was."""
    return await _show(staff_of(request), number, "", _NONE, 200)


async def _show(by: StaffView, number: int, typed: str, faults: Sequence[FieldError], status: int) -> Response[Any]:
    found = await bulk.shown(number, by=by)
    around = await frame(by, "queue")
    numbers = {found.wanted.to, *(one.holder or 0 for one in found.cases)} - {0}
    people = await views.by_ids(sorted(numbers))
    officer = people[found.wanted.to].name if found.wanted.to in people else None
    context = {
        **around,
        "found": found,
        "wanted": wanted_words(found.wanted, around["names"], officer),
        "people": people,
        "reason_words": reason_words,
        "values": {"count": typed},
        "errors": in_words(faults),
    }
    return page("pages/desk/bulk.html", context, status=status)


@post(PATH + "/{number:int}", opt=dict(needs("case.mark")), include_in_schema=False)
async def confirm(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    typed, by = await fields(request, ("count",)), staff_of(request)
    try:
        await bulk.confirm(number, typed["count"], by=by)
    except Invalid as error:
        return await _show(by, number, typed["count"], error.faults, 422)
    except Conflict as error:
        return await _show(by, number, typed["count"], (FieldError("count", error.code),), 409)
    return see(f"{PATH}/{number}")


ROUTES = [choose, look, confirm]
