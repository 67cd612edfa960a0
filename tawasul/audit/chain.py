"""How entries are linked: each hash covers the entry and the hash before it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """What one hash covers."""

    stream: str
    seq: int
    at: datetime
    actor: str
    act: str
    data: Mapping[str, Any]
    private_hash: str
    prev: str


def canonical(data: Mapping[str, Any]) -> str:
    """One spelling for one value: sorted keys, no spaces, letters as they are."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(link: Link) -> str:
    """SHA-256 (hex) over the entry's values and the hash before it."""
    at = link.at.astimezone(UTC).isoformat(timespec="microseconds")
    values = [link.stream, link.seq, at, link.actor, link.act, canonical(link.data), link.private_hash, link.prev]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def salted(value: str, salt: str) -> str:
    """The hash of a personal value. It says nothing once the salt is erased."""
    return hashlib.sha256(f"{salt}\n{value}".encode()).hexdigest()
