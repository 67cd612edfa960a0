"""How a process learns that it should stop, tried on real processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tawasul.core import lifeline

WAITS = """
import signal, sys, threading
from tawasul.core import lifeline
stopping = threading.Event()
lifeline.on_stop(stopping.set)
print("ready", flush=True)
stopping.wait(20) or sys.exit(9)
"""


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    for descriptor in (reading, writing):
        try:
            os.close(descriptor)
        except OSError:
            assert descriptor == writing, "the test closes that one alone"


def started(reading: int | None = None) -> subprocess.Popen[str]:
    environ = {name: value for name, value in os.environ.items() if name != lifeline.VARIABLE}
    if reading is not None:
        environ[lifeline.VARIABLE] = str(reading)
    process = subprocess.Popen(
        [sys.executable, "-c", WAITS],
        env=environ,
        pass_fds=[] if reading is None else [reading],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def ended(process: subprocess.Popen[str]) -> int:
    try:
        return process.wait(10)
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_alone_it_stops_on_either_signal(number: signal.Signals) -> None:
    process = started()
    process.send_signal(number)
    assert ended(process) == 0


def test_under_serve_it_stops_when_the_pipe_closes(pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    process = started(reading)
    os.close(writing)
    assert ended(process) == 0


def test_under_serve_ctrl_c_is_not_for_it(pipe: tuple[int, int]) -> None:
    process = started(pipe[0])
    process.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.5)
    process.terminate()
    assert ended(process) == 0


def test_it_knows_whether_it_is_under_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(lifeline.VARIABLE, raising=False)
    assert not lifeline.under_serve()
    monkeypatch.setenv(lifeline.VARIABLE, "3")
    assert lifeline.under_serve()
