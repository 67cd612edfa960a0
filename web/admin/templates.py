"""Templates of replies: the list, one with all its versions, and what is done to it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import reply_templates, template_fields, template_keeping
from cases.reply_templates import TemplateView
from cases.template_keeping import TemplateDraft
from tawasul.accounts.views import StaffView
from tawasul.core import i18n
from tawasul.core.errors import Conflict, FieldError, Invalid
from web.admin.frame import framed
from web.admin.reply_words import act_words, place_words
from web.desk.wording import language_words
from web.forms import fields
from web.guards import needs, staff_of
from web.numbers import typed_number
from web.pages import in_words, page, see

AnyRequest = Request[Any, Any, Any]
Typed = Mapping[str, str]
PATH = "/admin/templates"
ONE = PATH + "/{number:int}"
NAMES = ("title", "text", "language", "category", "agency")


@get(PATH, opt=dict(needs("template.keep")), include_in_schema=False)
async def listed(request: AnyRequest) -> Response[Any]:
    return await _list(request, {"language": i18n.current()})


async def _list(request: AnyRequest, typed: Typed, faults: list[FieldError] | None = None) -> Response[Any]:
    """Every template that the reader keeps, and the form of a new one with what was typed in it."""
    staff = staff_of(request)
    context = {
        **await framed(staff, "templates"),
        **_choices(),
        "rows": await reply_templates.kept(staff),
        "owners": await template_keeping.kept_by(staff),
        "values": dict(typed),
        "errors": in_words(faults or []),
    }
    return page("pages/admin/templates.html", context, status=422 if faults else 200)


def _choices() -> dict[str, Any]:
    return {
        "language_words": language_words,
        "languages": [(code, language_words(code)) for code in i18n.LANGUAGES],
        "places": [(f"{{{name}}}", place_words(name)) for name in template_fields.FIELDS],
    }


@post(PATH, opt=dict(needs("template.keep")), include_in_schema=False)
async def make(request: AnyRequest) -> Response[Any]:
    staff, typed = staff_of(request), await fields(request, NAMES)
    owners = await template_keeping.kept_by(staff)
    owner = typed["agency"] or (owners[0] if len(owners) == 1 else None)
    if owner not in owners:
        return await _list(request, typed, [FieldError("agency", "unknown")])
    try:
        number = await template_keeping.make(_draft(typed, owner), by=staff)
    except Invalid as error:
        return await _list(request, typed, list(error.faults))
    return see(f"{PATH}/{number}")


def _draft(typed: Typed, owner: str | None) -> TemplateDraft:
    return TemplateDraft(typed["title"], typed["text"], typed["language"], typed["category"] or None, owner)


@get(ONE, opt=dict(needs("template.keep")), include_in_schema=False)
async def show(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    return await _show(request, await _kept(request, number))


async def _kept(request: AnyRequest, number: int) -> TemplateView:
    return await reply_templates.one(number, staff_of(request))


async def _show(
    request: AnyRequest, found: TemplateView, typed: Typed | None = None, faults: list[FieldError] | None = None
) -> Response[Any]:
    """One template: its form, how it reads filled in, and every version."""
    versions, people = await reply_templates.versions(found.id)
    now_it_is = {"title": found.title, "text": found.text, "language": found.language, "category": found.category}
    with i18n.use("ar" if found.language == "ar" else "en"):
        example = template_fields.fill(found.text, reply_templates.example())
    context = {
        **await framed(staff_of(request), "templates"),
        **_choices(),
        "found": found,
        "versions": versions,
        "people": people,
        "act_words": act_words,
        "example": example,
        "values": dict(typed) if typed else now_it_is,
        "errors": in_words(faults or []),
    }
    moved = any(fault.code in ("template_moved", "nothing_to_set") for fault in faults or [])
    return page("pages/admin/template.html", context, status=409 if moved else 422 if faults else 200)


async def _do(
    request: AnyRequest, number: int, act: Callable[[Typed, StaffView, int], Awaitable[None]]
) -> Response[Any]:
    """Do one thing with a template. What is refused is said, and every word stays."""
    await _kept(request, number)
    typed = await fields(request, (*NAMES, "rev", "version"))
    try:
        await act(typed, staff_of(request), typed_number(typed["rev"]))
    except Invalid as error:
        return await _show(request, await _kept(request, number), typed, list(error.faults))
    except Conflict as error:
        words = typed if typed["text"] else None
        return await _show(request, await _kept(request, number), words, [FieldError("title", error.code)])
    return see(f"{PATH}/{number}")


@post(ONE, opt=dict(needs("template.keep")), include_in_schema=False)
async def change(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    async def act(typed: Typed, staff: StaffView, rev: int) -> None:
        await template_keeping.change(number, _draft(typed, None), by=staff, rev=rev)

    return await _do(request, number, act)


@post(ONE + "/restore", opt=dict(needs("template.keep")), include_in_schema=False)
async def restore(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Bring an earlier version back."""

    async def act(typed: Typed, staff: StaffView, rev: int) -> None:
        await template_keeping.restore(number, typed_number(typed["version"]), by=staff, rev=rev)

    return await _do(request, number, act)


@post(ONE + "/retire", opt=dict(needs("template.keep")), include_in_schema=False)
async def retire(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    async def act(typed: Typed, staff: StaffView, rev: int) -> None:
        await template_keeping.retire(number, by=staff, rev=rev)

    return await _do(request, number, act)


@post(ONE + "/revive", opt=dict(needs("template.keep")), include_in_schema=False)
async def revive(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    async def act(typed: Typed, staff: StaffView, rev: int) -> None:
        await template_keeping.revive(number, by=staff, rev=rev)

    return await _do(request, number, act)


ROUTES = [listed, make, show, change, restore, retire, revive]
