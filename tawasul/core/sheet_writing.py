"""A table into a file, CSV or XLSX, row by row: memory does not grow with it. No text becomes a formula."""

import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, Literal, Protocol

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from tawasul.core.csv_text import FORMULA, MARK, Cell, csv_lines

Format = Literal["csv", "xlsx"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What a spreadsheet would not keep as a text: formulas, and the names of its errors.
_NO_TEXT = (*FORMULA, "#")
_UNWRITABLE = re.compile(ILLEGAL_CHARACTERS_RE)


class SheetFile(Protocol):
    """A file that is being written. What was added is not held in memory."""

    def add(self, rows: Iterable[Sequence[Cell]]) -> None: ...

    def save(self, to: BinaryIO) -> None: ...


# A sheet holds 1,048,576 lines.
LONGEST_SHEET = 1_000_000


class CsvFile:
    """Comma-separated lines in UTF-8 with its mark."""

    def __init__(self, header: Sequence[Cell]) -> None:
        self._file = tempfile.TemporaryFile("w+b")  # noqa: SIM115 - closed when it is saved, or gone with the object
        self._file.write(MARK.encode())
        self.add([header])

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._file.write(csv_lines(rows).encode())

    def save(self, to: BinaryIO) -> None:
        with self._file as written:
            written.seek(0)
            shutil.copyfileobj(written, to)


class XlsxFile:
    """A workbook with the heading kept in sight; it reads from the right where its reader does.

    Rows that one sheet cannot hold go on in another.
    """

    def __init__(self, header: Sequence[Cell], *, right_to_left: bool) -> None:
        self._book = Workbook(write_only=True)
        self._header, self._right_to_left = header, right_to_left
        self._begin_sheet()

    def _begin_sheet(self) -> None:
        self._sheet = self._book.create_sheet("Tawasul")
        self._sheet.sheet_view.rightToLeft = self._right_to_left
        self._sheet.freeze_panes = "A2"
        self._sheet.append([self._cell(cell) for cell in self._header])
        self._lines = 1

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        for row in rows:
            if self._lines == LONGEST_SHEET:
                self._begin_sheet()
            self._sheet.append([self._cell(cell) for cell in row])
            self._lines += 1

    def _cell(self, cell: Cell) -> Any:
        if not isinstance(cell, str):
            return cell
        text = _UNWRITABLE.sub("", cell)
        if not text.startswith(_NO_TEXT):
            return text
        # A text, and marked as one, so that it stays one when somebody edits it: the apostrophe of the CSV file.
        plain = WriteOnlyCell(self._sheet)
        plain.value = text
        plain.data_type = "s"
        plain.quotePrefix = True
        return plain

    def save(self, to: BinaryIO) -> None:
        self._book.save(to)


def sheet_file(kind: Format, header: Sequence[Cell], *, right_to_left: bool) -> SheetFile:
    """A file of this form with its heading written."""
    return XlsxFile(header, right_to_left=right_to_left) if kind == "xlsx" else CsvFile(header)
