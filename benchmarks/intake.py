"""Filing a case through the API, to commit, beside raw inserts of the same rows."""

import time
from typing import Any

from litestar.testing import AsyncTestClient

from benchmarks.places import database
from benchmarks.report import Report
from tawasul.core import db
from web.app import create_app

CASES = 300
TABLES = ("case_", "clock", "clock_event", "audit_entry", "outbox_message")
BODY = {"text": "الكهرباء مقطوعة عن بيتنا من أمس والحر شديد", "governorate": "northern"}


async def run() -> None:
    report = Report(
        "Intake", f"{CASES} cases filed one after the other; the reference inserts the same rows by raw SQL."
    )
    for kind in ("sqlite", "postgres"):
        async with database(kind):
            filed = await _through_http()
            await db.open_pool()
            reference = report.add(f"raw inserts of the same rows, {kind}", await _raw_inserts(), "cases/s")
            report.add(f"filed through HTTP, {kind}", filed, "cases/s", reference)
    report.write("intake")


async def _through_http() -> float:
    """Cases a second, each by a request of its own."""
    async with AsyncTestClient(create_app()) as client:
        began = time.perf_counter()
        for _ in range(CASES):
            answer = await client.post("/api/v1/cases", json=BODY)
            answer.raise_for_status()
        return CASES / (time.perf_counter() - began)


async def _raw_inserts() -> float:
    """Write the rows of one case again under other keys, a transaction each, and undo nothing: it is a scratch base."""
    rows = {table: (await db.fetch(f'SELECT * FROM "{table}" LIMIT 1'))[0] for table in TABLES}
    began = time.perf_counter()
    for number in range(CASES):
        async with db.transaction():
            for table, row in rows.items():
                await _insert_again(table, row, number)
    return CASES / (time.perf_counter() - began)


async def _insert_again(table: str, row: dict[str, Any], number: int) -> None:
    changed = {name: value for name, value in row.items() if name != "id" or table == "outbox_message"}
    marks = {
        "case_": {"reference": f"9{number:08d}"},
        "clock": {"case_id": 1_000_000 + number},
        "clock_event": {"seq": 1_000 + number},
        "audit_entry": {"stream": f"bench:{number}"},
        "outbox_message": {"id": f"bench-{number}"},
    }[table]
    changed |= marks
    columns = ", ".join(f'"{name}"' for name in changed)
    places = ", ".join("{}" for _ in changed)
    await db.fetch(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', *changed.values())
