"""`tawasul serve`: everything on one machine. Starts web, worker and ticker, keeps them going, stops them all."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

from tawasul.core import lifeline, log
from tawasul.core.settings import Settings

PROCESSES = ("web", "worker", "ticker")
LONGEST_STOP = 8.0
LONGEST_PAUSE = 30.0
_log = log.get(__name__)


class PortTaken(RuntimeError):
    """Something else listens where the web process should."""


@dataclass(slots=True)
class Child:
    """One process. Once it has ended, `again_at` is when it is started again, after a pause that doubles."""

    name: str
    process: subprocess.Popen[bytes]
    started: float
    pause: float = 0.5
    again_at: float | None = None


@dataclass(slots=True)
class Family:
    """All processes of one `serve`. The pipe's writing end is held here alone; its end is theirs."""

    settings: Settings
    stopping: threading.Event = field(default_factory=threading.Event)
    reading: int = -1
    writing: int = -1
    children: dict[str, Child] = field(default_factory=dict)

    def start(self) -> None:
        self.reading, self.writing = os.pipe()
        for name in PROCESSES:
            self.children[name] = Child(name, self._spawn(name), time.monotonic())

    def _spawn(self, name: str) -> subprocess.Popen[bytes]:
        environ = {**os.environ, lifeline.VARIABLE: str(self.reading)}
        command = [sys.executable, "-m", "tawasul", name]
        # Children inherit the mask: a Ctrl-C while they load their modules is no business of theirs.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return subprocess.Popen(  # noqa: S603 - our own program by its full path
                command, env=environ, pass_fds=[self.reading], stdin=subprocess.DEVNULL
            )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def watch(self) -> None:
        """Until asked to stop, start again whatever ended: its work is in the database and goes on."""
        while not self.stopping.wait(0.2):
            for child in self.children.values():
                self._look_after(child, time.monotonic())

    def _look_after(self, child: Child, now: float) -> None:
        """Notice that a process has ended, and start it again after its pause, in which the others are looked after."""
        if child.process.poll() is None:
            return
        if child.again_at is None:
            child.pause = 1.0 if now - child.started > LONGEST_PAUSE else min(child.pause * 2, LONGEST_PAUSE)
            child.again_at = now + child.pause
            _log.warning("process ended, starting again", process=child.name, code=child.process.returncode)
        elif now >= child.again_at:
            child.process, child.started, child.again_at = self._spawn(child.name), now, None

    def stop(self) -> None:
        """Close the pipe and wait; whoever has not ended by then is ended."""
        os.close(self.writing)
        deadline = time.monotonic() + LONGEST_STOP
        for child in self.children.values():
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _log.warning("process did not stop in time", process=child.name)
                child.process.kill()
                child.process.wait()
        os.close(self.reading)


def refuse_taken_port(settings: Settings) -> None:
    """`PortTaken` with what to do, before anything is started."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise PortTaken(
                f"{settings.host}:{settings.port} is taken or not ours ({error.strerror}): "
                "end what listens there, or set TAWASUL_PORT."
            ) from error


def run_serve(settings: Settings, greeting: str) -> None:
    """Serve until Ctrl-C or SIGTERM. `greeting` is printed once everything answers."""
    refuse_taken_port(settings)
    family = Family(settings)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: family.stopping.set())
    try:
        family.start()
        threading.Thread(target=_greet, args=(family, greeting), daemon=True, name="greeting").start()
        family.watch()
    finally:
        family.stop()


def _greet(family: Family, greeting: str) -> None:
    """Print the address once all three processes have shown that they work."""
    while not family.stopping.wait(0.3):
        if _is_ready(family.settings):
            sys.stdout.write(greeting)
            sys.stdout.flush()
            return


def _is_ready(settings: Settings) -> bool:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared, not bound
    connection = http.client.HTTPConnection(host, settings.port, timeout=3)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()
