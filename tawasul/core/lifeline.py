"""How a process learns that it should stop: SIGTERM, Ctrl-C, or the end of the pipe to `tawasul serve`.

Under `serve` all processes share the terminal's process group, so Ctrl-C reaches every one of them. Children
ignore it and stop when the pipe closes: at the end of `serve`, however it ended, even by SIGKILL.
"""

import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

VARIABLE = "TAWASUL_LIFELINE"


def under_serve() -> bool:
    """Whether this process is a child of `tawasul serve`."""
    return VARIABLE in os.environ


def on_stop(stop: Callable[[], None]) -> None:
    """Call `stop` once when this process should end. To be called from the main thread."""

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop()

    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGINT, signal.SIG_IGN if under_serve() else handle)
    if under_serve():
        threading.Thread(target=_watch, args=(int(os.environ[VARIABLE]),), daemon=True, name="lifeline").start()


def _watch(descriptor: int) -> None:
    """Wait for the other end of the pipe to close, then ask this process to stop."""
    while os.read(descriptor, 1):
        continue
    os.kill(os.getpid(), signal.SIGTERM)
