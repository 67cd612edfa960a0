"""Filing a case, step by step: what happened, where, about you, check. Each step is a plain form.

What was typed is kept on the server, sealed, under a random token in a cookie, so that a reload, a dropped line
or a change of language loses nothing, and sending twice files once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post

from cases import attached, attachments, drafts, duplicates, suggestion
from cases.attached import AttachmentView
from cases.file_rules import Upload
from cases.filing_form import KINDS, detail_field, tidied
from cases.suggestion import Suggested
from routing import reference
from tawasul.accounts.agencies import all_agencies
from tawasul.core.errors import FieldError, Invalid
from tawasul.core.settings import settings
from web.forms import LARGEST_FORM, fields_and_files, ticked
from web.guards import PUBLIC
from web.pages import in_words, page, see
from web.public import filing_cookie, own_cookie
from web.public.door import Door, door_of, paths

AnyRequest = Request[Any, Any, Any]
STEPS = ("what", "where", "about", "check")
FIELDS = {
    "what": ("text", "kind"),
    "where": ("category", "governorate", "area", "block", "road", "landmark"),
    "about": ("anonymous", "name", "email", "mobile", "visible_to", "about_staff"),
    "check": (),
}
# The page asks so many times whether the sorter has read the text, and then goes on without it.
MOST_LOOKS = 8


async def _known(request: AnyRequest) -> dict[str, str] | None:
    token = filing_cookie.token_of(request)
    return await drafts.load(token) if token else None


async def _show(
    request: AnyRequest,
    step: str,
    values: dict[str, str],
    faults: Sequence[FieldError] = (),
    own: Sequence[duplicates.OwnView] = (),
) -> Response[Any]:
    """A step with what was typed, and its faults in words."""
    context: dict[str, Any] = {"step": step, "values": values, "errors": in_words(faults), "kinds": KINDS}
    context |= _stands(request)
    if step in ("what", "check"):
        context["files"] = await _files(filing_cookie.token_of(request))
    if step == "where":
        placeless = [row.code for row in (await reference.categories()).values() if not row.needs_place]
        context |= {"offer": await _offer(values), "agencies": await all_agencies(), "placeless": placeless}
    if step == "check":
        context |= {"told": await _told(values), "categories": await reference.categories(), "own": own}
    if step in ("where", "check"):
        areas = (await reference.areas()).values()
        context["areas"] = [area for area in areas if not area.retired]
        context["governorates"] = list((await reference.governorates()).values())
    return page(f"pages/public/file_{step}.html", context, status=422 if faults else 200)


def _stands(request: AnyRequest) -> dict[str, Any]:
    """Where the form stands, for its templates."""
    door = door_of(request)
    return {"root": door.root, "kiosk": door.is_kiosk, "takes_files": _takes_files(door)}


def _takes_files(door: Door) -> bool:
    """Whether files are attached here: whoever is at a kiosk has none, but it may have a camera."""
    return not door.is_kiosk or settings().kiosk_camera


async def _files(token: str | None) -> list[AttachmentView]:
    """What is attached so far."""
    number = await drafts.number_of(token) if token else None
    return await attached.of_form(number) if number is not None else []


async def _take(request: AnyRequest, step: str) -> Response[Any]:
    """Keep a step's fields and files; go on if they hold, else show the step again with every fault."""
    names = [*FIELDS[step], *(await _detail_fields() if step == "where" else ())]
    removed = await ticked(request, "remove")
    typed, uploads = await fields_and_files(request, names, "files")
    token, known = await _form_of(request)
    values = {**known, **typed}
    if step == "what":
        values = await _read_anew(known, values)
    await drafts.save(token, values)
    door = door_of(request)
    given = uploads if _takes_files(door) else []
    faults = [*await drafts.faults(values, names), *await _attach(token, given, removed)]
    going_on = see(door.path(STEPS[STEPS.index(step) + 1]))
    response = await _show(request, step, values, faults) if faults else going_on
    filing_cookie.give(response, token, door)
    return response


async def _form_of(request: AnyRequest) -> tuple[str, dict[str, str]]:
    """The form of this browser with what was typed in it; a new one if it has none that holds."""
    token = filing_cookie.token_of(request)
    known = await drafts.load(token) if token else None
    if token is None or known is None:
        door = door_of(request)
        return await drafts.start(door.lifetime), {drafts.CHANNEL: door.channel}
    return token, known


async def _attach(token: str, uploads: Sequence[Upload], removed: Sequence[int]) -> list[FieldError]:
    """Take back what was ticked and keep what was attached; gives what is wrong with it."""
    number = await drafts.number_of(token) if uploads or removed else None
    if number is None:
        return []
    try:
        for one in removed:
            await attachments.remove_from_form(number, one)
        if uploads:
            await attachments.add_to_form(number, uploads)
    except Invalid as error:
        return list(error.faults)
    return []


@dataclass(frozen=True, slots=True)
class Offer:
    """What a citizen may choose from: categories, what else is asked in each, and whether more looks make sense."""

    suggested: Suggested | None
    categories: Mapping[str, reference.CategoryRow]
    questions: Mapping[str, list[reference.QuestionRow]]
    chosen: str
    look: int

    @property
    def is_awaited(self) -> bool:
        """Whether the page should look again."""
        return self.suggested is None and self.look <= MOST_LOOKS


