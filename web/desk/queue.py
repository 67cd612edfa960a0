"""The queue: cases of my agency, soonest due first, with the clock of each."""

from itertools import groupby
from typing import Any, cast

from litestar import Request, Response, get

from cases import queues
from cases.filters import NO_AGENCY, VIEWS, Narrowing, View
from cases.moves import OPEN
from cases.queues import QueuePage, QueueRow, Turn
from sla import calendars
from sla.calendar import Calendar
from sla.standing import standing
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.i18n import ZONE, _
from web.desk.frame import frame
from web.desk.wording import view_words
from web.guards import needs, staff_of
from web.pages import is_fragment, page
from web.words import clock_words, day_heading, status_words

AnyRequest = Request[Any, Any, Any]


def narrowing(request: AnyRequest) -> Narrowing:
    """What the reader narrows the list to, from the address. An unknown code finds nothing, and harms nothing."""
    given = request.query_params
    status = given.get("status", "")
    return Narrowing(
        agency=given.get("agency") or None,
        category=given.get("category") or None,
        governorate=given.get("governorate") or None,
        statuses=(status,) if status else (),
    )


def turn(request: AnyRequest) -> Turn:
    """Which page of the list."""
    given = request.query_params
    return Turn(given["before"], backwards=True) if "before" in given else Turn(given.get("after", ""))


async def rows_of(found: QueuePage) -> list[dict[str, Any]]:
    """The rows of a list with their clocks and states in words, in groups by the day they are due."""
    calendar, now = await calendars.national(), clock.now()
    today = now.astimezone(ZONE).date()
    groups = groupby(found.rows, key=lambda row: row.clock.due_at.astimezone(ZONE).date())
    return [
        {"heading": day_heading(day, today), "rows": [_shown(row, calendar) for row in rows]} for day, rows in groups
    ]


def _shown(row: QueueRow, calendar: Calendar) -> dict[str, Any]:
    chip = clock_words(standing(row.clock, clock.now(), calendar))
    return {"row": row, "clock": chip, "status": status_words(row.status)}


async def choices(staff: StaffView, by: Narrowing) -> dict[str, Any]:
    """What a list can be narrowed to, and what it is narrowed to now, as the values of an address."""
    scope = await agencies.scope(staff)
    reach = {code: row.name for code, row in (await agencies.all_agencies()).items() if scope.holds(code)}
    return {
        "reach": {**reach, NO_AGENCY: _("Not given to an agency yet")} if scope.national else reach,
        "statuses": {status: status_words(status).words for status in OPEN},
        "kept": {
            "agency": by.agency,
            "category": by.category,
            "governorate": by.governorate,
            "status": by.statuses[0] if by.statuses else None,
        },
    }


@get("/desk", opt=dict(needs("desk")), include_in_schema=False)
async def queue(request: AnyRequest) -> Response[Any]:
    """One tab of the queue, or only its list for htmx."""
    staff = staff_of(request)
    asked = request.query_params.get("view", "all")
    view = cast("View", asked) if asked in VIEWS else "all"
    by = narrowing(request)
    found = await queues.inbox_page(staff, view, by, turn(request))
    context = {
        **await frame(staff, "queue"),
        "view": view,
        "views": view_words(),
        "counts": await queues.counts(staff, by),
        **await choices(staff, by),
        "page": found,
        "groups": await rows_of(found),
    }
    name = "partials/desk/queue.html" if is_fragment(request) else "pages/desk/queue.html"
    return page(name, context)


ROUTES = [queue]
