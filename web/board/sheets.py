"""The tables of the board as files, for the period and the agency that the reader has chosen."""

from collections.abc import AsyncIterable, AsyncIterator
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Stream

from cases import comparison, corrected, figures
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.csv_text import Cell
from tawasul.core.errors import NotFound
from tawasul.core.i18n import ZONE, _
from web.board import layout, peers, trend, wording
from web.board.choice import Choice, choice, code_of
from web.board.contents import groups
from web.board.sheet import Sheet, download, streamed
from web.guards import needs, staff_of
from web.names import Names, names


@get("/board/sheet/{name:str}", opt=dict(needs("board")), include_in_schema=False)
async def sheet(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[Any] | Stream:
    """One table. Its file is named by what it is, for when, and the day it was made."""
    staff, chosen, known = staff_of(request), choice(request), await names()
    by = chosen.by if name == "table" else name
    day = clock.now().astimezone(ZONE).date().isoformat()
    saved_as = "-".join(["tawasul", by, code_of(chosen.period), *([chosen.agency] if chosen.agency else []), day])
    if name == "corrections":
        rows = corrected.corrected_whole(staff, chosen.period, chosen.agency)
        return streamed(saved_as, _corrections_header(), _corrections(rows, known))
    return download(saved_as, await _made(name, staff, chosen, known))


async def _made(name: str, staff: StaffView, chosen: Choice, known: Names) -> Sheet:
    if name == "table":
        return layout.sheet_of(layout.heads()[chosen.by], await groups(staff, chosen, known))
    if name == "trend":
        return trend.sheet_of(trend.month_rows(await figures.trend(staff, agency=chosen.agency)))
    if name == "peers":
        return peers.sheet_of(await comparison.peers(staff, chosen.period, chosen.agency), known.agency)
    raise NotFound("not_found")


def _corrections_header() -> list[Cell]:
    return [
        _("Case"),
        _("Agency"),
        _("Was due"),
        _("First verdict"),
        _("Verdict now"),
        _("Reason"),
        _("Corrected on"),
    ]


async def _corrections(
    portions: AsyncIterable[list[corrected.Corrected]], known: Names
) -> AsyncIterator[list[list[Cell]]]:
    """The rows in the reader's language, as they are read."""
    async for found in portions:
        yield [_corrected(each, known) for each in found]


def _corrected(each: corrected.Corrected, known: Names) -> list[Cell]:
    return [
        each.reference or _("A confidential case"),
        known.agency(each.agency) or _("Not given to an agency yet"),
        each.due_at.astimezone(ZONE).date().isoformat(),
        wording.verdict_words(on_time=each.was),
        wording.verdict_words(on_time=each.becomes),
        each.reason,
        each.at.astimezone(ZONE).date().isoformat(),
    ]


ROUTES = [sheet]
