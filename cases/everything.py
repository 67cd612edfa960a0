"""Every case in portions, by number: what leaves the system in a file, read in memory that does not grow."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cases import tag_lists
from cases.filters import Where, every
from cases.urgency import level_of
from tawasul.core.csv_text import Cell
from tawasul.core.db import fetch
from tawasul.core.i18n import ZONE

PORTION = 1_000
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
EVERYWHERE = Where("")
COLUMNS = (
    "reference",
    "kind",
    "status",
    "closed_as",
    "channel",
    "language",
    "category",
    "agency",
    "governorate",
    "area",
    "received_at",
    "due_at",
    "answered_at",
    "on_time",
    "priority",
    "tags",
)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which cases: of an agency, received since an instant, within a condition on "c"; and whether with their texts."""

    agency: str | None = None
    since: datetime = BEGINNING
    texts: bool = False
    within: Where = EVERYWHERE

    def condition(self) -> Where:
        of_agency = Where("c.agency = {}", (self.agency,)) if self.agency else Where("")
        return every(of_agency, Where("c.received_at >= {}", (self.since,)), self.within)


def header(wish: Wish) -> list[Cell]:
    """The columns, as codes: a file is read by programs too, in any language."""
    return [*COLUMNS, *(["text"] if wish.texts else [])]


async def count(wish: Wish) -> int:
    where = wish.condition()
    found = await fetch(f'SELECT COUNT(*) AS n FROM "case_" c WHERE {where.sql}', *where.values)  # noqa: S608 - our own
    number: int = found[0]["n"]
    return number


async def portions(wish: Wish) -> AsyncIterator[list[list[Cell]]]:
    """The cases as lines, the oldest first. No contact is among it, and neither text nor tags of a
    confidential case."""
    last, where = 0, wish.condition()
    while rows := await fetch(_PORTION.format(where=where.sql), last, *where.values, PORTION):
        tags = await tag_lists.of_cases([row["id"] for row in rows if not row["confidential"]])
        yield [_line(row, tags.get(row["id"], []), texts=wish.texts) for row in rows]
        last = rows[-1]["id"]


def _line(row: dict[str, Any], tags: list[str], *, texts: bool) -> list[Cell]:
    said = {**row, "priority": level_of(row), "tags": "; ".join(tags)}
    text = [row["text"] if not row["confidential"] else ""] if texts else []
    return [*(_cell(said[name]) for name in COLUMNS), *text]


def _cell(value: Any) -> Cell:
    """Instants are texts with Bahrain's offset in both forms: a workbook's own dates know no zone."""
    if isinstance(value, datetime):
        return value.astimezone(ZONE).isoformat(timespec="seconds")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, int) or value is None else str(value)


_PORTION = """
    SELECT c.id, c.reference, c.kind, c.status, c.closed_as, c.channel, c.language, c.category, c.agency,
        c.governorate, c.area, c.received_at, k.due_at, k.met_at AS answered_at, k.on_time, c.text,
        c.confidential, c.priority, c.urgent, c.danger
    FROM "case_" c LEFT JOIN clock k ON k.case_id = c.id AND k.kind = 'final_reply' AND k.cycle = c.cycle
    WHERE c.id > {{}} AND {where} ORDER BY c.id LIMIT {{}}
"""
