"""The tables of the board as files, for the period and the agency that the reader has chosen."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from cases import corrected, figures
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.errors import NotFound
from tawasul.core.i18n import ZONE, _
from web.board import layout, trend, wording
from web.board.choice import Choice, choice, code_of
from web.board.contents import groups
from web.board.sheet import Sheet, download
from web.guards import needs, staff_of
from web.names import Names, names


@get("/board/sheet/{name:str}", opt=dict(needs("board")), include_in_schema=False)
async def sheet(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[Any]:
    """One table. Its file is named by what it is, for when, and the day it was made."""
    staff, chosen = staff_of(request), choice(request)
    made = await _made(name, staff, chosen)
    by = chosen.by if name == "table" else name
    day = clock.now().astimezone(ZONE).date().isoformat()
    parts = ["tawasul", by, code_of(chosen.period), *([chosen.agency] if chosen.agency else []), day]
    return download("-".join(parts), made)


async def _made(name: str, staff: StaffView, chosen: Choice) -> Sheet:
    known = await names()
    if name == "table":
        return layout.sheet_of(layout.heads()[chosen.by], await groups(staff, chosen, known))
    if name == "trend":
        return trend.sheet_of(trend.month_rows(await figures.trend(staff, agency=chosen.agency)))
    if name == "corrections":
        return _corrections(await corrected.corrected(staff, chosen.period, chosen.agency), known)
    raise NotFound("not_found")


def _corrections(found: list[corrected.Corrected], known: Names) -> Sheet:
    header = [
        _("Case"),
        _("Agency"),
        _("Was due"),
        _("First verdict"),
        _("Verdict now"),
        _("Reason"),
        _("Corrected on"),
    ]
    rows = [
        [
            each.reference,
            known.agency(each.agency) or _("Not given to an agency yet"),
            each.due_at.astimezone(ZONE).date().isoformat(),
            wording.verdict_words(on_time=each.was),
            wording.verdict_words(on_time=each.becomes),
            each.reason,
            each.at.astimezone(ZONE).date().isoformat(),
        ]
        for each in found
    ]
    return Sheet(header, rows)


ROUTES = [sheet]
