"""`tawasul web`: the web process."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from tawasul.core import lifeline
from tawasul.core.settings import Settings

DRAIN = 2  # seconds an open answer gets when the process stops


class Server(uvicorn.Server):
    """Stops by our lifeline, so that a Ctrl-C meant for `serve` does not cut answers short."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is threading.main_thread():
            lifeline.on_stop(lambda: self.handle_exit(signal.SIGTERM, None))
        yield


def run_web(settings: Settings) -> None:
    """Answer requests until asked to stop. Blocks; call from the main thread."""
    config = uvicorn.Config(
        "tawasul.asgi:app",
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_graceful_shutdown=DRAIN,
        timeout_keep_alive=20,
    )
    server = Server(config)
    server.run()
    if not server.started:
        raise SystemExit("the web process could not start: the lines above say why")
