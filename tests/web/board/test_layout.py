"""The numbers laid out: agencies beside those of their size, the others by how much they have to answer."""

from cases.figure_views import Figures
from cases.filters import NOW_FIGURES, PERIOD_FIGURES
from tawasul.core.i18n import use
from web.board.choice import Choice
from web.board.layout import bands, by_agency, by_value, columns, sheet_of


def figures(due: int, agency: str | None = None, value: str = "", **counts: int) -> Figures:
    nothing = dict.fromkeys((*PERIOD_FIGURES, *NOW_FIGURES), 0)
    return Figures(agency, {**nothing, "due": due, **counts}, value)


def test_agencies_are_compared_with_those_of_their_size():
    rows = [figures(due, name) for name, due in {"A": 0, "B": 5, "C": 1_000, "D": 99, "E": 100}.items()]
    grouped = [(least, [row.agency for row in found]) for least, found in bands(rows)]
    assert grouped == [(1_000, ["C"]), (100, ["E"]), (1, ["D", "B"]), (0, ["A"])]


def test_what_no_agency_had_is_a_row_whose_lists_hold_just_that():
    with use("en"):
        [(_words, [row])] = by_agency([figures(3)], lambda code: code or "")
    assert (row.words, row.narrowed) == ("Not given to an agency yet", {"agency": "none"})


def test_rows_stand_by_how_much_they_have_to_answer():
    chosen = Choice("month", "EWA", "category")
    with use("en"):
        [(_words, rows)] = by_value([figures(1, value="a"), figures(9, value="b"), figures(5)], chosen, str.upper)
    assert [row.words for row in rows] == ["B", "Not sorted yet", "A"]
    assert rows[0].narrowed == {"agency": "EWA", "category": "b"}
    assert rows[1].narrowed == {"agency": "EWA", "category": "none"}


def test_nothing_is_no_table_at_all():
    assert by_value([], Choice("month", None, "kind"), str) == []


def test_shares_are_of_their_own_whole():
    row = by_value(
        [figures(200, value="x", on_time=198, gross_on_time=190, had_pause=20, void=50, answered=100, reopened=1)],
        Choice("month", None, "kind"),
        str,
    )[0][1][0]
    assert row.rate == 9_900
    assert row.shares == {"gross_on_time": 9_500, "had_pause": 1_000, "void": 2_000, "reopened": 100}


def test_a_file_has_every_column_and_both_rates():
    groups = by_value([figures(3, value="x", on_time=1, gross_on_time=0)], Choice("month", None, "kind"), str)
    sheet = sheet_of("Kind", groups)
    assert len(sheet.header) == len(columns()) + 2 == len(sheet.rows[0])
    assert sheet.rows[0][:2] == ["x", 3]
    assert sheet.rows[0][-2:] == ["33.33%", "0.00%"]
