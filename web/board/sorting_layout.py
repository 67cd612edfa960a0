"""The numbers about sorting laid out: tables by language, agency and week, and the charts of the weeks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cases.filters import NO_AGENCY
from cases.sorted_figures import SortedFigures, WeekFigures
from classifier.promised import Promise
from tawasul.core import i18n
from tawasul.core.csv_text import Cell
from tawasul.core.i18n import _
from web.board.charts import Month, Trend, trend
from web.board.sheet import Sheet, percent
from web.board.sorting_words import hundredths, trend_words, wait_words
from web.desk.wording import language_words


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a number of cases, or a share. `figure` is the list behind it."""

    code: str
    words: str
    figure: str
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `narrowed` is what the lists behind its numbers are narrowed to; `short` stands under a chart."""

    words: str
    narrowed: Mapping[str, str | None]
    figures: SortedFigures
    short: str = ""

    @property
    def shares(self) -> dict[str, int | None]:
        """The shares in hundredths of a percent."""
        return {"precision": self.figures.precision.hundredths, "coverage": self.figures.coverage.hundredths}

    @property
    def wait(self) -> str:
        return wait_words(self.figures.median_wait)


@dataclass(frozen=True, slots=True)
class Chart:
    """One share by week, as a picture and in words. `aim`: what was promised of it, if anything was."""

    code: str
    title: str
    plot: Trend
    aim: int | None
    words: str
    under: str
    numbers: list[int]


def columns() -> list[Column]:
    """What every table shows."""
    return [
        Column("sorted", _("Read"), "sorted"),
        Column("routed", _("Sent on"), "routed"),
        Column("coverage", _("Share sent on"), "routed", is_share=True),
        Column("judged", _("Judged"), "judged"),
        Column("precision", _("Stayed"), "stayed", is_share=True),
        Column("moved_away", _("Moved away"), "moved_away"),
        Column("recategorised", _("Service corrected"), "recategorised"),
        Column("unsure", _("Unsure"), "unsure"),
        Column("nothing", _("Nothing to sort"), "nothing"),
        Column("wait", _("Wait in triage"), "placed"),
    ]


def heads() -> Mapping[str, str]:
    """What a row of each table is."""
    return {"language": _("Language of the text"), "agency": _("Agency"), "week": _("Week from")}


def by_language(rows: Sequence[SortedFigures]) -> list[Row]:
    """One row for each language."""
    return [Row(language_words(each.value), {"language": each.value}, each) for each in rows]


def by_agency(rows: Sequence[SortedFigures], named: Callable[[str], str]) -> list[Row]:
    """One row for each agency, those with most cases first; what nobody has been given yet has one too."""
    none = _("Not given to an agency yet")
    return [Row(named(each.value) or none, {"agency": each.value or NO_AGENCY}, each) for each in rows]


def week_rows(weeks: Sequence[WeekFigures]) -> list[Row]:
    """One row for each week, oldest first."""
    return [
        Row(
            i18n.short_date(each.span.first),
            {"week": each.span.first.isoformat()},
            each.figures,
            f"{each.span.first.day}/{each.span.first.month}",
        )
        for each in weeks
    ]


def charts(weeks: Sequence[WeekFigures], promise: Promise, *, mirrored: bool) -> list[Chart]:
    """What stayed, and what was sent on, week by week, beside what the running model promised."""
    promised_coverage = promise.coverage.get("")
    stayed = _drawn(
        "precision",
        [(each, each.figures.precision.hundredths, each.figures.counts["judged"]) for each in weeks],
        hundredths(promise.precision),
        mirrored=mirrored,
    )
    sent_on = _drawn(
        "coverage",
        [(each, each.figures.coverage.hundredths, each.figures.counts["sorted"]) for each in weeks],
        None if promised_coverage is None else hundredths(promised_coverage),
        mirrored=mirrored,
    )
    return [stayed, sent_on]


def _drawn(
    code: str, weeks: Sequence[tuple[WeekFigures, int | None, int]], aim: int | None, *, mirrored: bool
) -> Chart:
    """One chart of a share of so many in each week."""
    title, under = {
        "precision": (
            _("Stayed with their agency, by week"),
            _("A hollow dot is a week below the promise. Under each week: how many were judged."),
        ),
        "coverage": (
            _("Share sent on, by week"),
            _("A hollow dot is a week below the promise. Under each week: how many were read."),
        ),
    }[code]
    plot = trend([Month(rate, None, count) for _week, rate, count in weeks], aim or 0, mirrored=mirrored)
    words = trend_words([(week.span.first, rate) for week, rate, _count in weeks])
    return Chart(code, title, plot, aim, words, under, [count for _week, _rate, count in weeks])


def sheet_of(name: str, rows: Sequence[Row]) -> Sheet:
    """A table as a file, with what stayed and every way to abstain as counts, so that they can be summed."""
    counted = {column.code: column.words for column in columns() if not column.is_share and column.code != "wait"}
    more = {"stayed": _("Stayed"), "chosen": _("By the citizen's choice"), "held": _("Held for people")}
    header = [heads()[name], *counted.values(), *more.values(), _("Share sent on"), _("Share that stayed")]
    lines: list[list[Cell]] = [
        [
            row.words,
            *(row.figures.counts[code] for code in (*counted, *more)),
            percent(row.shares["coverage"]),
            percent(row.shares["precision"]),
            row.wait,
        ]
        for row in rows
    ]
    return Sheet([*header, _("Wait in triage")], lines)
