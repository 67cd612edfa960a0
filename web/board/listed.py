"""Exactly the cases behind a number of the board, as a page and as a file."""

from dataclasses import replace
from typing import Any, cast

from litestar import Request, Response, get
from litestar.response import Stream

from cases import queues
from cases.filing_form import KINDS
from cases.filters import FIGURES, PERIOD_FIGURES, Figure, Narrowing
from tawasul.accounts import agencies, views
from tawasul.accounts.permissions import Scope
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.errors import NotFound
from tawasul.core.i18n import ZONE
from web.board import list_sheet
from web.board.choice import By, code_of, period_of_list
from web.board.layout import NO_VALUE, no_value_words
from web.board.sheet import streamed
from web.board.wording import period_in_words
from web.desk.frame import frame
from web.desk.queue import choices, narrowing, rows_of, turn
from web.desk.wording import figure_words, period_words
from web.guards import needs, staff_of
from web.names import Names, names
from web.numbers import typed_number
from web.pages import page
from web.words import kind_words

AnyRequest = Request[Any, Any, Any]
# Figures of a period: the list says which one. The others are of now, whatever the period.
TIMED = (*PERIOD_FIGURES, "scheduled")


def counted_under(request: AnyRequest) -> Narrowing:
    """What the number was counted under, from the address; `none` are the cases that had no such value."""
    given, by = request.query_params, narrowing(request)
    return replace(
        by,
        category=_value(by.category),
        governorate=_value(by.governorate),
        kind=_value(given.get("kind") or None),
        holder=_value(given.get("officer") or None),
    )


def _value(asked: str | None) -> str | None:
    return "" if asked == NO_VALUE else asked


@get("/board/cases", opt=dict(needs("board")), include_in_schema=False)
async def listed(request: AnyRequest) -> Response[Any]:
    """The list behind one number, narrowed and paged like a queue."""
    staff, figure = staff_of(request), _figure(request)
    scope = await _compares(request, staff)
    asked, by, period = narrowing(request), counted_under(request), period_of_list(request)
    found = await queues.listed(staff, figure, period, by, turn(request))
    around, open_to = await frame(staff, "board"), await choices(staff, asked)
    context = {
        **around,
        **open_to,
        "figure": figure,
        "heading": figure_words(figure),
        "timed": figure in TIMED,
        "period": code_of(period),
        "period_words": period_in_words(period),
        "periods": period_words(),
        "also": {name: request.query_params.get(name) or None for name in ("kind", "officer")},
        "under": await _under(by, around["names"], scope),
        "page": found,
        "groups": await rows_of(found),
    }
    return page("pages/board/listed.html", context)


async def _under(by: Narrowing, known: Names, scope: Scope) -> list[str]:
    """What the list is narrowed to, in words, besides the agency."""
    none = no_value_words()
    said: dict[By, tuple[str | None, str]] = {
        "category": (by.category, known.category(by.category)),
        "governorate": (by.governorate, known.governorate(by.governorate)),
        "kind": (by.kind, kind_words(by.kind) if by.kind in KINDS else by.kind or ""),
        "officer": (by.holder, await _officer(by.holder, scope)),
    }
    return [words or none[name] for name, (value, words) in said.items() if value is not None]


async def _officer(holder: str | None, scope: Scope) -> str:
    """The officer's name by number. Who belongs to an agency out of reach is a number like one that nobody has."""
    number = typed_number(holder or "")
    found = (await views.by_ids([number])).get(number)
    return found.name if found and scope.holds(found.agency) else holder or ""


async def _compares(request: AnyRequest, staff: StaffView) -> Scope:
    """The reader's reach. Officers are compared only by those whose agency they belong to: others have no such list."""
    scope = await agencies.scope(staff)
    if scope.national and request.query_params.get("officer"):
        raise NotFound("not_found")
    return scope


@get("/board/cases/sheet", opt=dict(needs("board")), include_in_schema=False)
async def listed_sheet(request: AnyRequest) -> Stream:
    """The whole list as a file, sent as it is read. It holds no word of a citizen and no contact."""
    staff, figure = staff_of(request), _figure(request)
    await _compares(request, staff)
    by, period, known = counted_under(request), period_of_list(request), await names()
    rows = queues.listed_whole(staff, figure, period, by)
    day = clock.now().astimezone(ZONE).date().isoformat()
    parts = ["tawasul", figure, *([code_of(period)] if figure in TIMED else []), *([by.agency] if by.agency else [])]
    return streamed("-".join([*parts, day]), list_sheet.header(), list_sheet.lines(rows, known))


def _figure(request: AnyRequest) -> Figure:
    figure = request.query_params.get("figure", "due")
    if figure not in FIGURES:
        raise NotFound("not_found")
    return cast("Figure", figure)


ROUTES = [listed, listed_sheet]
