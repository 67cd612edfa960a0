"""Everything that the board shows, asked for once and put into words."""

from typing import Any

from cases import comparison, corrected, figures, incident_views
from cases.figure_views import Board, Figures
from cases.figures import Dimension
from cases.pulse import pulse
from sla import calendars
from tawasul.accounts import agencies, permissions, views
from tawasul.accounts.permissions import Scope
from tawasul.accounts.views import StaffView
from tawasul.core import i18n
from web.board import alert_words, drift_words, layout, peers, wording
from web.board.charts import share, trend
from web.board.choice import By, Choice
from web.board.layout import Row
from web.board.sparks import Spark, sparks
from web.board.trend import drawn, month_rows
from web.desk import incident_words
from web.desk.wording import period_words
from web.names import Names
from web.templating import percent
from web.words import kind_words

# What the promise is held to: 99 % of replies on time, in hundredths of a percent.
TARGET = 9_900
_DIMENSIONS: dict[By, Dimension] = {
    "category": "category",
    "governorate": "governorate",
    "kind": "kind",
    "officer": "holder",
}

Groups = list[tuple[str, list[Row]]]


async def contents(staff: StaffView, chosen: Choice, known: Names) -> dict[str, Any]:
    """The values of the board's page. The mark is read first: what happens meanwhile is seen next time."""
    mark = await pulse()
    board = await figures.board(staff, chosen.period, chosen.agency)
    scope = await agencies.scope(staff)
    return {
        "mark": mark,
        "kept": chosen.kept,
        "period": chosen.period,
        "period_words": wording.period_in_words(chosen.period),
        "as_of": board.as_of,
        "board": board,
        "target": TARGET,
        "periods": period_words(),
        "may_open": permissions.may(staff, "case.read"),
        "reach": reach(scope, known),
        "tabs": tabs(scope),
        "by": chosen.by,
        "columns": layout.columns(),
        "head": layout.heads()[chosen.by],
        "caption": layout.captions()[chosen.by],
        "groups": await groups(staff, chosen, known, board),
        **await _peers(staff, chosen, known),
        "sparks": await _sparks(staff, chosen),
        "alerts": [*await alert_words.standing(staff, known), *await drift_words.standing(staff, known)],
        "alerts_shown": alert_words.SHOWN,
        "surges": await incident_views.surges(staff, standing=True),
        "surge_words": incident_words,
        "corrections": await corrections(staff, chosen, board),
        **beside(board.total),
        **await _quarter(staff, chosen),
        **await _late(staff, chosen, board),
        **await _months(staff, chosen),
    }


def reach(scope: Scope, known: Names) -> dict[str, str]:
    """The agencies that this reader may choose from."""
    return {code: known.agency(code) for code in known.agencies if scope.holds(code)}


def tabs(scope: Scope) -> dict[By, str]:
    """The ways to lay the numbers out. Officers are compared only by those whose agency they belong to."""
    words = wording.by_words()
    return {by: words[by] for by in words if by != "officer" or not scope.national}


async def groups(staff: StaffView, chosen: Choice, known: Names, board: Board | None = None) -> Groups:
    """The rows of the table that was chosen."""
    if chosen.by == "agency":
        shown = board or await figures.board(staff, chosen.period, chosen.agency)
        return layout.by_agency(shown.by_agency, known.agency)
    rows = await figures.breakdown(staff, chosen.period, _DIMENSIONS[chosen.by], chosen.agency)
    return layout.by_value(rows, chosen, await _namer(chosen.by, rows, known))


async def _namer(by: By, rows: list[Figures], known: Names) -> layout.Namer:
    """How the values of a dimension are called."""
    if by == "officer":
        people = await views.by_ids([int(row.value) for row in rows if row.value])
        return lambda value: people[int(value)].name
    if by == "kind":
        return kind_words
    return known.category if by == "category" else known.governorate


async def corrections(staff: StaffView, chosen: Choice, board: Board) -> corrected.Latest:
    """Looked for only where the number says that there are some."""
    if not board.total.counts["corrected"]:
        return corrected.Latest([], 0)
    return await corrected.corrected(staff, chosen.period, chosen.agency)


def beside(total: Figures) -> dict[str, Any]:
    """What stands beside the rate, and whether pauses lift it so far that it has to be said."""
    net, gross = total.rate.hundredths, total.gross_rate.hundredths
    return {
        "shares": layout.shares_of(total),
        "pauses_flatter": net is not None and gross is not None and net - gross > wording.WIDEST_GAP,
    }


async def _quarter(staff: StaffView, chosen: Choice) -> dict[str, Any]:
    quarter = await figures.budget(staff, chosen.agency)
    most = quarter.budget.allowed
    return {
        "quarter": quarter,
        "quarter_lost": wording.lost_words(quarter),
        "quarter_pace": wording.pace_chip(quarter),
        # A budget of nothing is used up by the first late reply.
        "quarter_used": share(min(quarter.late, most), most) if quarter.budget.remaining >= 0 else 100,
    }


async def _late(staff: StaffView, chosen: Choice, board: Board) -> dict[str, Any]:
    overdue = await figures.overdue_by_age(staff, chosen.agency)
    undrafted = await figures.due_without_draft(staff, chosen.agency)
    calendar = await calendars.national()
    words, most = wording.age_words(), max(overdue.by_age.values(), default=0)
    soonest = max(undrafted.today, undrafted.soon)
    return {
        "overdue": overdue,
        "oldest": wording.oldest_words(overdue.oldest_due_at, board.as_of, calendar),
        "hours_late": i18n.number(overdue.seconds // 3_600),
        "ages": [(age, words[age], overdue.by_age[age], share(overdue.by_age[age], most)) for age in words],
        "undrafted": undrafted,
        "undrafted_shares": (share(undrafted.today, soonest), share(undrafted.soon, soonest)),
    }


async def _sparks(staff: StaffView, chosen: Choice) -> dict[str, Spark]:
    """The months of every agency, where the table has a line for each."""
    if chosen.by != "agency":
        return {}
    found = await figures.trends(staff, agency=chosen.agency)
    return sparks(found, TARGET, mirrored=i18n.current() == "ar")


async def _peers(staff: StaffView, chosen: Choice, known: Names) -> dict[str, Any]:
    """Agencies of the same size, under the table that has a line for each of the reader's own."""
    found = await comparison.peers(staff, chosen.period, chosen.agency) if chosen.by == "agency" else []
    return {"peers": peers.laid_out(found, known.agency, percent), "peer_heads": peers.heads()}


async def _months(staff: StaffView, chosen: Choice) -> dict[str, Any]:
    months = month_rows(await figures.trend(staff, agency=chosen.agency))
    chart = trend(drawn(months), TARGET, mirrored=i18n.current() == "ar")
    return {"months": months, "chart": chart, "chart_words": wording.trend_words(months, chart)}
