"""A running web process with a small cast and a few cases, as browser tests find it."""

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from cases import intake, questions, reply, sorting
from cases.filing_form import CaseDraft
from cases.reply import ReplyDraft
from cases.tables import Case
from classifier.prediction import Candidate, Prediction
from tawasul.accounts import passwords
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import COLUMNS, StaffView, view
from tawasul.core import clock, db
from tests.ports import free_port

PASSWORD = "a-long-password-of-tests"
CAST = {
    "basim": ("officer", "EWA"),
    "dana": ("supervisor", "EWA"),
    "nadia": ("national_supervisor", None),
    "lulwa": ("call_centre", None),
    "root": ("administrator", None),
}
LONGEST_START = 90.0
REASON = "place_unclear"
SURE = Prediction(
    kind="complaint",
    category="ewa-power-outage",
    agency="EWA",
    confidence=0.99,
    decision="route",
    reason="sure",
    needs=None,
    danger=False,
    urgent=False,
    language="en",
    candidates=(
        Candidate("ewa-power-outage", "EWA", 0.7),
        Candidate("ewa-bill", "EWA", 0.2),
        Candidate("mow-potholes", "MOW", 0.1),
    ),
    model="of-tests",
    threshold=0.9,
)
UNSURE = replace(SURE, confidence=0.4, decision="triage", reason="unsure")


@dataclass(frozen=True)
class Stage:
    """Where the web process answers, and how to put cases before the staff."""

    url: str
    database: str

    def assigned(self, text: str = "No power since Sunday") -> str:
        """A case with the Electricity and Water Authority; gives its reference."""
        return str(self.does(_case(text, SURE))[0])

    def waiting(self, text: str = "Something is wrong in our street") -> str:
        """A case that people have to sort."""
        return str(self.does(_case(text, UNSURE))[0])

    def sorted(self, text: str) -> tuple[str, str]:
        """A case that the program sent to its agency; gives reference and access code."""
        return self.does(_case(text, SURE))

    def asked(self, text: str) -> tuple[str, str]:
        """A case whose citizen is asked something; gives reference and access code."""
        ask = questions.ask
        return self.does(_case(text, SURE, lambda row, by: ask(row["id"], REASON, "Which?", by=by, rev=row["rev"])))

    def promised(self, text: str) -> tuple[str, str]:
        """A case whose reply promises something by a date; gives reference and access code."""
        draft = ReplyDraft("will_be_done", "It is done then.", due_on=clock.now().date() + timedelta(days=9))
        send = reply.send_reply
        return self.does(_case(text, SURE, lambda row, by: send(row["id"], draft, by=by, rev=row["rev"])))

    def hire(self) -> None:
        self.does(_hire())

    def does(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Do something with the database of the stage."""
        # In a thread of its own: the browser's driver keeps a loop in this one.
        with ThreadPoolExecutor(1) as aside:
            return aside.submit(lambda: asyncio.run(self._connected(work))).result()

    async def _connected(self, work: Coroutine[Any, Any, Any]) -> Any:
        db.connect(self.database)
        await db.open_pool()
        try:
            return await work
        finally:
            await db.close_pool()


Act = Callable[[dict[str, Any], StaffView], Awaitable[None]]


async def _case(text: str, prediction: Prediction, act: Act | None = None) -> tuple[str, str]:
    """File and sort a case, and let Basim do something with it; gives reference and access code."""
    receipt = await intake.file_case(CaseDraft(text=text, language="en", governorate="capital"))
    await sorting.sort_case(receipt.case_id, lambda text, governorate: prediction)
    if act is not None:
        row = await Case.select().where(Case.id == receipt.case_id).first()
        basim = await Staff.select(*COLUMNS).where(Staff.username == "basim").first()
        assert row is not None
        assert basim is not None
        await act(row, view(basim))
    return receipt.reference, receipt.access_code


async def _hire() -> None:
    hashed = await passwords.hash_password(PASSWORD)
    now = clock.now()
    for name, (role, agency) in CAST.items():
        row = Staff(
            username=name,
            name_en=name.title(),
            name_ar=name,
            role=role,
            agency=agency,
            password_hash=hashed,
            created_at=now,
        )
        await Staff.insert(row)


class Server:
    """`tawasul web` as a process of its own."""

    def __init__(self, database: str, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        environ = {
            **os.environ,
            "TAWASUL_DATA": str(folder),
            "TAWASUL_DATABASE_URL": database,
            "TAWASUL_PORT": str(self.port),
        }
        self.log: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tawasul", "web"], env=environ, stderr=subprocess.PIPE, text=True
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.log.extend(self.process.stderr)

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + LONGEST_START
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/health/live", timeout=2) as answer:
                    assert json.load(answer) == {"status": "live"}
                    return
            except OSError:
                self.reader.join(0.1)
        raise RuntimeError("the web process does not answer:\n" + "".join(self.log))

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)
        self.reader.join(5)
        assert self.process.stderr is not None
        self.process.stderr.close()
