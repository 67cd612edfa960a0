"""500 cases are filed while the worker is killed at random: each is sorted once, and no letter is lost."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cases import intake
from cases.filing_form import CaseDraft
from cases.tables import Case, Prediction
from tawasul.audit.tables import Entry
from tawasul.notify.tables import Letter
from tawasul.outbox import dead
from tests.flow.broker import own_broker
from tests.flow.sink import Sink, mail_server

CASES, KILLS, DEADLINE = 500, 5, 420.0
TEXTS = (
    "الكهرباء مقطوعة عن بيتنا من أمس والحر شديد",
    "The rubbish in our street has not been collected for nine days",
    "أقترح تجديد جواز السفر لكبار السن من البيت",
    "asdkjh qwe zzz",
)


class Worker:
    """A real worker process that can be killed and started again."""

    def __init__(self, environ: dict[str, str], log: Path) -> None:
        self.environ, self.log = environ, log
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen([sys.executable, "-m", "tawasul", "worker"], env=self.environ, stderr=log)

    def kill_and_start_again(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = self._start()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def environ_for(url: str, smtp: str, folder: Path, broker: str | None) -> dict[str, str]:
    environ = {
        **os.environ,
        "TAWASUL_DATA": str(folder),
        "TAWASUL_DATABASE_URL": url,
        "TAWASUL_SMTP_URL": smtp,
        "TAWASUL_SECRET_KEY": os.environ["TAWASUL_SECRET_KEY"],
    }
    environ.pop("TAWASUL_BROKER_URL", None)
    return environ | ({"TAWASUL_BROKER_URL": broker} if broker else {})


@pytest.fixture
def broker(database_kind: str) -> Iterator[str | None]:
    """RabbitMQ beside PostgreSQL; beside SQLite the worker feeds itself."""
    if database_kind == "sqlite":
        yield None
        return
    with own_broker() as url:
        yield url


async def file_all() -> None:
    for number in range(CASES):
        text = f"{TEXTS[number % len(TEXTS)]} {number}"
        await intake.file_case(CaseDraft(text=text, email=f"amal{number}@example.org"))


async def killed_at_random(worker: Worker, dice: random.Random) -> None:
    """Kill the worker now and then while there is work, then let it finish."""
    for _ in range(KILLS):
        await asyncio.sleep(dice.uniform(1.0, 9.0))
        worker.kill_and_start_again()


async def all_done() -> None:
    """Wait until nothing is left to do; what never ends is a failure."""
    ends = time.monotonic() + DEADLINE
    while time.monotonic() < ends:
        left = await dead.backlog()
        assert left.dead == 0, "a job was given up"
        if left.ready + left.leased == 0:
            return
        await asyncio.sleep(0.2)
    pytest.fail(f"work is left after {DEADLINE} s: {await dead.backlog()}")


@pytest.mark.slow
@pytest.mark.xdist_group("crash")
async def test_nothing_is_lost_or_done_twice_when_the_worker_is_killed(
    database: str, broker: str | None, tmp_path: Path, record_property
) -> None:
    with mail_server() as (smtp, sink):
        worker = Worker(environ_for(database, smtp, tmp_path, broker), tmp_path / "worker.log")
        try:
            await asyncio.gather(file_all(), killed_at_random(worker, random.Random(7)))
            await all_done()
        finally:
            worker.stop()
        await every_case_was_sorted_once()
        repeats = await every_letter_was_delivered(sink)
    record_property("letters delivered twice", repeats)
    assert repeats <= KILLS
    assert "Traceback" not in str(await dead.dead())


async def every_case_was_sorted_once() -> None:
    assert await Case.count() == CASES
    assert await Case.count().where(Case.status == "received") == 0
    assert await Prediction.count() == CASES
    sorted_lines = await Entry.select(Entry.stream).where(Entry.act.is_in(["assigned", "to_triage"]))
    assert len(sorted_lines) == len({line["stream"] for line in sorted_lines}) == CASES


async def every_letter_was_delivered(sink: Sink) -> int:
    """One row a letter, all sent, each Message-ID at the mail server; returns how many came twice."""
    rows = await Letter.select(Letter.message_id, Letter.state, Letter.template)
    assert {row["state"] for row in rows} == {"sent"}
    assert sum(row["template"] == "receipt" for row in rows) == CASES
    assert set(sink.ids) == {row["message_id"] for row in rows}
    return len(sink.letters) - len(sink.ids)
