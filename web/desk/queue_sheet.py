"""One tab of the queue as a file, sent as it is read: it holds no word of a citizen and no contact."""

from typing import Any

from litestar import Request, get
from litestar.response import Stream

from cases import queues, search
from cases.filters import every
from cases.finding import conditions, read
from cases.queues import Wish
from tawasul.core import clock
from tawasul.core.i18n import ZONE
from web.board import list_sheet
from web.board.sheet import streamed
from web.desk import finding
from web.desk.queue import view_of
from web.guards import needs, staff_of
from web.names import names


@get("/desk/sheet", opt=dict(needs("case.read")), include_in_schema=False)
async def queue_sheet(request: Request[Any, Any, Any]) -> Stream:
    """Exactly the cases of the tab, narrowed as on the page."""
    staff, given, known = staff_of(request), finding.given(request), await names()
    asked = read(given, await finding.options(staff, given, known))
    view = view_of(given.get("view", "all"), asked.kept)
    where = every(conditions(asked, clock.now()), search.having(asked.words))
    rows = queues.inbox_whole(staff, view, Wish(where, asked.sort))
    day = clock.now().astimezone(ZONE).date().isoformat()
    return streamed(f"tawasul-{view}-{day}", list_sheet.header(), list_sheet.lines(rows, known))


ROUTES = [queue_sheet]
