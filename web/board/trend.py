"""The months of the board: what the chart draws and what the table behind it says."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.figure_views import Figures, MonthFigures
from tawasul.core import i18n
from tawasul.core.i18n import _
from web.board.charts import Month
from web.board.choice import code_of
from web.board.sheet import Sheet, percent


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month in the reader's language. `period` leads to the lists behind its numbers."""

    words: str
    short: str
    period: str
    figures: Figures

    @property
    def rate(self) -> int | None:
        return self.figures.rate.hundredths

    @property
    def gross(self) -> int | None:
        return self.figures.gross_rate.hundredths


def month_rows(found: Sequence[MonthFigures]) -> list[MonthRow]:
    """The months as they are read, oldest first."""
    return [
        MonthRow(i18n.month(each.first), i18n.short_month(each.first), code_of(each.first), each.figures)
        for each in found
    ]


def drawn(months: Sequence[MonthRow]) -> list[Month]:
    """The months as they are drawn."""
    return [Month(month.rate, month.gross, month.figures.counts["due"]) for month in months]


def sheet_of(months: Sequence[MonthRow]) -> Sheet:
    """The months as a file, newest first like the table on the page."""
    header = [_("Month"), _("Due"), _("Rate"), _("Rate without pauses"), _("On time"), _("Late")]
    rows = [
        [
            month.words,
            month.figures.counts["due"],
            percent(month.rate),
            percent(month.gross),
            month.figures.counts["on_time"],
            month.figures.counts["late"],
        ]
        for month in reversed(months)
    ]
    return Sheet(header, rows)
