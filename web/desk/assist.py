"""Filing for somebody who calls, comes or writes: one form for the keyboard, and a receipt to read out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import assisted, assisted_pages, drafts, suggestion
from cases.assisted import Arrival
from cases.filing_form import KINDS, LONGEST_TEXT, CaseDraft, address_faults, detail_field, tidied
from cases.reference import parse
from cases.suggestion import Suggested
from routing import reference
from tawasul.accounts import agencies
from tawasul.core import clock, i18n
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound
from tawasul.core.i18n import LANGUAGES, ZONE
from tawasul.core.seal import fingerprint, token
from tawasul.core.text import faults as faults_of
from web.desk.frame import frame
from web.desk.spelling import spelt
from web.desk.wording import language_words
from web.forms import fields
from web.guards import needs, staff_of
from web.pages import in_words, page, see
from web.words import channel_words, kind_words, status_words

AnyRequest = Request[Any, Any, Any]
Typed = Mapping[str, str]
PATH = "/desk/assist"
# `candidate` is one of the sorter's, `category` any; `form` makes a form one, however often it is sent.
FIELDS = (
    *("text", "kind", "channel", "language", "received_on", "received_time"),
    *("candidate", "category", "governorate", "area", "block", "road", "landmark"),
    *("name", "mobile", "email", "visible_to", "about_staff", "form"),
)
_ASKED = ("suggestion", "suggested_for", "look")
# `questions_of`: the category whose questions the form showed; `unscripted`: whether it cannot show others by itself.
_SHOWN = ("questions_of", "unscripted")
_PLACE = ("governorate", "area", "block", "road", "landmark")
# A text shorter than this says too little to look anything up.
SHORTEST = 12
# The page asks so many times whether the sorter has read the text, and then goes on without it.
MOST_LOOKS = 8
LONGEST_TOKEN = 64


def _draft_of(typed: Typed) -> CaseDraft:
    return CaseDraft(
        text=typed["text"],
        kind=typed["kind"] or None,
        language=typed["language"],
        governorate=typed["governorate"] or None,
        area=typed["area"] or None,
        block=typed["block"],
        road=typed["road"],
        landmark=typed["landmark"],
        category=_category(typed) or None,
        details=drafts.details_of(_category(typed), typed),
        name=typed["name"],
        email=typed["email"],
        mobile=typed["mobile"],
        visible_to=typed["visible_to"] or "tawasul",
        about_staff=typed["about_staff"] == "yes",
        channel=typed["channel"],
    )


def _category(typed: Typed) -> str:
    """The category that was chosen: of all, or one of the sorter's."""
    return typed["category"] or typed["candidate"]


def _empty() -> dict[str, str]:
    """A form that nobody has typed in yet."""
    return {
        **dict.fromkeys(FIELDS, ""),
        "channel": "phone",
        "language": i18n.current(),
        "visible_to": "tawasul",
        "about_staff": "no",
        "form": token(),
    }


async def _show(
    request: AnyRequest, values: Typed, faults: Sequence[FieldError] = (), *, status: int = 422
) -> Response[Any]:
    """The form with what was typed, and beside it what this agent filed today."""
    staff = staff_of(request)
    areas = [area for area in (await reference.areas()).values() if not area.retired]
    context = {
        **await frame(staff, "assist"),
        **await _beside(request, {**dict.fromkeys(_ASKED, ""), **values}, awaits=False),
        "values": values,
        "errors": in_words(faults),
        "areas": areas,
        "governorates": list((await reference.governorates()).values()),
        "kinds": {kind: kind_words(kind) for kind in KINDS},
        "channels": {channel: channel_words(channel) for channel in assisted.CHANNELS},
        "languages": {language: language_words(language) for language in LANGUAGES},
        "latest": clock.now().astimezone(ZONE).date(),
        "by_agency": await _by_agency(),
        **await _asked(values, faults),
        "filed": await assisted_pages.today(staff),
        "channel_words": channel_words,
        "status_words": status_words,
    }
    return page("pages/desk/assist.html", context, status=status if faults else 200)


async def _asked(values: Typed, faults: Sequence[FieldError]) -> dict[str, Any]:
    """What else each category asks, which category was chosen, and those whose place does not matter."""
    questions: dict[str, list[reference.QuestionRow]] = {}
    for row in (await reference.questions()).values():
        questions.setdefault(row.category, []).append(row)
    placeless = [row.code for row in (await reference.categories()).values() if not row.needs_place]
    mends = any(fault.field in _PLACE for fault in faults)
    return {
        "questions": questions,
        "category": _category(values),
        "placeless": [] if mends else placeless,
        "asks_more": values.get("asks_more", ""),
    }


async def _has_more(typed: Typed) -> bool:
    """Whether the category that was chosen asks what a form without script has not shown yet."""
    category = _category(typed)
    if not typed["unscripted"] or not category or typed["questions_of"] == category:
        return False
    return any(row.category == category for row in (await reference.questions()).values())


