"""Filing a case, step by step: what happened, where, about you, check. Each step is a plain form.

What was typed is kept on the server, sealed, under a random token in a cookie, so that a reload, a dropped line
or a change of language loses nothing, and sending twice files once.
"""

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, get, post

from cases import drafts
from cases.filing_form import KINDS
from routing import reference
from tawasul.core.errors import FieldError, Invalid
from web.forms import fields
from web.guards import PUBLIC
from web.pages import in_words, page, see
from web.public import filing_cookie

AnyRequest = Request[Any, Any, Any]
STEPS = ("what", "where", "about", "check")
FIELDS = {
    "what": ("text", "kind"),
    "where": ("governorate", "area", "block", "road", "landmark"),
    "about": ("anonymous", "name", "email", "mobile", "visible_to"),
    "check": (),
}
PATHS = {"what": "/file", "where": "/file/where", "about": "/file/about", "check": "/file/check"}


async def _known(request: AnyRequest) -> dict[str, str] | None:
    token = filing_cookie.token_of(request)
    return await drafts.load(token) if token else None


async def _show(step: str, values: dict[str, str], faults: Sequence[FieldError] = ()) -> Response[Any]:
    """A step with what was typed, and its faults in words."""
    context: dict[str, Any] = {"step": step, "values": values, "errors": in_words(faults), "kinds": KINDS}
    if step in ("where", "check"):
        areas = (await reference.areas()).values()
        context["areas"] = [area for area in areas if not area.retired]
        context["governorates"] = list((await reference.governorates()).values())
    return page(f"pages/public/file_{step}.html", context, status=422 if faults else 200)


async def _take(request: AnyRequest, step: str) -> Response[Any]:
    """Keep a step's fields; go on if they hold, else show the step again with every fault."""
    typed = await fields(request, FIELDS[step])
    token = filing_cookie.token_of(request)
    known = await drafts.load(token) if token else None
    if token is None or known is None:
        token, known = await drafts.start(), {}
    values = {**known, **typed}
    await drafts.save(token, values)
    faults = await drafts.faults(values, FIELDS[step])
    response = await _show(step, values, faults) if faults else see(PATHS[STEPS[STEPS.index(step) + 1]])
    filing_cookie.give(response, token)
    return response


@get(PATHS["what"], opt=dict(PUBLIC), include_in_schema=False)
async def what(request: AnyRequest) -> Response[Any]:
    return await _show("what", await _known(request) or {})


@post(PATHS["what"], opt=dict(PUBLIC), include_in_schema=False)
async def take_what(request: AnyRequest) -> Response[Any]:
    return await _take(request, "what")


async def _later(request: AnyRequest, step: str) -> Response[Any]:
    """A later step, for a form that has begun; without one it begins at the first."""
    known = await _known(request)
    return await _show(step, known) if known and known.get("text") else see(PATHS["what"])


@get(PATHS["where"], opt=dict(PUBLIC), include_in_schema=False)
async def where(request: AnyRequest) -> Response[Any]:
    return await _later(request, "where")


@post(PATHS["where"], opt=dict(PUBLIC), include_in_schema=False)
async def take_where(request: AnyRequest) -> Response[Any]:
    return await _take(request, "where")


@get(PATHS["about"], opt=dict(PUBLIC), include_in_schema=False)
async def about(request: AnyRequest) -> Response[Any]:
    return await _later(request, "about")


@post(PATHS["about"], opt=dict(PUBLIC), include_in_schema=False)
async def take_about(request: AnyRequest) -> Response[Any]:
    return await _take(request, "about")


@get(PATHS["check"], opt=dict(PUBLIC), include_in_schema=False)
async def check(request: AnyRequest) -> Response[Any]:
    return await _later(request, "check")


@post(PATHS["check"], opt=dict(PUBLIC), include_in_schema=False)
async def send(request: AnyRequest) -> Response[Any]:
    """File the case. The same form again, by double click or reload, leads to the same receipt."""
    token = filing_cookie.token_of(request)
    if token is None:
        return see(PATHS["what"])
    try:
        await drafts.file(token)
    except Invalid as error:
        return see(PATHS[_step_of(error.faults)])
    return see("/file/receipt")


def _step_of(faults: Sequence[FieldError]) -> str:
    """The first step that has something to mend."""
    wrong = {fault.field for fault in faults}
    return next((step for step in STEPS if wrong & set(FIELDS[step])), "what")


ROUTES = [what, take_what, where, take_where, about, take_about, check, send]
