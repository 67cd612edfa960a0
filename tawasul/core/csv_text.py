"""Rows as comma-separated text that a spreadsheet opens and never runs. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence

Cell = str | int | None

MARK = "\ufeff"
# With one of these in front a spreadsheet takes a cell for a formula, and would run what somebody typed.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: Cell) -> Cell:
    """A text that no spreadsheet runs: an apostrophe before what would begin a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def csv_lines(rows: Iterable[Sequence[Cell]]) -> str:
    """The rows as lines. They end as the format's own description, RFC 4180, says."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return text.getvalue()