async def _by_agency() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Every category under the name of its agency, as a grouped list."""
    known = await agencies.all_agencies()
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, row in (await reference.categories()).items():
        if not row.retired:
            groups.setdefault(row.agency_code or "", []).append((code, row.name))
    named = [(code, known[code].name if code in known else "", rows) for code, rows in groups.items()]
    return sorted(named, key=lambda group: (not group[1], group[1]))


async def _beside(request: AnyRequest, typed: Typed, *, awaits: bool) -> dict[str, Any]:
    """What the sorter thinks of the text so far, and cases that may be the same."""
    draft = _told(tidied(_draft_of(typed)))
    print_ = fingerprint(draft.text, purpose="assist")
    is_known = typed["suggested_for"] == print_ and typed["suggestion"].isascii()
    wanted = typed["suggestion"] if is_known else ""
    if awaits and draft.text and not wanted:
        wanted = await suggestion.ask(draft.text)
    found = await suggestion.suggested(wanted) if wanted else None
    look = int(typed["look"]) + 1 if is_known and typed["look"].isdecimal() and len(typed["look"]) < 3 else 1
    return {
        "suggestion": wanted,
        "suggested_for": print_ if wanted else "",
        "look": look,
        "is_awaited": bool(wanted) and found is None and look <= MOST_LOOKS,
        "candidates": await _candidates(found),
        "alike": await assisted_pages.alike_for(draft, staff_of(request)),
        "values": typed,
        "status_words": status_words,
    }


def _told(draft: CaseDraft) -> CaseDraft:
    """What of a form on its way says enough to be looked up: no half a word, no half an address."""
    is_readable = SHORTEST <= len(draft.text) <= LONGEST_TEXT and not faults_of(draft.text)
    return replace(
        draft,
        text=draft.text if is_readable else "",
        email="" if address_faults("email", draft.email) else draft.email,
        mobile="" if address_faults("sms", draft.mobile) else draft.mobile,
    )


async def _candidates(found: Suggested | None) -> list[tuple[str, str, str]]:
    """The sorter's categories: code, name, and the name of the agency ('' where the place decides)."""
    known, named = await reference.categories(), await agencies.all_agencies()
    rows = [known[code] for code in (found.categories if found else ()) if code in known and not known[code].retired]
    return [(row.code, row.name, named[row.agency_code].name if row.agency_code in named else "") for row in rows]


@get(PATH, opt=dict(needs("file_for")), include_in_schema=False)
async def show(request: AnyRequest) -> Response[Any]:
    return await _show(request, _empty())


@post(PATH, opt=dict(needs("file_for")), include_in_schema=False)
async def send(request: AnyRequest) -> Response[Any]:
    """File it. The same form again, by double press or reload, leads to the same receipt.

    Without script the questions of a category are asked once it is chosen, as a second step.
    """
    details = [detail_field(code) for code in await reference.questions()]
    typed = await fields(request, (*FIELDS, *_ASKED, *_SHOWN, *details))
    form = typed["form"] if 0 < len(typed["form"]) <= LONGEST_TOKEN and typed["form"].isascii() else token()
    arrival = Arrival(typed["received_on"], typed["received_time"])
    if await _has_more(typed):
        return await _show(request, {**typed, "asks_more": "yes"})
    try:
        receipt = await assisted.file_for(_draft_of(typed), arrival, by=staff_of(request), form=form)
    except Invalid as error:
        return await _show(request, typed, error.faults)
    except Conflict as error:
        return await _show(request, {**typed, "form": token()}, [FieldError("text", error.code)], status=409)
    return see(f"{PATH}/{receipt.reference}")


@post(PATH + "/beside", opt=dict(needs("file_for")), include_in_schema=False)
async def beside(request: AnyRequest) -> Response[Any]:
    """What is told while one types. It is sent, not asked for by an address: no address holds a citizen's words."""
    typed = await fields(request, (*FIELDS, *_ASKED))
    return page("partials/desk/assist_beside.html", await _beside(request, typed, awaits=True))


@get(PATH + "/{reference:str}", opt=dict(needs("file_for")), include_in_schema=False)
async def receipt(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """The receipt of a case that this agent filed within the hour."""
    number = parse(reference)
    if number is None:
        raise NotFound("no_such_case")
    staff = staff_of(request)
    found = await assisted_pages.receipt_for(number, staff)
    context = {
        **await frame(staff, "assist"),
        "found": found,
        "receipt": found.receipt,
        "spelt": spelt(found.receipt.access_code),
        "channel": channel_words(found.channel),
        "read_out": int(assisted_pages.READ_OUT.total_seconds() // 60),
    }
    return page("pages/desk/assist_receipt.html", context)


ROUTES = [show, send, beside, receipt]
