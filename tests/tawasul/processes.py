"""A real `tawasul serve` in a session of its own, for tests that stop, kill and ask it."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.ports import free_port

PATIENCE = 120.0


def environ_of(folder: Path, **said: str) -> dict[str, str]:
    """The environment of a process with its own data folder, and nothing left of ours."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("TAWASUL_")}
    return {**ours, "TAWASUL_DATA": str(folder), "TAWASUL_DEMO": "never", **said}


def belonging_to(folder: Path) -> dict[int, str]:
    """Every process of this data folder that still runs, with its command."""
    running = psutil.process_iter(["environ", "cmdline"])  # what is somebody else's has no environment for us
    return {
        one.pid: " ".join(one.info["cmdline"] or ())
        for one in running
        if (one.info["environ"] or {}).get("TAWASUL_DATA") == str(folder)
    }


def eventually(look: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """The first answer that is not None or False."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {seconds} s")


@dataclass
class Served:
    """One running system."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        environ = environ_of(self.folder, TAWASUL_PORT=str(self.port))
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tawasul", "serve"], env=environ, stdout=log, stderr=log, start_new_session=True
            )

    @property
    def log(self) -> str:
        return (self.folder / "serve.log").read_text()

    def ask(self, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Status and JSON of an answer; status 0 while nobody answers."""
        sent = None if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=sent, headers=named)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")
        except OSError:
            return 0, None

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.log
        return self.ask("/health/ready")[0] == 200

    def becomes_ready(self) -> None:
        eventually(self.is_ready, "ready")

    def child(self, name: str) -> int | None:
        """The process of this name, if it runs now."""
        running = belonging_to(self.folder).items()
        return next((number for number, command in running if command.endswith(f"tawasul {name}")), None)

    def interrupt(self) -> None:
        """What Ctrl-C does: SIGINT to every process of the terminal's group."""
        os.killpg(self.process.pid, signal.SIGINT)

    def end(self) -> None:
        """Leave nothing behind, however the test went."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(30)
        eventually(lambda: not belonging_to(self.folder), "all processes end")
