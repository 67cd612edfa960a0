"""The board: is the promise kept, and what will break it? Every number is a link to the cases it counts."""

from collections.abc import Sequence
from typing import Any, cast

from litestar import Request, Response, get

from cases import figures
from cases.figures import Figures
from cases.moments import PERIODS, PeriodName
from web.desk.frame import frame
from web.desk.wording import band_words, period_words
from web.guards import needs, staff_of
from web.pages import is_fragment, page

# What the promise is held to: 99 % of replies on time, in hundredths of a percent.
TARGET = 9_900
# Agencies are compared with those that have as much to answer: by cases due, from the greatest down.
BANDS = (1_000, 100, 1, 0)
AnyRequest = Request[Any, Any, Any]


def period_of(request: AnyRequest) -> PeriodName:
    """The period asked for, or this month."""
    asked = request.query_params.get("period", "month")
    return cast("PeriodName", asked) if asked in PERIODS else "month"


def bands(rows: Sequence[Figures]) -> list[tuple[int, list[Figures]]]:
    """The rows in groups of similar volume, each with the least number of cases due in it. Empty ones are left out."""
    limits = [(least, above) for least, above in zip(BANDS, (None, *BANDS), strict=False)]
    grouped = [
        (least, [row for row in rows if row.counts["due"] >= least and (above is None or row.counts["due"] < above)])
        for least, above in limits
    ]
    return [(least, sorted(group, key=lambda row: -row.counts["due"])) for least, group in grouped if group]


@get("/board", opt=dict(needs("board")), include_in_schema=False)
async def board(request: AnyRequest) -> Response[Any]:
    staff = staff_of(request)
    shown = await figures.board(staff, period_of(request))
    context = {
        **await frame(staff, "board"),
        "board": shown,
        "bands": [(band_words(least), rows) for least, rows in bands(shown.by_agency)],
        "periods": period_words(),
        "target": TARGET,
    }
    name = "partials/board/board.html" if is_fragment(request) else "pages/board/board.html"
    return page(name, context)


ROUTES = [board]
