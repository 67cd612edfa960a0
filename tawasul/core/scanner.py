"""Asking a virus scanner, clamd, whether some bytes are safe. Without one in the settings everything passes."""

import socket
import struct
from urllib.parse import urlsplit

from tawasul.core.settings import settings

_TIMEOUT = 60.0
_PORTION = 1 << 16


class ScannerAway(RuntimeError):
    """The scanner does not answer, or not in words that we know: ask again later."""


def is_safe(data: bytes) -> bool:
    """What the scanner of the settings says. Blocks."""
    url = settings().scanner_url
    return url is None or _verdict(_ask(url, data))


def _ask(url: str, data: bytes) -> str:
    """Send the bytes in portions, each after its length, and a length of nothing at the end (INSTREAM)."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), _TIMEOUT) as link:
            link.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), _PORTION):
                portion = data[start : start + _PORTION]
                link.sendall(struct.pack("!L", len(portion)) + portion)
            link.sendall(struct.pack("!L", 0))
            answer = bytearray()
            while not answer.endswith(b"\0") and (more := link.recv(4096)):
                answer += more
    except OSError as error:
        raise ScannerAway(type(error).__name__) from error
    return answer.decode("utf-8", "replace").strip("\0\n ")


def _verdict(answer: str) -> bool:
    """`stream: OK`, or `stream: Name FOUND`; anything else is no verdict."""
    if answer.endswith(" OK"):
        return True
    if answer.endswith(" FOUND"):
        return False
    raise ScannerAway("no verdict")
