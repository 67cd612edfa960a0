"""Writing and reading the history of a stream."""

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tawasul.audit.chain import START, Link, canonical, digest, salted
from tawasul.audit.tables import Entry, Private
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import dialect, fetch, require_transaction
from tawasul.core.seal import seal

_common: ContextVar[Mapping[str, Any]] = ContextVar("what the entries of one larger act have in common", default={})  # noqa: B039 - never changed


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing done, as people read it."""

    seq: int
    at: datetime
    actor: str
    act: str
    data: Mapping[str, Any]


@contextmanager
def part_of(**larger: Any) -> Iterator[None]:
    """Every entry that is written inside names the larger act to which it belongs."""
    token = _common.set(larger)
    try:
        yield
    finally:
        _common.reset(token)


async def append(
    stream: str, *, actor: Actor, act: str, data: Mapping[str, Any], private: Mapping[str, str] | None = None
) -> int:
    """Add one entry to `stream` and return its number. Belongs to the transaction of the change that it tells."""
    require_transaction()
    data = {**data, **_common.get()}
    await _hold(stream)
    last = (
        await Entry.select(Entry.seq, Entry.hash)
        .where(Entry.stream == stream)
        .order_by(Entry.seq, ascending=False)
        .first()
    )
    seq, prev = (last["seq"] + 1, last["hash"]) if last else (1, START)
    private_id, private_hash = await _keep(private)
    link = Link(stream, seq, clock.now(), str(actor), act, data, private_hash, prev)
    await Entry.insert(
        Entry(
            stream=stream,
            seq=seq,
            at=link.at,
            actor=link.actor,
            act=act,
            data=canonical(data),
            private_id=private_id,
            prev=prev,
            hash=digest(link),
        )
    )
    return seq


async def _hold(stream: str) -> None:
    """Let one writer at a time add to a stream. SQLite has one writer anyway."""
    if dialect() == "postgres":
        await fetch("SELECT pg_advisory_xact_lock(hashtextextended({}, 0))", f"audit:{stream}")


async def _keep(private: Mapping[str, str] | None) -> tuple[int | None, str]:
    if not private:
        return None, ""
    value, salt = canonical(private), secrets.token_hex(32)
    row = Private(salt=salt, sealed=seal(value, purpose="audit"), hash=salted(value, salt))
    kept = await Private.insert(row).returning(Private.id)
    return kept[0]["id"], row.hash


async def history(stream: str) -> list[HistoryLine]:
    """All entries of a stream, oldest first. Personal values are not in them."""
    rows = (
        await Entry.select(Entry.seq, Entry.at, Entry.actor, Entry.act, Entry.data)
        .where(Entry.stream == stream)
        .order_by(Entry.seq)
    )
    return [HistoryLine(r["seq"], r["at"], r["actor"], r["act"], json.loads(r["data"])) for r in rows]
