"""Tables as files: what is written reads as it was, nothing becomes a formula, and no file is trusted."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook, load_workbook

from tawasul.core import sheet_reading, sheet_writing
from tawasul.core.errors import Invalid
from tawasul.core.sheet_reading import Unusable, kind_of, opened
from tawasul.core.sheet_writing import sheet_file

HEAD = ["a", "b"]


def workbook(*rows, sheets=()) -> io.BytesIO:
    book, data = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    for name in sheets:
        book.create_sheet(name).append(["other"])
    book.save(data)
    data.seek(0)
    return data


def read(data: io.BytesIO, **limits):
    with opened(data, **limits) as table:
        return table.header, list(table.rows)


def refusal(data: bytes, **limits) -> str:
    with pytest.raises(Invalid) as error:
        read(io.BytesIO(data), **limits)
    return error.value.faults[0].code


def written(form, *rows, right_to_left=True) -> io.BytesIO:
    file, data = sheet_file(form, HEAD, right_to_left=right_to_left), io.BytesIO()
    file.add(rows)
    file.save(data)
    data.seek(0)
    return data


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_written_is_read_again(form):
    header, rows = read(written(form, ['لا ماء, منذ "الأحد"\nحقاً', 5], [None, "x"]))
    assert header == ("a", "b")
    assert rows == [{"a": 'لا ماء, منذ "الأحد"\nحقاً', "b": "5"}, {"a": "", "b": "x"}]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "#N/A", "\t=1", '=HYPERLINK("x")'])
def test_no_text_of_a_workbook_is_a_formula(text):
    book = load_workbook(written("xlsx", [text, 1]))
    cell = book.active["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_what_one_sheet_cannot_hold_goes_on_in_another(monkeypatch):
    monkeypatch.setattr(sheet_writing, "LONGEST_SHEET", 3)
    book = load_workbook(written("xlsx", *([f"row {number}"] for number in range(5))))
    lines = [[row[0].value for row in sheet.iter_rows()] for sheet in book.worksheets]
    assert lines == [[HEAD[0], "row 0", "row 1"], [HEAD[0], "row 2", "row 3"], [HEAD[0], "row 4"]]


def test_a_sign_that_no_workbook_can_hold_is_left_out():
    assert read(written("xlsx", ["a\x00b\x1fc", 1]))[1][0]["a"] == "abc"


@pytest.mark.parametrize("right_to_left", [True, False])
def test_an_arabic_workbook_reads_from_the_right(right_to_left):
    book = load_workbook(written("xlsx", right_to_left=right_to_left))
    assert bool(book.active.sheet_view.rightToLeft) is right_to_left


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (33445566.0, "33445566"),  # a telephone number
        (7, "7"),
        (1.5, "1.5"),
        (datetime.combine(date(2026, 1, 5), time(9, 30)), "2026-01-05 09:30:00"),
        (datetime.combine(date(2026, 1, 5), time()), "2026-01-05"),
        (date(2026, 1, 5), "2026-01-05"),
        (time(9, 30), "09:30:00"),
        (True, "yes"),
        ("  kept ", "  kept "),
    ],
)
def test_a_cell_becomes_the_text_of_a_csv_file(cell, text):
    assert read(workbook(HEAD, [cell, "x"]))[1] == [{"a": text, "b": "x"}]


def test_a_formula_and_an_error_are_no_values():
    (row,) = read(workbook(HEAD, ["=1+1", "#N/A"]))[1]
    assert [(type(cell), cell.is_formula) for cell in row.values()] == [(Unusable, True), (Unusable, False)]


def test_only_the_first_sheet_is_read_and_blank_lines_keep_their_place():
    data = workbook([" a ", "b", None], ["1", "2", "beyond"], [None, None], ["3", None], [None, " "], sheets=["second"])
    assert read(data) == (("a", "b"), [{"a": "1", "b": "2"}, {}, {"a": "3", "b": ""}])


def test_too_many_rows_are_refused_where_they_begin():
    data = workbook(HEAD, *[["1", "2"]] * 4)
    assert len(read(data, most=4)[1]) == 4
    assert refusal(data.getvalue(), most=3) == "too_many_rows"
    assert refusal(b"a,b\n" + b"1,2\n" * 4, most=3) == "too_many_rows"


def test_a_row_with_too_many_cells_is_refused_where_it_stands(monkeypatch):
    monkeypatch.setattr(sheet_reading, "MOST_CELLS", 3)
    data = workbook(HEAD, ["1", "2", "beyond"], ["1", "2", None, "far beyond"])
    assert refusal(data.getvalue()) == "too_many_cells"
    with opened(data) as table:
        assert next(table.rows) == {"a": "1", "b": "2"}
    assert refusal(b"a,b\n1,2,3\n1,2,3,4\n") == "too_many_cells"


def test_a_row_far_below_ends_the_reading():
    data = changed(workbook(HEAD, ["1", "2"]), "xl/worksheets/sheet1.xml", b'r="2"', b'r="999999999999"')
    assert refusal(data) in ("too_many_rows", "broken_workbook")


def changed(data: io.BytesIO, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with bytes of one part replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(data) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new) if name == part else content)
    return made.getvalue()


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    data = changed(workbook(HEAD), "xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData>" + b" " * 2_000_000)
    assert len(data) < 20_000
    monkeypatch.setattr(sheet_reading, "MOST_UNPACKED", 1_000_000)
    assert refusal(data) == "unpacks_too_large"


def test_entities_that_grow_are_not_followed():
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "'
        + b"a" * 1000
        + b'">'
        + b"".join(b'<!ENTITY %c "%s">' % (new, b"&%c;" % old * 50) for old, new in zip(b"abcd", b"bcde", strict=True))
    )
    data = changed(workbook(HEAD, ["x", "y"]), "xl/worksheets/sheet1.xml", b"<worksheet", bomb + b"]><worksheet")
    data = changed(io.BytesIO(data), "xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData>&e;")
    assert refusal(data) == "broken_workbook"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04" + b"rubbish" * 50, "broken_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "locked_workbook"),  # with a password, or the old XLS
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no_table"),
        ("رقم,نص\n".encode("cp1256"), "no_utf8_table"),
        (b"a,b\n1," + b"x" * 200_000, "no_utf8_table"),  # a field that no table has
        (b",".join(b"c%d" % number for number in range(101)), "too_many_columns"),
        (b"text,,text\na,b,c\n", "column_twice"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_kind(data, code):
    assert refusal(data) == code


def test_an_archive_that_is_no_workbook_is_none():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refusal(data.getvalue()) == "no_table"


def test_a_workbook_that_is_cut_off_is_broken():
    whole = workbook(HEAD, *[["1", "2"]] * 50).getvalue()
    assert refusal(whole[: len(whole) // 2]) == "broken_workbook"


def test_a_sheet_that_is_no_xml_is_broken():
    data = changed(workbook(HEAD, ["1", "2"]), "xl/worksheets/sheet1.xml", b"</sheetData>", b"</sheet")
    assert refusal(data) == "broken_workbook"


def test_the_content_tells_the_kind_and_not_the_name():
    assert kind_of(workbook(HEAD).read(100)) == "xlsx"
    assert kind_of(b"a,b\n") == "csv"
    assert kind_of(b"") == "csv"
