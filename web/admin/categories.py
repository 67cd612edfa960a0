"""Categories: what each is called, who answers it and what is asked besides; changed, retired and undone."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases.administered import administered
from cases.category_settings import CATEGORY, QUESTIONS
from routing import reference
from routing.decide import BY_PLACE
from tawasul.core.errors import Conflict, FieldError, Invalid
from web.admin import history
from web.admin.frame import framed
from web.admin.things import as_form, do, typed_in
from web.guards import needs, staff_of
from web.pages import in_words, page, see

AnyRequest = Request[Any, Any, Any]
PATH = "/admin/categories"
TEXTS = ("name_ar", "name_en", "agency_code")
TICKS = ("urgent", "needs_place")
ASKED = tuple(f"ask_{number}_{language}" for number in QUESTIONS for language in ("ar", "en"))


@get(PATH, opt=dict(needs("reference")), include_in_schema=False)
async def listed(request: AnyRequest) -> Response[Any]:
    """Every category with who answers it, those out of use last."""
    around = await framed(staff_of(request), "categories")
    rows = sorted((await reference.categories()).values(), key=lambda row: (row.retired, row.code))
    asked = [question.category for question in (await reference.questions()).values()]
    context = {**around, "rows": rows, "asked": asked, "answers": history.answers}
    return page("pages/admin/categories.html", context)


@get(PATH + "/{code:str}", opt=dict(needs("reference")), include_in_schema=False)
async def show(request: AnyRequest, code: FromPath[str]) -> Response[Any]:
    return await _show(request, code)


async def _show(
    request: AnyRequest,
    code: str,
    typed: Mapping[str, str] | None = None,
    faults: tuple[FieldError, ...] = (),
    *,
    status: int = 200,
) -> Response[Any]:
    """One category, what was typed in its form, and what is wrong with it."""
    found = await administered(CATEGORY, code)
    around = await framed(staff_of(request), "categories")
    names = around["names"]
    bodies = [(row.code, row.name) for row in names.agencies.values() if not row.retired]
    context = {
        **around,
        "found": found,
        "agencies": [(BY_PLACE, history.answers(BY_PLACE, names)), *bodies],
        "numbers": QUESTIONS,
        "field_words": history.field_words,
        "told": history.told(found.history, names),
        "people": await history.people(found.history),
        "values": dict(typed) if typed else as_form(found.values),
        "errors": in_words(faults),
    }
    return page("pages/admin/category.html", context, status=status)


@post(PATH + "/{code:str}", opt=dict(needs("reference")), include_in_schema=False)
async def enter(request: AnyRequest, code: FromPath[str]) -> Response[Any]:
    """Change it, take it out of use or back, or undo a change. It holds from the next case on."""
    typed = await typed_in(request, (*TEXTS, *TICKS, *ASKED))
    new = {name: typed[name] for name in (*TEXTS, *ASKED)} | {name: typed[name] == "yes" for name in TICKS}
    kept = typed if typed["step"] == "change" else None
    try:
        await do(CATEGORY, code, typed, new, by=staff_of(request))
    except Invalid as error:
        return await _show(request, code, kept, error.faults, status=422)
    except Conflict as error:
        return await _show(request, code, kept, (FieldError("name_ar", error.code),), status=409)
    return see(f"{PATH}/{code}")


ROUTES = [listed, show, enter]
