"""The clocks' own troubles: steps that wait, clocks that failed, and what the audit of the night found."""

from typing import Any

from litestar import Request, Response, get

from cases import troubled_clocks
from web.desk.clock_words import clock_kind, fault_words
from web.desk.frame import frame
from web.guards import needs, staff_of
from web.pages import page


@get("/desk/clocks", opt=dict(needs("jobs")), include_in_schema=False)
async def clocks(request: Request[Any, Any, Any]) -> Response[Any]:
    context = {
        **await frame(staff_of(request), "jobs"),
        "trouble": await troubled_clocks.trouble(),
        "kind_words": clock_kind,
        "fault_words": fault_words,
    }
    return page("pages/desk/clocks.html", context)


ROUTES = [clocks]
