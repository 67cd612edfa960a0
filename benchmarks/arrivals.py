"""From filing to "assigned": the real web and worker processes on PostgreSQL, at a steady rate of new cases.

`TAWASUL_BENCH_RATE` and `TAWASUL_BENCH_SECONDS` are others than 20 cases a second for 60 seconds."""

import asyncio
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from benchmarks.places import database
from benchmarks.report import Report
from classifier import examples
from tawasul.core import db

RATE = float(os.environ.get("TAWASUL_BENCH_RATE", "20"))
SECONDS = float(os.environ.get("TAWASUL_BENCH_SECONDS", "60"))
LONGEST_START, LONGEST_REST = 180.0, 120.0
GOVERNORATES = ("capital", "muharraq", "northern", "southern")
# When the case was received, and when the sorter wrote its first line of history about it.
_WAITS = """
    SELECT EXTRACT(EPOCH FROM (MIN(e.at) - c.received_at)) AS seconds, c.status
    FROM case_ c JOIN audit_entry e ON e.stream = 'case:' || c.id AND e.act IN ('assigned', 'to_triage')
    GROUP BY c.id, c.received_at, c.status
"""


async def run() -> None:
    report = Report(
        "Arrivals",
        f"{RATE:g} cases a second for {SECONDS:g} s through HTTP, one web and one worker process with the embedded "
        "queue, PostgreSQL; texts are those of the corpus, with a governorate. A wait is from the moment the case was "
        "received to the moment its sorting was written, which sends it to its agency or to people. The reference is "
        "the same filing's answer to the citizen.",
    )
    async with database("postgres") as url:
        with tempfile.TemporaryDirectory() as folder, ExitStack() as lives:
            port = _free_port()
            environ = {
                **os.environ,
                "TAWASUL_DATA": folder,
                "TAWASUL_DATABASE_URL": url,
                "TAWASUL_PORT": str(port),
                "TAWASUL_SECRET_KEY": secrets.token_hex(32),
                "TAWASUL_DEMO": "never",
            }
            for name, mark in (("worker", "worker ready"), ("web", "")):
                lives.enter_context(_process(name, environ, Path(folder) / f"{name}.log", mark))
            answered = await _file_steadily(f"http://127.0.0.1:{port}")
            waits, assigned = await _waits(len(answered))
    answer = report.add("answer to the citizen, p95", _p95(answered), "ms")
    report.add("filed to sorted, median", statistics.median(waits), "ms")
    report.add("filed to sorted, p95", _p95(waits), "ms", answer)
    report.add("filed to sorted, slowest", max(waits), "ms")
    report.add("filed to assigned, p95", _p95(assigned), "ms")
    report.add("assigned by the program", len(assigned) / len(waits), "share")
    report.write("arrivals")


async def _file_steadily(address: str) -> list[float]:
    """Files at the rate, whatever the answers take; milliseconds of each answer."""
    texts = [example.text for example in examples.corpus()][:: max(1, int(7_000 / (RATE * SECONDS)))]
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        await _until_it_answers(client)
        began, filings = time.perf_counter(), []
        for number in range(int(RATE * SECONDS)):
            await asyncio.sleep(max(0.0, began + number / RATE - time.perf_counter()))
            filings.append(asyncio.create_task(_file(client, texts[number % len(texts)], number)))
        return await asyncio.gather(*filings)


async def _file(client: httpx.AsyncClient, text: str, number: int) -> float:
    began = time.perf_counter()
    body = {"text": text, "governorate": GOVERNORATES[number % len(GOVERNORATES)]}
    answer = await client.post("/api/v1/cases", json=body)
    answer.raise_for_status()
    return (time.perf_counter() - began) * 1000


async def _until_it_answers(client: httpx.AsyncClient) -> None:
    ends = time.perf_counter() + LONGEST_START
    while time.perf_counter() < ends:
        try:
            if (await client.get("/health/live")).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            await asyncio.sleep(0.1)
    raise RuntimeError("the web process does not answer")


async def _waits(count: int) -> tuple[list[float], list[float]]:
    """Milliseconds of all cases, and of those that were assigned, once every case is sorted."""
    ends = time.perf_counter() + LONGEST_REST
    while len(rows := await db.fetch(_WAITS)) < count:
        if time.perf_counter() > ends:
            raise RuntimeError(f"only {len(rows)} of {count} cases were sorted")
        await asyncio.sleep(0.5)
    told = [(float(row["seconds"]) * 1000, row["status"]) for row in rows]
    return [wait for wait, _ in told], [wait for wait, status in told if status == "assigned"]


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else float("nan")


@contextmanager
def _process(name: str, environ: dict[str, str], log: Path, mark: str) -> Iterator[None]:
    """One of ours while it is needed; entered once its log holds the mark."""
    with log.open("wb") as written:
        process = subprocess.Popen([sys.executable, "-m", "tawasul", name], env=environ, stdout=written, stderr=written)
    try:
        ends = time.perf_counter() + LONGEST_START
        while mark not in log.read_text():
            if process.poll() is not None or time.perf_counter() > ends:
                raise RuntimeError(f"{name} did not start: {log.read_text()[-2000:]}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
