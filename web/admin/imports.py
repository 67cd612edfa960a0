"""Cases of another system, as a file: sent, looked through, taken in, and followed now or on a later visit."""

from collections.abc import AsyncIterator
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Stream

from cases import import_files, import_rows, import_views
from cases.import_views import ImportView
from tawasul.accounts import views
from tawasul.core.csv_text import Cell
from tawasul.core.errors import Conflict, FieldError, Invalid
from tawasul.core.i18n import _
from tawasul.core.sheet_reading import LARGEST, MOST_ROWS
from web.admin.frame import framed
from web.board.sheet import streamed
from web.file_words import import_chip
from web.forms import fields_and_files
from web.guards import needs, staff_of
from web.messages import sentence
from web.pages import in_words, is_fragment, page, see

AnyRequest = Request[Any, Any, Any]
Faults = tuple[FieldError, ...]
PATH = "/admin/import"
LARGEST_FORM = LARGEST + 1024 * 1024


@get(PATH, opt=dict(needs("case.import")), include_in_schema=False)
async def listed(request: AnyRequest) -> Response[Any]:
    return await _list(request)


async def _list(request: AnyRequest, faults: Faults = ()) -> Response[Any]:
    """The form of a new file, and what came before."""
    rows = await import_views.history()
    context = {
        **await framed(staff_of(request), "import"),
        "rows": rows,
        "people": await views.by_ids(sorted({row.by for row in rows})),
        "chip_of": import_chip,
        "columns": import_rows.COLUMNS,
        "needed": import_rows.NEEDED,
        "most": MOST_ROWS,
        "largest": LARGEST // (1024 * 1024),
        "errors": in_words(faults),
    }
    return page("pages/admin/imports.html", context, status=422 if faults else 200)


@post(PATH, opt=dict(needs("case.import")), include_in_schema=False, request_max_body_size=LARGEST_FORM)
async def receive(request: AnyRequest) -> Response[Any]:
    """Keep the file and have it looked through. Nothing of a case is stored yet."""
    _typed, uploads = await fields_and_files(request, (), "file")
    try:
        number = await import_files.receive(uploads[0] if uploads else None, by=staff_of(request))
    except Invalid as error:
        return await _list(request, error.faults)
    return see(f"{PATH}/{number}")


@get(PATH + "/{number:int}", opt=dict(needs("case.import")), include_in_schema=False)
async def show(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """How far it is: the whole page, or for htmx the part that changes."""
    found = await import_views.one(number)
    if is_fragment(request):
        return page("partials/admin/import.html", await _context(found))
    return await _whole(request, found)


async def _whole(request: AnyRequest, found: ImportView, faults: Faults = ()) -> Response[Any]:
    context = {**await framed(staff_of(request), "import"), **await _context(found), "errors": in_words(faults)}
    return page("pages/admin/import.html", context, status=409 if faults else 200)


async def _context(found: ImportView) -> dict[str, Any]:
    shown = await import_views.faults(found.id) if not found.runs else []
    return {
        "found": found,
        "state": import_chip(found.state),
        "cause": sentence(found.fault.code, found.fault.params) if found.fault else "",
        "people": await views.by_ids(sorted({found.by, found.started_by or found.by})),
        "faults": [(fault.line, fault.column, sentence(fault.code, fault.params)) for fault in shown],
        "fault_count": await import_views.count_faults(found.id) if shown else 0,
    }


@post(PATH + "/{number:int}/start", opt=dict(needs("case.import")), include_in_schema=False)
async def start(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Take in the good rows. A second press leads to where the first one is."""
    try:
        await import_files.start(number, by=staff_of(request))
    except Conflict as error:
        found = await import_views.one(number)
        return await _whole(request, found, (FieldError("import", error.code),))
    return see(f"{PATH}/{number}")


@post(PATH + "/{number:int}/again", opt=dict(needs("case.import")), include_in_schema=False)
async def again(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Go on with a file whose job was given up."""
    await import_files.again(number, by=staff_of(request))
    return see(f"{PATH}/{number}")


@get(PATH + "/{number:int}/faults", opt=dict(needs("case.import")), include_in_schema=False)
async def faults_sheet(request: AnyRequest, number: FromPath[int]) -> Stream:
    """Every fault, in the reader's language."""
    found = await import_views.one(number)
    return streamed(f"tawasul-import-{found.id}", [_("Row"), _("Column"), _("What is wrong")], _lines(found.id))


async def _lines(number: int) -> AsyncIterator[list[list[Cell]]]:
    async for portion in import_views.every_fault(number):
        yield [[fault.line, fault.column, sentence(fault.code, fault.params)] for fault in portion]


ROUTES = [listed, receive, show, start, again, faults_sheet]
