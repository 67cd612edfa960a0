"""The board: is the promise kept, and what will break it? Every number is a link to the cases it counts."""

from typing import Any

from litestar import Request, Response, get

from cases.pulse import pulse
from tawasul.core import clock
from web.board.choice import choice
from web.board.contents import contents
from web.desk.frame import frame
from web.guards import needs, staff_of
from web.names import names
from web.pages import is_fragment, page

AnyRequest = Request[Any, Any, Any]


@get("/board", opt=dict(needs("board")), include_in_schema=False)
async def board(request: AnyRequest) -> Response[Any]:
    """The whole page, or for htmx its numbers alone."""
    staff, chosen = staff_of(request), choice(request)
    if is_fragment(request):
        known = await names()
        return page("partials/board/board.html", {"names": known, **await contents(staff, chosen, known)})
    around = await frame(staff, "board")
    return page("pages/board/board.html", {**around, **await contents(staff, chosen, around["names"])})


@get("/board/newer", opt=dict(needs("board")), include_in_schema=False)
async def newer(request: AnyRequest) -> Response[Any]:
    """What an open board asks for once a minute: the whole of it if anything changed, else only the time."""
    now, mark, chosen = clock.now(), await pulse(), choice(request)
    if request.query_params.get("seen") == mark:
        return page("partials/board/as_of.html", {"as_of": now, "mark": mark, "kept": chosen.kept})
    known = await names()
    shown = await contents(staff_of(request), chosen, known)
    answer = page("partials/board/board.html", {"names": known, **shown})
    answer.headers.update({"HX-Retarget": "#board", "HX-Reswap": "outerHTML show:none"})
    return answer


ROUTES = [board, newer]
