"""A comparer that knows words alone, for tests that need no model."""

from collections.abc import Sequence
from zlib import crc32

from cases.comparing import Why


class Wordwise:
    """Every word speaks for the first category, and two texts are as near as they share words."""

    def __init__(self, name: str = "wordwise") -> None:
        self.name = name
        self.signed: list[str] = []

    def why(self, text: str, categories: Sequence[str]) -> Why:
        words = {code: text.split()[:3] for code in categories[:1]}
        return Why(words, [("The whole street is dark", "ewa-power-outage")])

    def signatures(self, texts: Sequence[str]) -> list[bytes]:
        self.signed += texts
        return [self._signature(text) for text in texts]

    def _signature(self, text: str) -> bytes:
        places = bytearray(256)
        for word in text.lower().split():
            places[crc32(word.encode()) % 256] = 100
        return bytes(places)
