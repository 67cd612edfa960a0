"""Exactly the cases behind a number of the board."""

from typing import Any, cast

from litestar import Request, Response, get

from cases import queues
from cases.filters import FIGURES, Figure
from tawasul.core.errors import NotFound
from web.board.board import period_of
from web.desk.frame import frame
from web.desk.queue import choices, narrowing, rows_of, turn
from web.desk.wording import figure_words, period_words
from web.guards import needs, staff_of
from web.pages import page


@get("/board/cases", opt=dict(needs("board")), include_in_schema=False)
async def listed(request: Request[Any, Any, Any]) -> Response[Any]:
    """The list behind one number, narrowed and paged like a queue."""
    staff = staff_of(request)
    figure = request.query_params.get("figure", "due")
    if figure not in FIGURES:
        raise NotFound("not_found")
    by, period = narrowing(request), period_of(request)
    found = await queues.listed(staff, cast("Figure", figure), period, by, turn(request))
    context = {
        **await frame(staff, "board"),
        "figure": figure,
        "heading": figure_words(cast("Figure", figure)),
        "period": period,
        "periods": period_words(),
        **await choices(staff, by),
        "page": found,
        "groups": await rows_of(found),
    }
    return page("pages/board/listed.html", context)


ROUTES = [listed]
