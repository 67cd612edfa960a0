"""The numbers of the board laid out as a table: its columns, and a row for each agency, service, place or officer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cases.comparison import BANDS
from cases.figure_views import Figures
from cases.filters import NO_AGENCY, Figure
from tawasul.core.csv_text import Cell
from tawasul.core.i18n import _, pgettext
from web.board.choice import By, Choice
from web.board.sheet import Sheet, percent
from web.desk.wording import band_words

# In an address, in the place of a value: the cases that had none.
NO_VALUE = "none"

Namer = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a figure, the rate, or the share that a figure has of the whole."""

    code: str
    words: str
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `narrowed` is what the lists behind its numbers are narrowed to."""

    words: str
    narrowed: Mapping[str, str | None]
    figures: Figures

    @property
    def counts(self) -> Mapping[Figure, int]:
        return self.figures.counts

    @property
    def rate(self) -> int | None:
        return self.figures.rate.hundredths

    @property
    def shares(self) -> dict[str, int | None]:
        """What stands beside the rate, in hundredths of a percent, by the figure that it counts."""
        return shares_of(self.figures)


def shares_of(each: Figures) -> dict[str, int | None]:
    """The rate without pauses and the other shares, by the figure that each counts."""
    return {
        "gross_on_time": each.gross_rate.hundredths,
        "had_pause": each.pause_share.hundredths,
        "void": each.void_share.hundredths,
        "reopened": each.reopen_rate.hundredths,
    }


def columns() -> list[Column]:
    """What every table of the board shows."""
    return [
        Column("due", _("Due")),
        Column("rate", _("Rate")),
        Column("on_time", _("On time")),
        Column("late", _("Late")),
        Column("overdue", _("Overdue now")),
        Column("gross_on_time", _("Without pauses"), is_share=True),
        Column("had_pause", _("Had a pause"), is_share=True),
        Column("void", _("Closed as void"), is_share=True),
        Column("reopened", _("Reopened"), is_share=True),
        Column("due_today", pgettext("list", "Due today")),
        Column("due_soon", _("Next 3 days")),
        Column("open", _("Open")),
    ]


def bands(rows: Sequence[Figures]) -> list[tuple[int, list[Figures]]]:
    """The rows in groups of similar volume, each with the least number of cases due in it. Empty ones are left out."""
    limits = [(least, above) for least, above in zip(BANDS, (None, *BANDS), strict=False)]
    grouped = [
        (least, [row for row in rows if row.counts["due"] >= least and (above is None or row.counts["due"] < above)])
        for least, above in limits
    ]
    return [(least, most_first(group)) for least, group in grouped if group]


def most_first(rows: Sequence[Figures]) -> list[Figures]:
    """The rows, those with most to answer first."""
    return sorted(rows, key=lambda row: (-row.counts["due"], -row.counts["open"], row.agency or "", row.value))


def by_agency(rows: Sequence[Figures], name: Callable[[str | None], str]) -> list[tuple[str, list[Row]]]:
    """Agencies in groups of similar volume."""
    return [(band_words(least), [_of_agency(row, name) for row in group]) for least, group in bands(rows)]


def _of_agency(row: Figures, name: Callable[[str | None], str]) -> Row:
    words = name(row.agency) or _("Not given to an agency yet")
    return Row(words, {"agency": row.agency or NO_AGENCY}, row)


def by_value(rows: Sequence[Figures], chosen: Choice, name: Namer) -> list[tuple[str, list[Row]]]:
    """One group: the values of a dimension, those with most to answer first."""
    listed = [
        Row(
            name(row.value) if row.value else no_value_words()[chosen.by],
            {"agency": chosen.agency, chosen.by: row.value or NO_VALUE},
            row,
        )
        for row in most_first(rows)
    ]
    return [("", listed)] if listed else []


def no_value_words() -> Mapping[By, str]:
    """What a row is called whose cases had none."""
    return {
        "agency": _("Not given to an agency yet"),
        "category": _("Not sorted yet"),
        "governorate": _("No governorate given"),
        "kind": _("No kind given"),
        "officer": _("Taken on by nobody"),
    }


def captions() -> Mapping[By, str]:
    """What each table is, in a sentence."""
    return {
        "agency": _("By agency, in groups of similar volume so that the comparison is fair"),
        "category": _("By service, those with most due first"),
        "governorate": _("By governorate, those with most due first"),
        "kind": _("By kind of case, those with most due first"),
        "officer": _("By officer, those with most due first"),
    }


def heads() -> Mapping[By, str]:
    """What a row of each table is."""
    return {
        "agency": _("Agency"),
        "category": _("Service"),
        "governorate": _("Governorate"),
        "kind": _("Kind"),
        "officer": pgettext("board", "Officer"),
    }


def sheet_of(head: str, groups: Sequence[tuple[str, Sequence[Row]]]) -> Sheet:
    """The same table as a file: counts instead of shares, so that they can be summed, and both rates."""
    counted = [column for column in columns() if column.code != "rate"]
    header = [head, *(column.words for column in counted), _("Rate"), _("Rate without pauses")]
    rows: list[list[Cell]] = [
        [
            row.words,
            *(row.counts[column.code] for column in counted),  # type: ignore[index]  # the columns are figures
            percent(row.rate),
            percent(row.shares["gross_on_time"]),
        ]
        for _words, group in groups
        for row in group
    ]
    return Sheet(header, rows)
