"""Files of cases as the page of imports shows them: how far each is, and what is wrong in its rows."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.import_tables import ImportFault, ImportFile
from tawasul.core.errors import FieldError, NotFound

SHOWN = 200
HISTORY = 50
_PORTION = 1_000
_COLUMNS = [column for column in ImportFile._meta.columns if column._meta.name not in ("key", "digest")]


@dataclass(frozen=True, slots=True)
class ImportView:
    """A file, who sent it and who had it taken in, and how far it is; see the table for its states."""

    id: int
    name: str
    type: str
    size: int
    by: int
    at: datetime
    state: str
    fault: FieldError | None
    line_count: int
    good: int
    bad: int
    gone: int
    passed: int
    taken: int
    started_by: int | None
    started_at: datetime | None
    done_at: datetime | None

    @property
    def runs(self) -> bool:
        return self.state in ("checking", "importing")

    @property
    def is_counted(self) -> bool:
        """Whether it was looked through to its end."""
        return self.started_at is not None or self.state not in ("checking", "unreadable", "failed")

    @property
    def there_already(self) -> int:
        return self.passed - self.taken


@dataclass(frozen=True, slots=True)
class FaultView:
    """A fault by its line, as a spreadsheet numbers it, and its column."""

    line: int
    column: str
    code: str
    params: Mapping[str, Any]


async def history(limit: int = HISTORY) -> list[ImportView]:
    """The files, the newest first."""
    rows = await ImportFile.select(*_COLUMNS).order_by(ImportFile.id, ascending=False).limit(limit)
    return [_view(row) for row in rows]


async def one(number: int) -> ImportView:
    row = await ImportFile.select(*_COLUMNS).where(ImportFile.id == number).first()
    if row is None:
        raise NotFound("no_such_import")
    return _view(row)


def _view(row: dict[str, Any]) -> ImportView:
    said = json.loads(row["fault"]) if row["fault"] else None
    return ImportView(**{**row, "fault": FieldError("file", said["code"], said["params"]) if said else None})


async def faults(number: int, limit: int = SHOWN) -> list[FaultView]:
    """The first faults of a file, in its order."""
    rows = await (
        ImportFault.select()
        .where(ImportFault.file == number)
        .order_by(ImportFault.line)
        .order_by(ImportFault.id)
        .limit(limit)
    )
    return [_fault(row) for row in rows]


async def count_faults(number: int) -> int:
    found: int = await ImportFault.count().where(ImportFault.file == number)
    return found


async def every_fault(number: int) -> AsyncIterator[list[FaultView]]:
    """All of them in portions, in the order of the file."""
    line = last = 0
    while True:
        later = (ImportFault.line > line) | ((ImportFault.line == line) & (ImportFault.id > last))
        rows = await (
            ImportFault.select()
            .where(ImportFault.file == number)
            .where(later)
            .order_by(ImportFault.line)
            .order_by(ImportFault.id)
            .limit(_PORTION)
        )
        if not rows:
            return
        yield [_fault(row) for row in rows]
        line, last = rows[-1]["line"], rows[-1]["id"]


def _fault(row: dict[str, Any]) -> FaultView:
    return FaultView(row["line"], row["column"], row["code"], json.loads(row["params"]))
