"""The queue: cases of my agency, soonest due first, with the clock of each."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get

from cases import queues, saved_views, search, tag_lists
from cases.filters import NO_AGENCY, VIEWS, Narrowing, View, every
from cases.finding import conditions, read
from cases.moves import OPEN
from cases.orders import Sort
from cases.queues import QueuePage, QueueRow, Turn, Wish
from sla import calendars
from sla.calendar import Calendar
from sla.standing import standing
from tawasul.accounts import agencies
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.errors import FieldError
from tawasul.core.i18n import ZONE, _, long_date
from web.desk import finding
from web.desk.frame import frame
from web.desk.wording import view_words
from web.guards import needs, staff_of
from web.mark_words import level_words
from web.pages import in_words, is_fragment, page
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


async def rows_by_arrival(found: QueuePage) -> list[dict[str, Any]]:
    """The same rows in groups by the day they came in."""
    calendar = await calendars.national()
    groups = groupby(found.rows, key=lambda row: row.received_at.astimezone(ZONE).date())
    return [{"heading": long_date(day), "rows": [_shown(row, calendar) for row in rows]} for day, rows in groups]


def _shown(row: QueueRow, calendar: Calendar) -> dict[str, Any]:
    chip = clock_words(standing(row.clock, clock.now(), calendar))
    return {"row": row, "clock": chip, "status": status_words(row.status), "found": None, "tags": []}


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


async def _groups(found: QueuePage, sort: Sort, words: str) -> list[dict[str, Any]]:
    """The rows in groups by what they are in order of, with their tags and the place where words were found."""
    if sort == "due":
        groups = await rows_of(found)
    elif sort == "received":
        groups = await rows_by_arrival(found)
    else:
        calendar = await calendars.national()
        parts = groupby(found.rows, key=_by_change if sort == "changed" else _by_urgency)
        groups = [{"heading": heading, "rows": [_shown(row, calendar) for row in rows]} for heading, rows in parts]
    numbers = [row.clock.case_id for row in found.rows]
    places, tags = await search.excerpts(numbers, words), await tag_lists.of_cases(numbers)
    for line in (line for group in groups for line in group["rows"]):
        number = line["row"].clock.case_id
        line.update(found=places.get(number), tags=tags.get(number, []))
    return groups


def _by_change(row: QueueRow) -> str:
    return long_date(row.updated_at.astimezone(ZONE).date())


def _by_urgency(row: QueueRow) -> str:
    return level_words(row.level)


def view_of(asked: str, kept: Mapping[str, str]) -> View:
    """The tab. A status that owes no answer any more is looked for among all."""
    view: View = next((one for one in VIEWS if one == asked), "all")
    return "any" if view == "all" and kept.get("status", OPEN[0]) not in OPEN else view


@get("/desk", opt=dict(needs("desk")), include_in_schema=False)
async def queue(request: AnyRequest) -> Response[Any]:
    """One tab of the queue, or only its list for htmx."""
    return await show(request, finding.given(request))


async def show(
    request: AnyRequest, given: Mapping[str, str], refused: tuple[str, str, Sequence[FieldError]] | None = None
) -> Response[Any]:
    """The queue as an address asks for it; `refused`: the form of a kept list, the name in it, and its faults."""
    staff = staff_of(request)
    around = await frame(staff, "queue")
    open_to = await finding.options(staff, given, around["names"])
    asked = read(given, open_to)
    view = view_of(given.get("view", "all"), asked.kept)
    where = every(conditions(asked, clock.now()), search.having(asked.words))
    found = await queues.inbox_page(staff, view, turn=turn(request), wish=Wish(where, asked.sort))
    counted = await queues.counts(staff, also=where)
    form, typed, faults = refused or ("", "", ())
    values = {**({} if view == "all" else {"view": view}), **asked.kept}
    context = {
        **around,
        "view": view,
        "views": _tabs(staff, open_to["agency"]),
        "counts": {**counted, "any": found.total} if view == "any" else counted,
        "options": open_to,
        "fields": finding.field_words(),
        "sorts": finding.sort_words(),
        "asked": asked,
        "kept": asked.kept,
        "notes": finding.notes(asked),
        "source_words": finding.source_words,
        "saved": await saved_views.of(staff),
        "values": values,
        "query": urlencode(values),
        "refused": {"form": form, "name": typed, "errors": in_words(faults)},
        "page": found,
        "groups": await _groups(found, asked.sort, asked.words),
    }
    name = "partials/desk/queue.html" if is_fragment(request) else "pages/desk/queue.html"
    return page(name, context, status=422 if refused else 200)


def _tabs(staff: StaffView, reach: Mapping[str, str]) -> dict[View, str]:
    """The tabs in words. Whoever reaches one agency alone has all its cases in the first."""
    words = dict(view_words())
    if staff.agency is None or len(reach) == 1:
        del words["agency"]
    if len(reach) == 1:
        words["all"] = _("My agency")
    return words


ROUTES = [queue]