async def _read_anew(known: Mapping[str, str], values: dict[str, str]) -> dict[str, str]:
    """Have a text read that was not read before. What was chosen for another text is not chosen for this one."""
    if values["text"] == known.get("text") and known.get("suggestion"):
        return values
    kept = {name: value for name, value in values.items() if name not in ("category", "suggestion")}
    if await drafts.faults(values, ("text",)):
        return kept
    return {**kept, "suggestion": await suggestion.ask(values["text"])}


async def _offer(values: Mapping[str, str], look: int = 1) -> Offer:
    """What the sorter thinks of the text, and what the citizen chose."""
    found = await suggestion.suggested(values["suggestion"]) if values.get("suggestion") else None
    known, asked = await reference.categories(), await reference.questions()
    chosen = values.get("category") or ""
    if found and found.is_sure and found.categories and "category" not in values:
        chosen = found.categories[0]
    codes = dict.fromkeys([*(found.categories if found else ()), *([chosen] if chosen else [])])
    offered = {code: known[code] for code in codes if code in known and not known[code].retired}
    return Offer(
        suggested=found,
        categories=offered,
        questions={code: [one for one in asked.values() if one.category == code] for code in offered},
        chosen=chosen if chosen in offered else "",
        look=look if values.get("suggestion") else MOST_LOOKS + 1,
    )


async def _told(values: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was answered to the questions of the chosen category: question and answer."""
    category = values.get("category") or ""
    asked = [row for row in (await reference.questions()).values() if row.category == category]
    return [(row.name, value) for row in asked if (value := values.get(detail_field(row.code)))]


async def _detail_fields() -> list[str]:
    return [detail_field(code) for code in await reference.questions()]


@get(paths("offer"), opt=dict(PUBLIC), include_in_schema=False)
async def offer(request: AnyRequest) -> Response[Any]:
    """The part of the second step that waits for the sorter, asked for by the page itself."""
    look = request.query_params.get("look", "1")
    number = int(look) if look.isdecimal() and len(look) < 3 else MOST_LOOKS
    known = await _known(request) or {}
    context = {
        "offer": await _offer(known, number + 1),
        "values": known,
        "errors": {},
        "agencies": await all_agencies(),
        **_stands(request),
    }
    return page("partials/public/offer.html", context)


@get(paths("what"), opt=dict(PUBLIC), include_in_schema=False)
async def what(request: AnyRequest) -> Response[Any]:
    return await _show(request, "what", await _known(request) or {})


@post(paths("what"), opt=dict(PUBLIC), include_in_schema=False, request_max_body_size=LARGEST_FORM)
async def take_what(request: AnyRequest) -> Response[Any]:
    return await _take(request, "what")


async def _later(request: AnyRequest, step: str) -> Response[Any]:
    """A later step, for a form that has begun; without one it begins at the first."""
    known = await _known(request)
    return await _show(request, step, known) if known and known.get("text") else see(door_of(request).root)


@get(paths("where"), opt=dict(PUBLIC), include_in_schema=False)
async def where(request: AnyRequest) -> Response[Any]:
    return await _later(request, "where")


@post(paths("where"), opt=dict(PUBLIC), include_in_schema=False)
async def take_where(request: AnyRequest) -> Response[Any]:
    return await _take(request, "where")


@get(paths("about"), opt=dict(PUBLIC), include_in_schema=False)
async def about(request: AnyRequest) -> Response[Any]:
    return await _later(request, "about")


@post(paths("about"), opt=dict(PUBLIC), include_in_schema=False)
async def take_about(request: AnyRequest) -> Response[Any]:
    return await _take(request, "about")


@get(paths("check"), opt=dict(PUBLIC), include_in_schema=False)
async def check(request: AnyRequest) -> Response[Any]:
    """What will be sent, and an open case of one's own that seems to be the same."""
    known = await _known(request)
    if not known or not known.get("text"):
        return see(door_of(request).root)
    pairs = [] if door_of(request).is_kiosk else own_cookie.pairs(request)
    alike = await duplicates.own(tidied(drafts.draft_of(known)), pairs)
    return await _show(request, "check", known, own=alike)


@post(paths("check"), opt=dict(PUBLIC), include_in_schema=False)
async def send(request: AnyRequest) -> Response[Any]:
    """File the case. The same form again, by double click or reload, leads to the same receipt."""
    token, door = filing_cookie.token_of(request), door_of(request)
    if token is None:
        return see(door.root)
    try:
        receipt = await drafts.file(token)
    except Invalid as error:
        return see(door.path(_step_of(error.faults)))
    response = see(door.path("receipt"))
    if not door.is_kiosk:
        own_cookie.add(request, response, (receipt.reference, receipt.access_code))
    return response


def _step_of(faults: Sequence[FieldError]) -> str:
    """The first step that has something to mend."""
    wrong = {fault.field for fault in faults}
    return next((step for step in STEPS if wrong & set(FIELDS[step])), "what")


ROUTES = [what, take_what, offer, where, take_where, about, take_about, check, send]
