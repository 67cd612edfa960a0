"""Agencies of the same size in words: what one agency may read of another. No number of it leads anywhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import escape

from cases.comparison import Masked, Peer
from tawasul.core.csv_text import Cell
from tawasul.core.i18n import _
from web.board import sheet
from web.board.sheet import Sheet
from web.desk.wording import band_words

Bands = Sequence[tuple[int, Sequence[Peer]]]
Percent = Callable[[int | None], str]


@dataclass(frozen=True, slots=True)
class PeerRow:
    """One agency: its name, what it had due, and its shares in words."""

    words: str
    due: int
    shares: Sequence[str]


def heads() -> list[str]:
    """The columns, after the agency."""
    return [_("Due"), _("Rate"), _("Without pauses"), _("Reopened")]


def laid_out(found: Bands, name: Callable[[str | None], str], percent: Percent) -> list[tuple[str, list[PeerRow]]]:
    """The bands in words, each with its agencies."""
    return [
        (
            band_words(least),
            [PeerRow(name(each.agency), each.due, [_said(one, percent) for one in _shares(each)]) for each in those],
        )
        for least, those in found
    ]


def sheet_of(found: Bands, name: Callable[[str | None], str]) -> Sheet:
    """The same table as a file."""
    rows: list[list[Cell]] = [
        [row.words, row.due, *row.shares] for _band, rows in laid_out(found, name, _in_file) for row in rows
    ]
    return Sheet([_("Agency"), *heads()], rows)


def _shares(each: Peer) -> tuple[Masked, ...]:
    return (each.rate, each.gross_rate, each.reopen_rate)


def _in_file(hundredths: int | None) -> str:
    return sheet.percent(hundredths) or ""


def _said(share: Masked, percent: Percent) -> str:
    if share.said == "hidden":
        return _("Under 5")
    rate = percent(share.hundredths)
    if share.said == "at_least":
        return escape(_("%(rate)s or more")) % {"rate": rate}
    return escape(_("%(rate)s or less")) % {"rate": rate} if share.said == "at_most" else rate
