"""Triage: people choose where a case goes, one click for each of three candidates."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import closure, triage, triage_page
from cases.closure import Closing
from cases.reference import parse
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound
from web.desk.beside import marked
from web.desk.frame import frame
from web.desk.wording import closing_words, confidence_words, triage_reason_words
from web.forms import fields
from web.guards import needs, staff_of
from web.numbers import typed_number
from web.pages import in_words, is_fragment, page, see
from web.words import kind_words

AnyRequest = Request[Any, Any, Any]
Typed = Mapping[str, str]
PATH = "/desk/triage"


async def _show(
    request: AnyRequest, refused: dict[str, Any] | None = None, *, placed: str | None = None, status: int = 200
) -> Response[Any]:
    staff = staff_of(request)
    waiting = await triage_page.page(staff_of(request))
    context = {
        **await frame(staff, "triage"),
        "page": waiting,
        "kind_words": kind_words,
        "confidence_words": confidence_words,
        "marked": marked,
        "reason_words": triage_reason_words,
        "closings": {reason: closing_words(reason) for reason in closure.REASONS},
        "refused": refused or {},
        "placed": parse(request.query_params.get("placed", "")) if placed is None else placed,
    }
    name = "partials/desk/triage.html" if is_fragment(request) else "pages/desk/triage.html"
    return page(name, context, status=status)


@get(PATH, opt=dict(needs("triage")), include_in_schema=False)
async def show(request: AnyRequest) -> Response[Any]:
    return await _show(request)


@post(PATH + "/{reference:str}", opt=dict(needs("triage")), include_in_schema=False)
async def place(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """Send one case on."""

    async def act(case_id: int, rev: int, typed: Typed) -> None:
        chosen, where = typed["category"] or typed["other"], typed["governorate"] or None
        await triage.place(case_id, chosen, by=staff_of(request), rev=rev, governorate=where)

    return await _do(request, reference, ("category", "other", "governorate"), act)


@post(PATH + "/{reference:str}/close", opt=dict(needs("triage")), include_in_schema=False)
async def close(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """Close what is no case for anyone: it gets no reply, and the history says why."""

    async def act(case_id: int, rev: int, typed: Typed) -> None:
        closing = Closing(typed["reason"], duplicate_of=typed["duplicate_of"])
        await closure.close(case_id, closing, by=staff_of(request), rev=rev)

    return await _do(request, reference, ("reason", "duplicate_of"), act)


async def _do(
    request: AnyRequest,
    reference: str,
    names: tuple[str, ...],
    act: Callable[[int, int, Typed], Awaitable[None]],
) -> Response[Any]:
    """Do one thing with a case. What cannot be done is said on its card, and the choice stays."""
    typed = await fields(request, (*names, "rev"))
    parsed = parse(reference)
    try:
        await act(await _waiting(parsed), typed_number(typed["rev"]), typed)
    except Invalid as error:
        refused = {"reference": parsed, "values": typed, "errors": in_words(error.faults)}
        return await _show(request, refused, status=422)
    except (Conflict, NotFound) as error:
        words = in_words([FieldError("category", error.code, error.params)])
        return await _show(request, {"reference": parsed, "values": typed, "errors": words}, status=409)
    placed = parsed if "category" in names else ""
    return await _show(request, placed=placed) if is_fragment(request) else see(f"{PATH}?placed={placed}")


async def _waiting(number: str | None) -> int:
    """The case of a number that waits to be sorted."""
    case_id = await triage_page.case_of(number) if number else None
    if case_id is None:
        raise NotFound("no_such_case")
    return case_id


ROUTES = [show, place, close]
