"""The queue page with a thousand cases and with a hundred thousand, beside the bare query."""

from datetime import timedelta

from benchmarks.places import database
from benchmarks.report import Report, Row, median_ms
from cases import intake, queues
from cases.filing_form import CaseDraft
from cases.tables import Case
from sla.tables import Clock
from tawasul.accounts.views import StaffView
from tawasul.core import clock, db

SIZES = (1_000, 100_000)
AGENCIES = 20
_OFFICER = StaffView(1, "bench", "bench", "bench", None, "officer", "EWA", "ar")
_BARE = """
    SELECT c.reference FROM "case_" c JOIN "clock" k ON k.case_id = c.id AND k.kind = 'final_reply'
    WHERE c.agency = 'EWA' AND k.state IN ('running', 'paused') ORDER BY k.due_at, c.reference LIMIT 51
"""


async def run() -> None:
    report = Report(
        "Queue",
        "The first page of an officer's queue and its counts, read from the database; cases are spread over "
        f"{AGENCIES} agencies, a third of them open. The reference is the bare query of the same rows.",
    )
    for kind in ("sqlite", "postgres"):
        small: Row | None = None
        for size in SIZES:
            async with database(kind):
                small = await _measured(report, kind, size, small)
    report.write("queue")


async def _measured(report: Report, kind: str, size: int, small: Row | None) -> Row:
    """The page at one size, beside the bare query, and beside the smaller size if there was one."""
    await fill(size)
    bare = report.add(f"bare query, {size} cases, {kind}", await median_ms(_bare, 15), "ms")
    page = report.add(f"queue page, {size} cases, {kind}", await median_ms(_page, 15), "ms", bare)
    if small is not None:
        report.add(f"queue page against {SIZES[0]} cases, {kind}", page.value, "ms", small)
    return page


async def _page() -> None:
    await queues.inbox_page(_OFFICER, "all")
    await queues.counts(_OFFICER)


async def _bare() -> None:
    await db.fetch(_BARE)


async def fill(size: int) -> None:
    """So many cases, copied from one that was really filed."""
    receipt = await intake.file_case(CaseDraft(text="الكهرباء مقطوعة عن بيتنا"))
    case = (await Case.select().where(Case.id == receipt.case_id))[0]
    promise = (await Clock.select().where(Clock.case_id == receipt.case_id))[0]
    codes = [
        row["code"] for row in await db.fetch('SELECT "code" FROM "agency" ORDER BY "code" LIMIT {}', AGENCIES - 1)
    ]
    agencies, now = ["EWA", *codes], clock.now()
    for first in range(2, size + 1, 5_000):
        numbers = range(first, min(first + 5_000, size + 1))
        cases = [Case(**{**case, **_changed(number, agencies)}) for number in numbers]
        clocks = []
        for number in numbers:
            met = now if number % 3 else None
            moved = {"id": number, "case_id": number, "due_at": now + timedelta(minutes=number % 20_000)}
            clocks.append(Clock(**{**promise, **moved, "state": "met" if met else "running", "met_at": met}))
        await db.insert_many(Case, cases)
        await db.insert_many(Clock, clocks)
    await db.fetch("ANALYZE")


def _changed(number: int, agencies: list[str]) -> dict[str, object]:
    return {
        "id": number,
        "reference": f"1{number:08d}",
        "agency": agencies[number % len(agencies)],
        "status": "answered" if number % 3 else "assigned",
    }
