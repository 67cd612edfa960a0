"""Files of cases as those see them who asked for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases import export_files
from cases.import_tables import CaseExport
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.errors import NotFound

HISTORY = 20
_COLUMNS = [column for column in CaseExport._meta.columns if column._meta.name not in ("pieces", "role", "place", "by")]


@dataclass(frozen=True, slots=True)
class ExportView:
    """A file, what is asked for in it, and how far it is. `ends_at`: until when it can be fetched."""

    id: int
    at: datetime
    format: str
    agency: str | None
    since: datetime | None
    texts: bool
    language: str
    state: str
    total: int
    gone: int
    size: int
    ready_at: datetime | None
    ends_at: datetime | None


async def mine(staff: StaffView) -> list[ExportView]:
    """What somebody asked for, the newest first."""
    rows = await (
        CaseExport.select(*_COLUMNS)
        .where(CaseExport.by == staff.id)
        .order_by(CaseExport.id, ascending=False)
        .limit(HISTORY)
    )
    return [_view(row) for row in rows]


async def one(number: int, staff: StaffView) -> ExportView:
    """A file of one's own; another's is not there."""
    row = await CaseExport.select(*_COLUMNS).where(CaseExport.id == number, CaseExport.by == staff.id).first()
    if row is None:
        raise NotFound("no_such_export")
    return _view(row)


def _view(row: dict[str, Any]) -> ExportView:
    ends_at = row["ready_at"] + export_files.KEPT_FOR if row["ready_at"] else None
    state = "forgotten" if row["state"] == "ready" and export_files.is_over(row, clock.now()) else row["state"]
    return ExportView(**{**row, "state": state, "ends_at": ends_at})
