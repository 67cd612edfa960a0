"""Parts: what another agency is asked of a case, and how it answers inside the office."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import part_lists, parts
from cases.folder import CaseView
from cases.parts import PartDraft
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.errors import Conflict, FieldError, Invalid
from web.desk.case import PATH as CASE
from web.desk.case import Typed, do
from web.desk.frame import frame
from web.files import handed_over
from web.forms import fields
from web.guards import needs, staff_of
from web.numbers import typed_number
from web.pages import in_words, page, see

AnyRequest = Request[Any, Any, Any]
PATH = "/desk/parts"


@post(CASE + "/parts", opt=dict(needs("part.add")), include_in_schema=False)
async def add(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await parts.add(found.id, PartDraft(typed["part_agency"], typed["asked"]), by=staff, rev=rev)

    return await do(request, reference, ("part_agency", "asked"), "reply", act)


@post(CASE + "/parts/withdraw", opt=dict(needs("part.add")), include_in_schema=False)
async def withdraw(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    async def act(found: CaseView, typed: Typed, staff: StaffView, rev: int) -> None:
        await parts.withdraw(found.id, typed_number(typed["part"]), typed["part_reason"], by=staff)

    return await do(request, reference, ("part", "part_reason"), "reply", act)


@get(PATH, opt=dict(needs("case.read")), include_in_schema=False)
async def listed(request: AnyRequest) -> Response[Any]:
    staff = staff_of(request)
    done = request.query_params.get("done", "")
    context = {
        **await frame(staff, "parts"),
        "rows": await part_lists.to_do(staff),
        "now": clock.now(),
        "done": done if done == "answered" else "",
    }
    return page("pages/desk/parts.html", context)


async def _one(
    request: AnyRequest, number: int, typed: Typed, faults: list[FieldError], status: int = 200
) -> Response[Any]:
    staff = staff_of(request)
    context = {
        **await frame(staff, "parts"),
        "found": await part_lists.one(number, staff),
        "values": typed,
        "errors": in_words(faults),
    }
    return page("pages/desk/part.html", context, status=status)


@get(PATH + "/{number:int}", opt=dict(needs("part.answer")), include_in_schema=False)
async def show(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    return await _one(request, number, {}, [])


@post(PATH + "/{number:int}/answer", opt=dict(needs("part.answer")), include_in_schema=False)
async def answer(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    typed = await fields(request, ("answer",))
    try:
        await parts.answer(number, typed["answer"], by=staff_of(request))
    except Invalid as error:
        return await _one(request, number, typed, list(error.faults), 422)
    except Conflict as error:
        return await _one(request, number, typed, [FieldError("answer", error.code)], 409)
    return see(f"{PATH}?done=answered")


@post(PATH + "/{number:int}/take", opt=dict(needs("case.take")), include_in_schema=False)
async def take(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    try:
        await parts.take(number, by=staff_of(request))
    except Conflict as error:
        return await _one(request, number, {}, [FieldError("answer", error.code)], 409)
    return see(f"{PATH}/{number}")


@get(PATH + "/{number:int}/files/{file:int}", opt=dict(needs("part.answer")), include_in_schema=False)
async def give_file(request: AnyRequest, number: FromPath[int], file: FromPath[int]) -> Response[Any]:
    """A file of the case, while the part is open."""
    return handed_over(await part_lists.file_of(number, file, staff_of(request)))


ROUTES = [add, withdraw, listed, show, answer, take, give_file]
