"""A table as a file for spreadsheets: comma-separated, in UTF-8 with its mark, headings in the reader's language."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar import Response

MARK = "\ufeff"
# With one of these in front a spreadsheet takes a cell for a formula, and would run what somebody typed.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. Numbers stay numbers, so that they can be summed; None is an empty cell."""

    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def harmless(cell: Cell) -> Cell:
    """A text that no spreadsheet runs: an apostrophe before what would begin a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def percent(hundredths: int | None) -> str | None:
    """A rate as a spreadsheet reads it: `98.70%`. None is no data, and an empty cell."""
    return None if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02d}%"


def written(sheet: Sheet) -> str:
    """The text of the file. Lines end as the format's own description, RFC 4180, says."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in (sheet.header, *sheet.rows):
        writer.writerow([harmless(cell) for cell in row])
    return MARK + text.getvalue()


def download(name: str, sheet: Sheet) -> Response[Any]:
    """The file as an answer that a browser saves under this name."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.csv"}
    return Response(written(sheet).encode(), media_type="text/csv; charset=utf-8", headers=headers)
