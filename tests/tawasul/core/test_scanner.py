"""A scanner over its own protocol: its verdict is taken, and its silence is none."""

import socket
import struct
import threading

import pytest

from tawasul.core import scanner
from tawasul.core import settings as settings_module


class Clamd:
    """Speaks as clamd does: reads a stream in portions and says what it thinks of it."""

    def __init__(self, answer):
        self.answer, self.heard = answer, b""
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]

    def listen(self):
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self):
        link, _ = self.server.accept()
        with link, link.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while length := struct.unpack("!L", stream.read(4))[0]:
                self.heard += stream.read(length)
            link.sendall(self.answer)


@pytest.fixture
def clamd(monkeypatch):
    servers = []

    def of(answer, *, listening=True):
        server = Clamd(answer)
        servers.append(server)
        if listening:
            server.listen()
        monkeypatch.setenv("TAWASUL_SCANNER_URL", f"clamd://127.0.0.1:{server.port}")
        settings_module.settings.cache_clear()
        return server

    yield of
    for server in servers:
        server.server.close()
    monkeypatch.undo()
    settings_module.settings.cache_clear()


def test_every_byte_is_sent_in_portions(clamd):
    server, data = clamd(b"stream: OK\0"), bytes(range(256)) * 1000
    assert scanner.is_safe(data)
    server.thread.join()
    assert server.heard == data


def test_what_it_finds_is_not_safe(clamd):
    clamd(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")
    assert not scanner.is_safe(b"x")


@pytest.mark.parametrize("answer", [b"", b"stream: size limit exceeded. ERROR\0", b"UNKNOWN COMMAND\0"])
def test_anything_else_is_no_verdict(clamd, answer):
    clamd(answer)
    with pytest.raises(scanner.ScannerAway):
        scanner.is_safe(b"x")


def test_a_scanner_that_is_away_is_asked_again_later(clamd):
    clamd(b"", listening=False).server.close()
    with pytest.raises(scanner.ScannerAway):
        scanner.is_safe(b"x")


def test_without_one_everything_passes():
    assert scanner.is_safe(b"x")
