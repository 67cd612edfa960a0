"""Tables as files: spreadsheets read them in either script, and run nothing that is in them."""

import csv
import io

import pytest

from tawasul.core.csv_text import MARK, harmless
from web.board.sheet import Sheet, download, percent, written


def test_a_file_begins_with_the_mark_of_its_encoding():
    assert written(Sheet(["الجهة"], [])).encode().startswith(b"\xef\xbb\xbf")


def test_what_is_written_is_read_back():
    rows = [["Works, roads", 3, None], ['said "no"', 1_200, "98.70%"]]
    text = written(Sheet(["Agency", "Due", "Rate"], rows)).removeprefix(MARK)
    assert list(csv.reader(io.StringIO(text))) == [
        ["Agency", "Due", "Rate"],
        ["Works, roads", "3", ""],
        ['said "no"', "1200", "98.70%"],
    ]


@pytest.mark.parametrize("typed", ["=1+1", "+973", "-1", "@SUM(A1)", "\tx", "\r=1", "\n=1"])
def test_no_cell_begins_a_formula(typed):
    assert harmless(typed) == f"'{typed}"


@pytest.mark.parametrize("cell", ["Works", "وزارة", 12, -3, None, "a=b"])
def test_an_ordinary_cell_stays_as_it_is(cell):
    assert harmless(cell) == cell


def test_the_heading_is_guarded_too():
    assert "'=cmd" in written(Sheet(["=cmd"], []))


@pytest.mark.parametrize(
    ("hundredths", "shown"),
    [
        (9_899, "98.99%"),
        (10_000, "100.00%"),
        (5, "0.05%"),
        (None, None),  # nothing due is an empty cell, and never 100 %
    ],
)
def test_a_rate_keeps_its_two_places(hundredths, shown):
    assert percent(hundredths) == shown


def test_a_browser_saves_the_file_under_its_name():
    answer = download("board-2026-11", Sheet(["A"], []))
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''board-2026-11.csv"
    assert answer.media_type == "text/csv; charset=utf-8"
