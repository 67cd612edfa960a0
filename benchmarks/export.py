"""Cases written into a file by the job, in a process of its own: how much memory it takes, and how fast it is."""

import asyncio
import json
import os
import sys
import time
from dataclasses import dataclass

from benchmarks.places import database
from benchmarks.queue import fill
from benchmarks.report import Report, Row
from cases import export_files
from cases.export_files import Asked
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import COLUMNS, StaffView, view
from tawasul.core import clock, db
from tawasul.core.sheet_writing import FORMATS

SIZES = (10_000, 100_000)
_BARE = """
    SELECT c.reference, c.kind, c.status, c.channel, c.language, c.category, c.agency, c.received_at, k.due_at,
        k.met_at, k.on_time, c.text
    FROM "case_" c LEFT JOIN "clock" k ON k.case_id = c.id AND k.kind = 'final_reply' AND k.cycle = c.cycle
    ORDER BY c.id
"""
_WRITER = """
import asyncio, json, pathlib, sys, time
from cases import export_files
from tawasul.core import db

def megabytes(name):
    # Of this program alone: what getrusage tells began in the process that started it.
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name + ":")) / 1024

async def main():
    db.connect(sys.argv[1])
    await db.open_pool()
    before, began = megabytes("VmRSS"), time.perf_counter()
    await export_files.write(int(sys.argv[2]))
    seconds = time.perf_counter() - began
    await db.close_pool()
    print(json.dumps({"seconds": seconds, "peak": megabytes("VmHWM"), "before": before}))

asyncio.run(main())
"""


@dataclass(frozen=True, slots=True)
class Written:
    """What the writing process took: seconds, and megabytes at most and before it began."""

    seconds: float
    peak: float
    before: float


@dataclass(frozen=True, slots=True)
class Filled:
    """A database with so many cases, and somebody who reaches all of them."""

    url: str
    size: int
    by: StaffView


Memory = tuple[Row, Row]


async def run() -> None:
    report = Report(
        "Export",
        "All cases with their texts, read, written into a file and put into the store by the job, alone in a process: "
        "resident memory at its peak, all of it and what came on top of a process that had begun nothing. Memory is "
        "constant if ten times the cases take about the same; SQLite keeps up to 16 MB of pages besides, which a small "
        "database does not fill. The reference of speed is one bare select of the rows.",
    )
    for kind in ("postgres", "sqlite"):
        small: dict[str, Memory] = {}
        for size in SIZES:
            async with database(kind) as url:
                await _measured(report, f"{size} cases, {kind}", await _filled(url, size), small)
    report.write("export")


async def _filled(url: str, size: int) -> Filled:
    await fill(size)
    return Filled(url, size, await _unit())


async def _measured(report: Report, what: str, there: Filled, small: dict[str, Memory]) -> None:
    """Each form at one size, beside the bare select, and its memory beside that at the smaller size."""
    bare = report.add(f"bare select, {what}", there.size / await _bare(), "rows/s")
    for form in FORMATS:
        written = await _written(there.url, await export_files.ask(Asked(form, texts=True), by=there.by))
        report.add(f"{form}, {what}", there.size / written.seconds, "rows/s", bare)
        small[form] = _memory(report, f"{form}, {what}", written, small.get(form))


def _memory(report: Report, what: str, written: Written, small: Memory | None) -> Memory:
    """Peak and growth, beside those of the smaller size if there was one."""
    peak = report.add(f"peak memory: {what}", written.peak, "MB", small[0] if small else None)
    grown = report.add(f"of it for the work: {what}", written.peak - written.before, "MB", small[1] if small else None)
    return peak, grown


async def _bare() -> float:
    began = time.perf_counter()
    await db.fetch(_BARE)
    return time.perf_counter() - began


async def _written(url: str, number: int) -> Written:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _WRITER, url, str(number), env=dict(os.environ), stdout=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError("the file was not written")
    return Written(**json.loads(told))


async def _unit() -> StaffView:
    """Somebody of the national unit, who reaches every case."""
    unit = Staff(
        username="bench",
        name_en="bench",
        name_ar="bench",
        password_hash="none",
        role="national_supervisor",
        agency=None,
        created_at=clock.now(),
    )
    await Staff.insert(unit)
    row = await Staff.select(*COLUMNS).where(Staff.username == "bench").first()
    assert row is not None
    return view(row)
