"""The forecast in words: its lists, its groups, and how far past forecasts were off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cases.forecast_errors import Errors
from cases.forecast_list import Number
from cases.forecasts import FIVE, TEN, AgencyForecast
from sla.forecast import Error
from tawasul.core.i18n import _, ngettext
from web.board.sheet import Sheet
from web.names import Names
from web.words import one_digit


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency on the page, with the error of past forecasts beside it."""

    forecast: AgencyForecast
    name: str
    pace: str
    error: Error | None


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """How good the forecasts of one horizon were. Without an error there was nothing to judge."""

    days: int
    error: Error | None
    mean: str
    leaning: str


def number_words(number: Number) -> str:
    """What a number of the forecast counts, as the heading of the list behind it."""
    return {
        "open": _("Not yet answered, by the agency that has it now"),
        "overdue": _("Overdue and not yet answered, by the agency that has it now"),
        "late": _("Forecast to be late at the present pace"),
        "due_five": _("Due within five working days and not yet answered"),
        "due_ten": _("Due within ten working days and not yet answered"),
    }[number]


def expectation_words(kind: str) -> str:
    """A group of agencies, by what is forecast of them."""
    return {
        "some": _("Late replies are to be expected"),
        "none": _("No late reply is to be expected"),
        "unknown": _("No forecast: too little to go by"),
    }[kind]


def leaning_words(bias: Fraction) -> str:
    """Whether forecasts feared too many or too few."""
    off = one_digit(abs(bias))
    if off == "0":
        return _("Neither too many nor too few")
    if bias > 0:
        return _("%(number)s too many") % {"number": off}
    return _("%(number)s too few") % {"number": off}


def agency_groups(
    found: Sequence[AgencyForecast], errors: Mapping[str, Error], names: Names
) -> list[tuple[str, list[AgencyRow]]]:
    """The agencies with late cases ahead, those with none, and those without a forecast; each by name, never ranked."""
    apart: dict[str, list[AgencyRow]] = {"some": [], "none": [], "unknown": []}
    for each in found:
        kind = "unknown" if each.late is None else "some" if each.late else "none"
        name = names.agency(each.agency) or _("Not given to an agency yet")
        apart[kind].append(AgencyRow(each, name, one_digit(each.pace.per_day), errors.get(each.agency or "")))
    return [
        (expectation_words(kind), sorted(rows, key=lambda row: (row.forecast.agency is None, row.name)))
        for kind, rows in apart.items()
        if rows
    ]


def judged_rows(errors: Errors) -> list[JudgedRow]:
    """The errors of past forecasts, by how far ahead they were made."""
    return [
        JudgedRow(days, error, one_digit(error.mean), leaning_words(error.bias))
        if error
        else JudgedRow(days, None, "", "")
        for days, error in errors.by_horizon.items()
    ]


def sheet_of(groups: Sequence[tuple[str, Sequence[AgencyRow]]]) -> Sheet:
    """The table of agencies as a file. Where there is no forecast its cells are empty."""
    header = [
        _("Agency"),
        _("Open"),
        _("Overdue now"),
        ngettext("Due in %(num)s day", "Due in %(num)s days", FIVE) % {"num": FIVE},
        ngettext("Due in %(num)s day", "Due in %(num)s days", TEN) % {"num": TEN},
        _("Forecast late"),
        _("At least"),
        _("At most"),
        _("Replies a day"),
        _("Past forecasts: forecast late"),
        _("Past forecasts: came late"),
    ]
    return Sheet(header, [_cells(row) for _words, rows in groups for row in rows])


def _cells(row: AgencyRow) -> list[str]:
    each, error = row.forecast, row.error
    counts = (each.open, each.overdue, each.due_five, each.due_ten, each.late, each.least, each.most)
    past = (error.forecast, error.came) if error else (None, None)
    pace = row.pace if each.agency else ""
    return [row.name, *map(_cell, counts), pace, *map(_cell, past)]


def _cell(count: int | None) -> str:
    return "" if count is None else str(count)
