"""Importing cases of another system, row by row: what is good comes in once, what is not is told and left out."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from cases import intake
from cases.filing_form import KINDS, Known
from cases.import_rows import NEEDED, ImportRow, read
from cases.intake import Origin
from sla import policy
from sla.calendar import BeyondHorizon
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.errors import FieldError, Invalid

Row = Mapping[str, str]
PORTION = 200


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in one row of the file; `row` as a spreadsheet numbers it, with the heading in the first."""

    row: int
    column: str
    fault: FieldError


@dataclass(slots=True)
class Told:
    """What became of the rows so far. `good` are those without a fault."""

    rows: int = 0
    good: int = 0
    taken: int = 0
    there_already: int = 0
    faults: list[RowFault] = field(default_factory=list)

    def bad_rows(self) -> int:
        return len({each.row for each in self.faults})


def missing_columns(header: Iterable[str]) -> list[str]:
    """Columns that a file needs and this one has not."""
    there = set(header)
    return [name for name in NEEDED if name not in there]


async def check_rows(rows: Iterable[Row], told: Told) -> Told:
    """Every fault of a file. Nothing is stored."""
    async for _each in checked(rows, told):
        told.taken = told.good
    return told


async def import_rows(rows: Iterable[Row], *, by: Actor, told: Told) -> Told:
    """Take in what is good, each case in its own transaction: broken off, the same file goes on where it stopped."""
    async for _each in taken_in(rows, by=by, told=told):
        pass
    return told


async def checked(rows: Iterable[Row], told: Told) -> AsyncIterator[Told]:
    """Go through a file row by row; `told` says how far it is and what was found."""
    async for _found in _judged(rows, await _judged_by(), told):
        yield told


async def taken_in(
    rows: Iterable[Row], *, by: Actor, told: Told, after: int = 0, file: int | None = None
) -> AsyncIterator[Told]:
    """Take in what is good, row by row. The first `after` rows were gone through before: they are only counted."""
    async for found in _judged(rows, await _judged_by(), told):
        if found is not None and told.rows > after:
            await _take(found, by, told, file)
        yield told


@dataclass(frozen=True, slots=True)
class _Good:
    """A row without a fault, and its line in the file."""

    line: int
    row: ImportRow


async def _take(found: _Good, by: Actor, told: Told, file: int | None) -> None:
    try:
        receipt = await intake.file_once(
            found.row.draft, found.row.number, Origin(by, found.row.received_at, file=file)
        )
    except Invalid as error:  # the reference data changed meanwhile
        told.faults += [RowFault(found.line, fault.field, fault) for fault in error.faults]
        return
    except BeyondHorizon:
        told.faults.append(RowFault(found.line, "received_at", FieldError("received_at", "before_promises")))
        return
    told.taken += receipt is not None
    told.there_already += receipt is None


async def _judged_by() -> tuple[Known, date]:
    """The codes that a case may name, and the first day for which anything is promised for every kind of case."""
    general = [each for each in await policy.policies(policy.FINAL_REPLY) if not each.is_special]
    first = [min(each.valid_from for each in general if each.kind in (None, kind)) for kind in KINDS]
    return await intake.known(), max(first)


async def _judged(rows: Iterable[Row], judged_by: tuple[Known, date], told: Told) -> AsyncIterator[_Good | None]:
    """Each row that is good, or None where it was told what is not. Blank lines count as lines alone."""
    known, first = judged_by
    seen: set[str] = set()
    line = 1
    async for row in _read_beside(rows):
        line += 1
        if not row:
            continue
        told.rows += 1
        found = read(row, known, (first, clock.now()))
        if isinstance(found, ImportRow) and found.number in seen:
            found = [FieldError("external_id", "twice_in_file")]
        if isinstance(found, ImportRow):
            seen.add(found.number)
            told.good += 1
            yield _Good(line, found)
        else:
            told.faults += [RowFault(line, fault.field, fault) for fault in found]
            yield None


async def _read_beside(rows: Iterable[Row]) -> AsyncIterator[Row]:
    """Row by row. A thread reads them in portions, so that whatever else the process does goes on meanwhile."""
    source = iter(rows)
    while True:
        portion, refusal = await asyncio.to_thread(_portion, source)
        for row in portion:
            yield row
        if refusal is not None:
            raise refusal
        if len(portion) < PORTION:
            return


def _portion(source: Iterator[Row]) -> tuple[list[Row], Invalid | None]:
    """The next rows, and what ends them before their time: what is good before it is not lost."""
    found: list[Row] = []
    try:
        found.extend(islice(source, PORTION))
    except Invalid as error:
        return found, error
    return found, None
