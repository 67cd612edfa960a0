"""`import` and `export`: files of cases, with every fault told and nothing that a spreadsheet would run."""

import csv
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook, load_workbook

HEAD = "external_id,text,received_at,governorate\n"


@pytest.fixture(autouse=True)
def _database(run, database_url) -> None:
    assert run("seed", DATABASE_URL=database_url).exit_code == 0


@pytest.fixture
def file(tmp_path):
    def write(text: str, encoding: str = "utf-8-sig"):
        path = tmp_path / "cases.csv"
        path.write_text(text, encoding=encoding)
        return str(path)

    return write


def test_what_was_imported_is_exported(run, file, tmp_path) -> None:
    path = file(
        HEAD
        + "A-1,=1+1 no water,2026-01-05 09:00,capital\nA-2,None,2025-01-02,\nA-3,,2026-01-05,\nA-4,Old,1990-01-01,\n"
    )
    result = run("import", path)
    assert "4 rows: 2 taken in, 0 there already, 2 with faults" in result.output
    assert "row 4, text: Write what happened" in result.output
    assert "row 5, received_at: Nothing was promised yet" in result.output
    assert "0 taken in, 2 there already" in run("import", path).output
    out = tmp_path / "out.csv"
    assert run("export", "--texts", "--out", str(out)).exit_code == 0
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert [row["received_at"] for row in rows] == ["2026-01-05T09:00:00+03:00", "2025-01-02T00:00:00+03:00"]
    assert rows[0]["text"] == "'=1+1 no water"  # no spreadsheet runs it
    assert (rows[0]["governorate"], rows[0]["status"], rows[0]["on_time"]) == ("capital", "received", "")


def test_an_export_is_narrowed_and_holds_no_text_unasked(run, file) -> None:
    run("import", file(HEAD + "A-1,No water,2026-01-05,\nA-2,No light,2026-03-05,\n"))
    told = run("export", "--since", "2026-02-01").output
    assert "2026-03-05" in told
    assert "2026-01-05" not in told
    assert "No light" not in told
    assert run("export", "--agency", "MOW").stderr == "0 cases\n"


def test_checking_stores_nothing_and_faults_go_to_a_file(run, file, tmp_path) -> None:
    faults = tmp_path / "faults.csv"
    result = run("import", "--check", "--faults", str(faults), file(HEAD + "A-1,No water,soon,\nA-2,x,2026-01-05,\n"))
    assert "2 rows: 1 could be taken in" in result.output
    (row,) = csv.DictReader(faults.read_text("utf-8-sig").splitlines())
    assert (row["row"], row["column"], row["what"]) == ("2", "received_at", "bad_instant")
    assert run("export").stderr == "0 cases\n"


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        ("text\nNo water\n", "utf-8", "has no column external_id, received_at"),
        ("", "utf-8", "has no column"),
        (HEAD + "A-1,لا ماء,2026-01-05,\n", "cp1256", "is no CSV file in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_plainly(run, file, text, encoding, told) -> None:
    result = run("import", file(text, encoding))
    assert (result.exit_code, told in result.output) == (1, True)


def test_a_workbook_comes_in_and_goes_out_by_the_files_ending(run, tmp_path) -> None:
    book, path, out = Workbook(), tmp_path / "old.xlsx", tmp_path / "out.XLSX"
    for row in (["external_id", "text", "received_at"], [17, "=1+1 is no text", "2026-01-05"], [18, "x", "soon"]):
        book.active.append(row)
    book.active["A4"], book.active["B4"] = 19, "+973 calls"
    book.active["C4"] = datetime.combine(date(2026, 1, 5), time(9))
    book.save(path)
    result = run("import", str(path))
    assert "row 2, text: A formula stands here" in result.output
    assert "3 rows: 1 taken in, 0 there already, 2 with faults" in result.output
    assert run("export", "--texts", "--out", str(out)).stderr == "1 cases\n"
    sheet = load_workbook(out).active
    written = dict(zip(*([cell.value for cell in row] for row in sheet), strict=True))
    assert (written["text"], written["received_at"]) == ("+973 calls", "2026-01-05T09:00:00+03:00")
    assert sheet.sheet_view.rightToLeft


def test_a_workbook_that_nobody_can_read_is_said_plainly(run, tmp_path) -> None:
    path = tmp_path / "old.xlsx"
    path.write_bytes(b"PK\x03\x04 rubbish")
    result = run("import", str(path))
    assert (result.exit_code, "This workbook is damaged" in result.output) == (1, True)
    result = run("export", "--out", str(tmp_path / "no" / "out.csv"))
    assert (result.exit_code, "cannot be written" in result.output) == (1, True)
