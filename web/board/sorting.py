"""How well the program sorts: what people did with what it sent on, beside what was promised of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from litestar import Request, Response, get
from litestar.params import FromPath

from cases import sorted_figures, sorted_list
from cases.sorted_figures import CONDITIONS, WEEK, SortedFigure, Span
from cases.sorted_list import Under
from classifier.promised import promised
from tawasul.accounts import agencies, permissions
from tawasul.accounts.views import StaffView
from tawasul.core import clock, i18n
from tawasul.core.errors import NotFound
from tawasul.core.i18n import ZONE
from tawasul.core.settings import settings
from tawasul.core.text import CONTROL
from web.board import drift_words, sorting_layout, sorting_words
from web.board.contents import reach
from web.board.sheet import Sheet, download
from web.desk.frame import frame
from web.desk.queue import rows_by_arrival, turn
from web.guards import needs, staff_of
from web.names import Names, names
from web.pages import page

AnyRequest = Request[Any, Any, Any]
DAYS = (7, 30, 90)
USUAL = 30
LANGUAGES = ("ar", "en")


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader has chosen, as the address holds it: the last days, or one week; an agency; a language."""

    days: int
    week: date | None
    agency: str | None
    language: str | None

    @property
    def kept(self) -> dict[str, str | None]:
        """The choice of the page, as values of an address."""
        return {"days": str(self.days) if self.days != USUAL else None, "agency": self.agency}

    @property
    def span(self) -> Span:
        if self.week is None:
            return sorted_figures.last_days(clock.now(), self.days)
        first = sorted_figures.sunday_of(self.week)
        return Span(first, first + WEEK - timedelta(days=1))


def choice(request: AnyRequest) -> Choice:
    """What the address asks for; what is none of ours is what is usual."""
    given = request.query_params
    days, language = given.get("days", ""), given.get("language", "")
    return Choice(
        days=int(days) if days in {str(each) for each in DAYS} else USUAL,
        week=_day(given.get("week", "")),
        agency=CONTROL.sub("?", given.get("agency", "")) or None,  # what no database holds is no agency
        language=language if language in LANGUAGES else None,
    )


def _day(asked: str) -> date | None:
    """A day of this century; anything else is none."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day < date(2100, 1, 1) else None


@get("/board/sorting", opt=dict(needs("board")), include_in_schema=False)
async def sorting(request: AnyRequest) -> Response[Any]:
    """The numbers of the last days, by language and agency, and the weeks."""
    staff, chosen = staff_of(request), choice(request)
    around = await frame(staff, "board")
    shown = await sorted_figures.watch(staff, chosen.days, chosen.agency)
    weeks = await sorted_figures.weeks(staff, chosen.agency)
    promise = promised(settings().model)
    known = around["names"]
    context = {
        **around,
        "alerts": await drift_words.standing(staff, known),
        "alerts_shown": len(LANGUAGES),
        "as_of": shown.as_of,
        "total": shown.total,
        "kept": chosen.kept,
        "periods": {str(days): sorting_words.days_words(days) for days in DAYS},
        "days": str(chosen.days),
        "reach": reach(await agencies.scope(staff), known),
        "verdict": sorting_words.verdict(shown.total, promise),
        "certainty": sorting_words.certainty(shown.total),
        "promises": sorting_words.promises(promise),
        "wait": sorting_words.wait_words(shown.total.median_wait),
        "target": sorting_words.hundredths(promise.precision),
        "columns": sorting_layout.columns(),
        "tables": await _tables(shown, known),
        "weeks": sorting_layout.week_rows(weeks),
        "charts": sorting_layout.charts(weeks, promise, mirrored=i18n.current() == "ar"),
    }
    return page("pages/board/sorting.html", context)


async def _tables(shown: sorted_figures.Watch, known: Names) -> dict[str, list[sorting_layout.Row]]:
    return {
        "language": sorting_layout.by_language(shown.by_language),
        "agency": sorting_layout.by_agency(shown.by_agency, known.agency),
    }


@get("/board/sorting/cases", opt=dict(needs("board")), include_in_schema=False)
async def sorting_cases(request: AnyRequest) -> Response[Any]:
    """The list behind one number."""
    staff, chosen = staff_of(request), choice(request)
    figure = request.query_params.get("figure", "routed")
    if figure not in CONDITIONS:
        raise NotFound("not_found")
    under = Under(chosen.span, chosen.language, chosen.agency)
    found = await sorted_list.listed(staff, cast("SortedFigure", figure), under, turn(request))
    around = await frame(staff, "board")
    held = {"figure": figure, "week": chosen.week.isoformat() if chosen.week else None, "language": chosen.language}
    context = {
        **around,
        "held": {**held, **chosen.kept},
        "kept": chosen.kept,
        "heading": sorting_words.figure_words(cast("SortedFigure", figure)),
        "under": sorting_words.under_words(under, around["names"]),
        "may_open": permissions.may(staff, "case.read"),
        "page": found,
        "groups": await rows_by_arrival(found),
    }
    return page("pages/board/sorting_cases.html", context)


@get("/board/sorting/sheet/{name:str}", opt=dict(needs("board")), include_in_schema=False)
async def sorting_sheet(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """One table as a file."""
    staff, chosen = staff_of(request), choice(request)
    made = await _sheet(name, staff, chosen)
    parts = ["tawasul-sorting", name, *([str(chosen.days)] if name != "week" else []), *filter(None, [chosen.agency])]
    return download("-".join([*parts, clock.now().astimezone(ZONE).date().isoformat()]), made)


async def _sheet(name: str, staff: StaffView, chosen: Choice) -> Sheet:
    if name == "week":
        weeks = await sorted_figures.weeks(staff, chosen.agency)
        return sorting_layout.sheet_of(name, list(reversed(sorting_layout.week_rows(weeks))))
    tables = await _tables(await sorted_figures.watch(staff, chosen.days, chosen.agency), await names())
    if name not in tables:
        raise NotFound("not_found")
    return sorting_layout.sheet_of(name, tables[name])


ROUTES = [sorting, sorting_cases, sorting_sheet]
