"""The model is in memory before the worker says that it is ready, so that the first case waits for no loading."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tawasul.processes import environ_of, eventually

Starter = Callable[..., str]


@pytest.fixture
def words_until_ready(tmp_path: Path) -> Iterator[Starter]:
    """Starts a worker; answers what it wrote until it was ready."""
    started: list[subprocess.Popen[bytes]] = []
    log = tmp_path / "worker.log"

    def start(**said: str) -> str:
        environ = environ_of(tmp_path, **said)
        subprocess.run([sys.executable, "-m", "tawasul", "migrate"], env=environ, check=True, capture_output=True)
        with log.open("ab") as written:
            command = [sys.executable, "-m", "tawasul", "worker"]
            started.append(subprocess.Popen(command, env=environ, stdout=written, stderr=written))
        eventually(lambda: "worker ready" in log.read_text(), "the worker is ready", 120)
        return log.read_text()

    yield start
    for process in started:
        process.terminate()
        process.wait(60)


@pytest.mark.slow
def test_the_model_is_loaded_before_the_worker_is_ready(words_until_ready: Starter) -> None:
    before, _, _ = words_until_ready().partition("worker ready")
    assert "model loaded" in before


@pytest.mark.slow
def test_without_a_model_the_worker_says_so_and_does_all_other_work(words_until_ready: Starter, tmp_path: Path) -> None:
    written = words_until_ready(TAWASUL_MODEL=str(tmp_path / "none"))
    assert "no model" in written
    assert "model loaded" not in written
    assert "Traceback" not in written
