"""Cases as a file for whoever may see them: asked for, written by a job, and fetched within a day."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Stream

from cases import everything, export_files, export_views
from cases.export_files import Asked
from cases.export_views import ExportView
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core import i18n
from tawasul.core.errors import FieldError, Invalid
from tawasul.core.i18n import ZONE
from tawasul.core.sheet_writing import TYPES
from web.desk.frame import frame
from web.file_words import export_chip
from web.forms import fields
from web.guards import needs, staff_of
from web.pages import in_words, is_fragment, page, see

AnyRequest = Request[Any, Any, Any]
Faults = tuple[FieldError, ...]
PATH = "/desk/export"
_CODE = 20


@get(PATH, opt=dict(needs("case.export")), include_in_schema=False)
async def listed(request: AnyRequest) -> Response[Any]:
    return await _list(request, {"format": "csv"})


async def _list(request: AnyRequest, typed: Mapping[str, str], faults: Faults = ()) -> Response[Any]:
    """The form, and what the reader asked for before."""
    staff = staff_of(request)
    context = {
        **await frame(staff, "export"),
        "rows": await export_views.mine(staff),
        "agencies": await _choices(staff),
        "chip_of": export_chip,
        "values": dict(typed),
        "errors": in_words(faults),
    }
    return page("pages/desk/exports.html", context, status=422 if faults else 200)


async def _choices(staff: StaffView) -> list[tuple[str, str]]:
    scope = await agencies.scope(staff)
    known = (await agencies.all_agencies()).items()
    return sorted(((code, row.name) for code, row in known if scope.holds(code)), key=lambda pair: pair[1])


@post(PATH, opt=dict(needs("case.export")), include_in_schema=False)
async def ask(request: AnyRequest) -> Response[Any]:
    typed = await fields(request, ("format", "agency", "since", "texts"))
    try:
        asked = Asked(
            typed["format"],
            typed["agency"][:_CODE] or None,
            _day(typed["since"]),
            texts=typed["texts"] == "yes",
            language=i18n.current(),
        )
        number = await export_files.ask(asked, by=staff_of(request))
    except Invalid as error:
        return await _list(request, typed, error.faults)
    return see(f"{PATH}/{number}")


def _day(text: str) -> datetime | None:
    """The beginning of a day in Bahrain, as the form sends it."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise Invalid(FieldError("since", "bad_date")) from error
    return datetime.combine(max(day, everything.BEGINNING.date()), time(), ZONE)


@get(PATH + "/{number:int}", opt=dict(needs("case.export")), include_in_schema=False)
async def show(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """How far it is: the whole page, or for htmx the part that changes."""
    staff = staff_of(request)
    found = await export_views.one(number, staff)
    around = await frame(staff, "export") if not is_fragment(request) else {}
    name = "partials/desk/export.html" if is_fragment(request) else "pages/desk/export.html"
    return page(name, {**around, "found": found, "state": export_chip(found.state)})


@get(PATH + "/{number:int}/file", opt=dict(needs("case.export")), include_in_schema=False)
async def fetch(request: AnyRequest, number: FromPath[int]) -> Stream:
    """The file itself, piece by piece."""
    staff = staff_of(request)
    pieces = await export_files.fetched(number, by=staff)
    found = await export_views.one(number, staff)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(_name(found))}",
        "Content-Length": str(found.size),
        "Cache-Control": "no-store",
    }
    return Stream(pieces, media_type=TYPES[found.format], headers=headers)


def _name(found: ExportView) -> str:
    day = found.at.astimezone(ZONE).date().isoformat()
    return "-".join(["tawasul", *([found.agency] if found.agency else []), day]) + f".{found.format}"


ROUTES = [listed, ask, show, fetch]
