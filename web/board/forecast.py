"""The forecast: which open cases will be late at the present pace of each agency, with the error of past forecasts."""

from typing import Any, cast

from litestar import Request, Response, get

from cases import forecast_list, forecasts
from cases.filters import NO_AGENCY
from cases.forecast_errors import BESIDE, JUDGED_DAYS
from cases.forecast_list import NUMBERS, Number
from cases.forecasts import FIVE, TEN
from sla.forecast import LEAST_CASES, LEAST_DAYS, SPAN
from tawasul.core.errors import NotFound
from tawasul.core.i18n import ZONE, _
from web.board.forecast_words import agency_groups, judged_rows, number_words, sheet_of
from web.board.sheet import download
from web.desk.frame import frame
from web.desk.queue import rows_of, turn
from web.guards import needs, staff_of
from web.names import names
from web.pages import page

AnyRequest = Request[Any, Any, Any]
# What the page's explanation names, so that it says what is done and not what once was.
RULES = {"span": SPAN, "least_days": LEAST_DAYS, "least_cases": LEAST_CASES, "judged": JUDGED_DAYS, "beside": BESIDE}


@get("/board/forecast", opt=dict(needs("board")), include_in_schema=False)
async def forecast(request: AnyRequest) -> Response[Any]:
    """The forecast of every agency within the reader's reach, as of now."""
    staff = staff_of(request)
    shown = await forecasts.outlook(staff)
    around = await frame(staff, "board")
    context = {
        **around,
        "outlook": shown,
        "late": sum(each.late or 0 for each in shown.agencies),
        "unknown": sum(each.late is None for each in shown.agencies),
        "groups": agency_groups(shown.agencies, shown.errors.by_agency, around["names"]),
        "judged_rows": judged_rows(shown.errors),
        "rules": RULES,
        "five": FIVE,
        "ten": TEN,
    }
    return page("pages/board/forecast.html", context)


@get("/board/forecast/cases", opt=dict(needs("board")), include_in_schema=False)
async def forecast_cases(request: AnyRequest) -> Response[Any]:
    """The list behind one number of the forecast."""
    staff = staff_of(request)
    number = request.query_params.get("number", "late")
    if number not in NUMBERS:
        raise NotFound("not_found")
    agency = request.query_params.get("agency") or None
    found = await forecast_list.listed(staff, cast("Number", number), agency, turn(request))
    around = await frame(staff, "board")
    context = {
        **around,
        "number_shown": number,
        "heading": number_words(cast("Number", number)),
        "agency": agency,
        "of": _("Not given to an agency yet") if agency == NO_AGENCY else around["names"].agency(agency),
        "page": found,
        "groups": await rows_of(found),
    }
    return page("pages/board/forecast_cases.html", context)


@get("/board/forecast/sheet", opt=dict(needs("board")), include_in_schema=False)
async def forecast_sheet(request: AnyRequest) -> Response[Any]:
    """The table of agencies as a file."""
    shown = await forecasts.outlook(staff_of(request))
    rows = agency_groups(shown.agencies, shown.errors.by_agency, await names())
    day = shown.as_of.astimezone(ZONE).date().isoformat()
    return download(f"tawasul-forecast-{day}", sheet_of(rows))


ROUTES = [forecast, forecast_cases, forecast_sheet]
