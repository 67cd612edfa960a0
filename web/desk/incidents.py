"""Surges and incidents on the desk: link cases alike, and write to all of them at once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import incident_views, incidents, mailings
from cases.incident_views import SurgeView
from cases.mailings import MailingDraft
from tawasul.accounts import views
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound
from web.desk import incident_words
from web.desk.frame import frame
from web.desk.wording import language_words
from web.forms import chosen, fields
from web.guards import needs, staff_of
from web.pages import in_words, page, see
from web.words import outcome_words, status_words

AnyRequest = Request[Any, Any, Any]
LIST = "/desk/incidents"
SURGE = "/desk/surges/{number:int}"
PATH = LIST + "/{number:int}"
MAILING = PATH + "/mailings/{mailing:int}"
_TYPED = ("kind", "text_ar", "text_en", "outcome", "due_on")


async def _page(request: AnyRequest, name: str, faults: list[FieldError] | None, **values: Any) -> Response[Any]:
    """A page of this part, with its words and what was wrong."""
    framed = await frame(staff_of(request), "incidents")
    found = values.get("found")
    context = {
        **framed,
        "words": incident_words,
        "status_words": status_words,
        "language_words": language_words,
        "outcome_words": outcome_words,
        "heading": incident_words.title(found, framed["names"]) if isinstance(found, SurgeView) else "",
        "values": {},
        "errors": in_words(faults or []),
        **values,
    }
    return page(f"pages/desk/{name}.html", context, status=422 if faults else 200)


@get(LIST, opt=dict(needs("case.read")), include_in_schema=False)
async def listed(request: AnyRequest) -> Response[Any]:
    """Every surge in reach, with its incident."""
    return await _page(request, "incidents", None, rows=await incident_views.surges(staff_of(request), standing=False))


@get(SURGE, opt=dict(needs("case.read")), include_in_schema=False)
async def surge(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """The cases of a surge, to be looked through before they are linked."""
    found = await incident_views.surge(number, staff_of(request))
    return see(f"{LIST}/{found.incident}") if found.incident else await _surge(request, found, None)


async def _surge(request: AnyRequest, found: SurgeView, faults: list[FieldError] | None) -> Response[Any]:
    return await _page(
        request, "surge", faults, found=found, offered=await incident_views.candidates(found, staff_of(request))
    )


@post(SURGE + "/incident", opt=dict(needs(incidents.OPEN_ACTION)), include_in_schema=False)
async def open_incident(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Open the incident of exactly the cases that were shown and chosen."""
    staff = staff_of(request)
    found = await incident_views.surge(number, staff)
    try:
        made = await incidents.open_from(number, await chosen(request, "cases"), by=staff)
    except Invalid as error:
        return await _surge(request, found, list(error.faults))
    except Conflict:
        return see(f"/desk/surges/{number}")
    return see(f"{LIST}/{made}")


@get(PATH, opt=dict(needs("case.read")), include_in_schema=False)
async def incident(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    return await _incident(request, number)


async def _incident(
    request: AnyRequest,
    number: int,
    typed: Mapping[str, str] | None = None,
    faults: list[FieldError] | None = None,
    ticked: list[str] | None = None,
) -> Response[Any]:
    found = await incident_views.incident(number, staff_of(request))
    return await _page(
        request,
        "incident",
        faults,
        found=found,
        members=await incident_views.members(number, staff_of(request)),
        offered=await incident_views.candidates(found, staff_of(request)),
        sent=await incident_views.mailings_of(number),
        ticked=ticked,
        outcomes=[(code, outcome_words(code)) for code in mailings.OUTCOMES],
        values=typed or {},
    )


@post(PATH + "/cases", opt=dict(needs(incidents.OPEN_ACTION)), include_in_schema=False)
async def link(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Link cases that came later."""
    try:
        await incidents.add(number, await chosen(request, "cases"), by=staff_of(request))
    except Invalid as error:
        return await _incident(request, number, faults=list(error.faults))
    return see(f"{LIST}/{number}")


@post(PATH + "/cases/{reference:str}/out", opt=dict(needs(incidents.OPEN_ACTION)), include_in_schema=False)
async def take_out(request: AnyRequest, number: FromPath[int], reference: FromPath[str]) -> Response[Any]:
    await incidents.take_out(number, reference, by=staff_of(request))
    return see(f"{LIST}/{number}")


@post(PATH + "/mailings", opt=dict(needs("case.reply")), include_in_schema=False)
async def prepare(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Freeze what is to be sent, and to whom. What is refused is said at its field, and every word stays."""
    typed, ticked = await fields(request, _TYPED), await chosen(request, "cases")
    try:
        made = await mailings.prepare(number, _draft(typed), ticked, by=staff_of(request))
    except Invalid as error:
        return await _incident(request, number, typed, list(error.faults), ticked)
    return see(f"{LIST}/{number}/mailings/{made}")


def _draft(typed: Mapping[str, str]) -> MailingDraft:
    try:
        due_on = date.fromisoformat(typed["due_on"]) if typed["due_on"] else None
    except ValueError as error:
        raise Invalid(FieldError("due_on", "bad_date")) from error
    return MailingDraft(typed["kind"], typed["text_ar"], typed["text_en"], typed["outcome"], due_on)


@get(MAILING, opt=dict(needs("case.read")), include_in_schema=False)
async def mailing(request: AnyRequest, number: FromPath[int], mailing: FromPath[int]) -> Response[Any]:
    """The last look before it is sent, and afterwards how far it is."""
    return await _mailing(request, number, mailing)


async def _mailing(
    request: AnyRequest, number: int, mailing_id: int, typed: str = "", faults: list[FieldError] | None = None
) -> Response[Any]:
    found = await incident_views.incident(number, staff_of(request))
    shown = await incident_views.mailing(number, mailing_id, staff_of(request))
    if shown is None:
        raise NotFound("no_such_incident")
    view, lines = shown
    return await _page(
        request,
        "mailing",
        faults,
        found=found,
        mailing=view,
        lines=lines,
        by=(await views.by_ids([view.by]))[view.by],
        values={"number": typed},
    )


@post(MAILING + "/send", opt=dict(needs("case.reply")), include_in_schema=False)
async def send(request: AnyRequest, number: FromPath[int], mailing: FromPath[int]) -> Response[Any]:
    """Send it to exactly those that were shown. A second press finds it sent, and shows how far it is."""
    typed, progress = (await fields(request, ("number",)))["number"], see(f"{LIST}/{number}/mailings/{mailing}")
    if await incident_views.mailing(number, mailing, staff_of(request)) is None:
        raise NotFound("no_such_incident")
    try:
        await mailings.confirm(mailing, typed, by=staff_of(request))
    except Invalid as error:
        return await _mailing(request, number, mailing, typed, list(error.faults))
    except Conflict:
        return progress
    return progress


ROUTES = [listed, surge, open_incident, incident, link, take_out, prepare, mailing, send]
