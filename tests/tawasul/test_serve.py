"""`tawasul serve`: one command starts everything, keeps it going, and stops all of it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tawasul.processes import Served, belonging_to, environ_of, eventually

TEXT = "The street light in front of our house has been dark for nine days"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    system = Served(tmp_path)
    system.start()
    try:
        yield system
    finally:
        system.end()


def filed(system: Served) -> dict[str, str]:
    status, receipt = system.ask("/api/v1/cases", {"text": TEXT, "governorate": "muharraq"})
    assert status == 201, receipt
    return receipt


def sorted_status(system: Served, receipt: dict[str, str]) -> str | None:
    """Where the case stands once the sorter has seen it."""
    status, case = system.ask(f"/api/v1/cases/{receipt['reference']}", X_Access_Code=receipt["access_code"])
    return case["status"] if status == 200 and case["status"] != "received" else None


@pytest.mark.slow
def test_it_serves_sorts_and_stops_on_ctrl_c(served: Served) -> None:
    served.becomes_ready()
    eventually(lambda: "Tawasul answers at" in served.log, "the greeting")
    receipt = filed(served)
    assert eventually(lambda: sorted_status(served, receipt), "the case is sorted") in ("assigned", "triage")
    served.interrupt()
    served.process.wait(30)
    assert belonging_to(served.folder) == {}
    assert "Traceback" not in served.log


@pytest.mark.slow
def test_killing_it_ends_its_children(served: Served) -> None:
    served.becomes_ready()
    assert len(belonging_to(served.folder)) == 4
    served.process.send_signal(signal.SIGKILL)
    served.process.wait(30)
    eventually(lambda: not belonging_to(served.folder), "the children end")


@pytest.mark.slow
def test_a_killed_worker_is_started_again_and_does_the_work(served: Served) -> None:
    served.becomes_ready()
    first = served.child("worker")
    assert first is not None
    os.kill(first, signal.SIGKILL)
    receipt = filed(served)
    eventually(lambda: sorted_status(served, receipt), "the case is sorted by the next worker")
    assert served.child("worker") not in (None, first)


@pytest.mark.slow
def test_ctrl_c_while_it_starts_stops_it_without_a_word_of_its_children(served: Served) -> None:
    eventually(lambda: served.child("web"), "the first child starts")
    served.interrupt()
    served.process.wait(30)
    assert belonging_to(served.folder) == {}
    assert "Traceback" not in served.log


def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environ = environ_of(tmp_path, TAWASUL_PORT=str(taken.getsockname()[1]))
        done = subprocess.run(
            [sys.executable, "-m", "tawasul", "serve"],
            check=False,
            env=environ,
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert done.returncode == 1
    assert "is taken" in done.stderr
    assert "TAWASUL_PORT" in done.stderr
    assert not (tmp_path / "tawasul.sqlite").exists()
