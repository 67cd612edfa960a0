"""A table out of a file that somebody sent: CSV or an XLSX workbook, known by content, read row by row, never trusted.

What is wrong with the file itself is `Invalid` at `file`: when it is opened, or at the row where it shows. Reading a
workbook is seconds of work, and is done in a thread wherever anything else waits.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, BinaryIO, Literal, TextIO

from openpyxl import Workbook, load_workbook

from tawasul.core.errors import FieldError, Invalid

Kind = Literal["csv", "xlsx"]
LARGEST = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_OF_PART = 8 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 100
# Of one row, with those beyond the heading, which say nothing but are read too.
MOST_CELLS = 1_000
MOST_PARTS = 1_000
# A sheet cannot have more lines: empty ones between others are read too.
_MOST_LINES = 1_048_576
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What may be long: rows and the texts of their cells. All else is read at once.
_LONG_PARTS = ("xl/worksheets/", "xl/sharedStrings.xml", "xl/media/")
_BOOK = ("[Content_Types].xml", "xl/workbook.xml")
# Whatever a reader of archives and XML says to bytes that are neither.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    SyntaxError,
)


class Unusable(str):
    """A cell that holds no value: a formula, which nobody works out here, or a spreadsheet's error."""

    is_formula: bool

    def __new__(cls, *, is_formula: bool) -> "Unusable":
        made = super().__new__(cls, "?")
        made.is_formula = is_formula
        return made


Row = dict[str, str]
Header = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The heading, and every line below it by the heading's names. A blank line is an empty row."""

    header: Header
    rows: Iterator[Row]


def kind_of(head: bytes) -> Kind:
    """What the first bytes of a file say that it is. `Invalid` for what cannot be read."""
    if head.startswith(_OLE):
        raise _refused("locked_workbook")
    if head.startswith(_ZIP):
        return "xlsx"
    if b"\x00" in head:
        raise _refused("no_table")
    return "csv"


@contextmanager
def opened(file: BinaryIO, *, most: int | None = MOST_ROWS) -> Iterator[Table]:
    """The table in a file that can be read from any place of it, with at most so many rows."""
    kind = kind_of(file.read(512))
    file.seek(0)
    if kind == "csv":
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        try:
            header, rows = _csv(text)
            yield Table(_narrow(header), _counted(rows, most))
        finally:
            text.detach()
        return
    _refuse_bombs(file)
    file.seek(0)
    try:
        book = load_workbook(file, read_only=True, keep_links=False)
    except _BROKEN as error:
        raise _refused("broken_workbook") from error
    try:
        header, rows = _xlsx(book)
        yield Table(_narrow(header), _counted(rows, most))
    finally:
        book.close()


def _csv(text: TextIO) -> tuple[Header, Iterator[Row]]:
    lines = _csv_lines(text)
    header = _names(next(lines, []))
    return header, (_row(header, values) for values in lines)


def _csv_lines(text: TextIO) -> Iterator[list[str]]:
    try:
        for values in csv.reader(text):
            _refuse_wide(values)
            yield values
    except (UnicodeDecodeError, csv.Error) as error:
        raise _refused("no_utf8_table") from error


def _row(header: Header, values: Iterable[str]) -> Row:
    """A line by the heading's names; what stands beyond the heading is nothing."""
    found = dict(zip(header, values, strict=False))
    return found if any(value.strip() for value in found.values()) else {}


def _refuse_bombs(file: BinaryIO) -> None:
    """Judge an archive before anything is unpacked. More than it says is never read from any part."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except _BROKEN as error:
        raise _refused("broken_workbook") from error
    if any(part.flag_bits & 1 for part in parts):
        raise _refused("locked_workbook")
    if not {part.filename for part in parts}.issuperset(_BOOK):
        raise _refused("no_table")
    too_large = any(part.file_size > MOST_OF_PART for part in parts if not part.filename.startswith(_LONG_PARTS))
    if too_large or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _refused("unpacks_too_large")


def _xlsx(book: Workbook) -> tuple[Header, Iterator[Row]]:
    """The first sheet. What a sheet says of its own size may be wrong: it is read to its end."""
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
    except _BROKEN as error:
        raise _refused("broken_workbook") from error
    header = _names(next(_xlsx_lines(sheet, 1, MOST_COLUMNS + 1), []))
    lines = _xlsx_lines(sheet, 2, len(header))
    return header, (_row(header, values) for values in lines)


def _xlsx_lines(sheet: Any, first: int, width: int) -> Iterator[list[str]]:
    try:
        for number, cells in enumerate(sheet.iter_rows(min_row=first), first):
            if number > _MOST_LINES:
                raise _refused("too_many_rows", most=MOST_ROWS)
            _refuse_wide(cells)
            yield [_text(cell) for cell in cells[:width]] + [""] * (width - len(cells))
    except _BROKEN as error:
        raise _refused("broken_workbook") from error


def _refuse_wide(cells: Sequence[Any]) -> None:
    if len(cells) > MOST_CELLS:
        raise _refused("too_many_cells", most=MOST_CELLS)


def _counted(rows: Iterator[Row], most: int | None) -> Iterator[Row]:
    """The rows, if they are no more than that. Lines at the end that are only formatted are none."""
    filled = blank = 0
    for row in rows:
        if not row:
            blank += 1
            continue
        yield from ({} for _ in range(blank))
        filled, blank = filled + 1, 0
        if most is not None and filled > most:
            raise _refused("too_many_rows", most=most)
        yield row


def _text(cell: Any) -> str:
    """A cell as a CSV file has it: whole numbers without a point, days and instants as ISO 8601 writes them."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return Unusable(is_formula=cell.data_type == "f")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _names(cells: list[str]) -> Header:
    """The heading as far as it says anything."""
    names = [str(cell).strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _narrow(header: Header) -> Header:
    if len(header) > MOST_COLUMNS:
        raise _refused("too_many_columns", most=MOST_COLUMNS)
    named = [name for name in header if name]
    if twice := next((name for name in named if named.count(name) > 1), None):
        raise _refused("column_twice", name=twice)
    return header


def _refused(code: str, **params: Any) -> Invalid:
    return Invalid(FieldError("file", code, params))
