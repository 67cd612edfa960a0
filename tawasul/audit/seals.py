"""What a seal says and how it is signed. Each seal holds the mark of the one before it."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

_KEY_ID = 16


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one mark covers: every entry up to the id `upto`, by the heads of the streams that grew."""

    number: int
    day: date
    at: datetime
    upto: int
    heads: int
    digest: str
    prev: str


def key_id(key: bytes) -> str:
    """By what a key is known without being shown."""
    return hmac.new(key, b"tawasul/audit/key", hashlib.sha256).hexdigest()[:_KEY_ID]


def mark(sealed: Sealed, key: bytes) -> str:
    """HMAC-SHA256 (hex) over all that the seal says."""
    at = sealed.at.astimezone(UTC).isoformat(timespec="microseconds")
    day = sealed.day.isoformat()
    values = [sealed.number, day, at, sealed.upto, sealed.heads, sealed.digest, sealed.prev]
    return hmac.new(key, json.dumps(["tawasul/audit/seal", *values]).encode(), hashlib.sha256).hexdigest()


def is_marked(sealed: Sealed, said: str, key: bytes) -> bool:
    """Whether the mark was made with this key over just this."""
    return hmac.compare_digest(mark(sealed, key).encode(), said.encode())


def head_line(stream: str, seq: int, entry: str) -> bytes:
    """One head as the digest of a seal reads it."""
    return (json.dumps([stream, seq, entry], ensure_ascii=False) + "\n").encode()
