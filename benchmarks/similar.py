"""Answered cases like one that is open: found among ten thousand and among two hundred thousand."""

import statistics
import time
from collections.abc import Awaitable, Callable

from benchmarks.places import database
from benchmarks.report import Report, Row
from cases import comparing, intake
from cases.alike_tables import Answered
from cases.comparing import KEPT, Running
from cases.filing_form import CaseDraft
from cases.tables import Case
from classifier import predict
from tawasul.core import clock, db

SIZES = (10_000, 200_000)
TIMES = 60
CATEGORY = "ewa-power-outage"


async def run() -> None:
    report = Report(
        "Similar cases",
        "In the worker: the answered cases nearest to an open one, and all that is found beside a case (words that "
        f"weighed, nearest training texts, answered cases), the slowest but three of {TIMES}. Signatures are of the "
        f"corpus. Of an agency and category {KEPT:,} are kept; the rest belong to others.",
    )
    by = Running(predict.load())
    texts = [text for text, _ in by.model.examples]
    report.add("signatures of texts, in batches of a thousand", _signed_a_second(by, texts), "texts/s")
    signatures = by.signatures(texts)
    for kind in ("sqlite", "postgres"):
        small: tuple[Row, Row] | None = None
        for size in SIZES:
            async with database(kind):
                small = await _measured(
                    report, f"{size:,} answered, {kind}", small, await _filled(size, signatures, by)
                )
    report.write("similar")


async def _measured(report: Report, where: str, small: tuple[Row, Row] | None, case_ids: list[int]) -> tuple[Row, Row]:
    by = await comparing.now()
    search = await _p95_ms(lambda n: comparing.answered_like(case_ids[n % len(case_ids)], by))
    found = report.add(f"answered cases like one, {where}", search, "ms", small[0] if small else None)
    whole = await _p95_ms(lambda n: comparing.compare(case_ids[n % len(case_ids)]))
    return found, report.add(f"all beside a case, {where}", whole, "ms", small[1] if small else None)


async def _p95_ms(work: Callable[[int], Awaitable[object]]) -> float:
    await work(0)
    spent = []
    for number in range(TIMES):
        began = time.perf_counter()
        await work(number)
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.quantiles(spent, n=20)[-1]


def _signed_a_second(by: Running, texts: list[str]) -> float:
    began = time.perf_counter()
    by.signatures(texts[:1_000])
    return 1_000 / (time.perf_counter() - began)


async def _filled(size: int, signatures: list[bytes], by: Running) -> list[int]:
    """So many answered cases copied from one that was filed; gives the ids of open ones with texts of the corpus."""
    receipt = await intake.file_case(CaseDraft(text="الكهرباء مقطوعة عن بيتنا"))
    case = (await Case.select().where(Case.id == receipt.case_id))[0]
    now, opened = clock.now(), by.model.examples[::200]
    for first in range(2, size + 2, 5_000):
        numbers = range(first, min(first + 5_000, size + 2))
        await db.insert_many(Case, [Case(**{**case, "id": n, "reference": f"1{n:08d}"}) for n in numbers])
        rows = [_answered(n, signatures[n % len(signatures)], by.name, now) for n in numbers]
        await db.insert_many(Answered, rows)
    ids = range(size + 2, size + 2 + len(opened))
    told = {"agency": "EWA", "category": CATEGORY}
    texts = zip(ids, (text for text, _ in opened), strict=True)
    await db.insert_many(
        Case, [Case(**{**case, **told, "id": n, "reference": f"1{n:08d}", "text": text}) for n, text in texts]
    )
    await db.fetch("ANALYZE")
    return list(ids)


def _answered(number: int, signature: bytes, model: str, at: object) -> Answered:
    """The first thousand are of the agency and category that is asked for."""
    category = CATEGORY if number < KEPT + 2 else f"other-{number // KEPT}"
    return Answered(id=number, case=number, agency="EWA", category=category, model=model, signature=signature, at=at)
