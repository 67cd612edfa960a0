"""A table as a file for spreadsheets: comma-separated, in UTF-8 with its mark, headings in the reader's language."""

from collections.abc import AsyncIterable, AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.response import Stream

from tawasul.core.csv_text import MARK, Cell, csv_lines

_TYPE = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. Numbers stay numbers, so that they can be summed; None is an empty cell."""

    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def percent(hundredths: int | None) -> str | None:
    """A rate as a spreadsheet reads it: `98.70%`. None is no data, and an empty cell."""
    return None if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02d}%"


def written(sheet: Sheet) -> str:
    """The text of the file. Lines end as the format's own description, RFC 4180, says."""
    return MARK + csv_lines((sheet.header, *sheet.rows))


def download(name: str, sheet: Sheet) -> Response[Any]:
    """The file as an answer that a browser saves under this name."""
    return Response(written(sheet).encode(), media_type=_TYPE, headers=_saved_as(name))


def streamed(name: str, header: Sequence[Cell], portions: AsyncIterable[Sequence[Sequence[Cell]]]) -> Stream:
    """The same, of rows that come in portions and are sent as they come."""

    async def pieces() -> AsyncIterator[bytes]:
        yield (MARK + csv_lines([header])).encode()
        async for rows in portions:
            yield csv_lines(rows).encode()

    return Stream(pieces(), media_type=_TYPE, headers=_saved_as(name))


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.csv"}
