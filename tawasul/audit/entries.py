"""Writing and reading the history of a stream, and finding what was altered."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from tawasul.audit.chain import START, Link, canonical, digest, salted
from tawasul.audit.tables import Entry, Private
from tawasul.core import clock
from tawasul.core.actor import Actor
from tawasul.core.db import dialect, fetch, require_transaction
from tawasul.core.seal import seal


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing done, as people read it."""

    seq: int
    at: datetime
    actor: str
    act: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry that does not fit: `altered` or `gap`."""

    stream: str
    seq: int
    what: str


async def append(
    stream: str, *, actor: Actor, act: str, data: Mapping[str, Any], private: Mapping[str, str] | None = None
) -> int:
    """Add one entry to `stream` and return its number. Belongs to the transaction of the change that it tells."""
    require_transaction()
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


async def verify(stream: str | None = None) -> list[Fault]:
    """Every entry that was altered, removed or inserted, in one stream or in all."""
    query = Entry.select(*Entry.all_columns(), Entry.private_id.hash.as_alias("private_hash"))
    if stream is not None:
        query = query.where(Entry.stream == stream)
    rows = await query.order_by(Entry.stream, Entry.seq)
    return [fault for _, part in groupby(rows, key=lambda row: row["stream"]) for fault in _faults(list(part))]


def _faults(rows: list[dict[str, Any]]) -> list[Fault]:
    """What does not fit in one stream, in order."""
    faults: list[Fault] = []
    seq, prev = 0, START
    for row in rows:
        link = Link(
            row["stream"],
            row["seq"],
            row["at"],
            row["actor"],
            row["act"],
            json.loads(row["data"]),
            row["private_hash"] or "",
            row["prev"],
        )
        if row["seq"] != seq + 1:
            faults.append(Fault(row["stream"], row["seq"], "gap"))
        if digest(link) != row["hash"] or row["prev"] != prev:
            faults.append(Fault(row["stream"], row["seq"], "altered"))
        seq, prev = row["seq"], row["hash"]
    return faults
