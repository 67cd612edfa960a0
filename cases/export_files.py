"""Files of cases that somebody asks for: written by a job into the store, given to whoever asked, gone a day later."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any

from cases import everything, filters, walls
from cases.everything import Wish
from cases.import_tables import CaseExport
from cases.wall_tables import Barred
from tawasul import audit, outbox
from tawasul.accounts import agencies, views
from tawasul.accounts.permissions import may
from tawasul.accounts.views import StaffView
from tawasul.core import clock, storage
from tawasul.core.actor import system
from tawasul.core.db import swap, transaction
from tawasul.core.errors import FieldError, Forbidden, Invalid, NotFound
from tawasul.core.sheet_writing import FORMATS, sheet_file

WRITE = "cases.jobs.write_export"
KEPT_FOR = timedelta(hours=24)
# The store keeps a file whole in memory while it takes it: a large one is kept in pieces.
PIECE = 1024 * 1024
FOLDER = "exports"
_BY = system("export")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants in a file; nothing said is everything in reach."""

    format: str
    agency: str | None = None
    since: datetime | None = None
    texts: bool = False
    language: str = "ar"


async def ask(asked: Asked, *, by: StaffView) -> int:
    """Have a file written of the cases that somebody may see. Gives its number."""
    if not may(by, "case.export"):
        raise Forbidden("not_for_you")
    if found := await _faults(asked, by):
        raise Invalid(*found)
    row = CaseExport(
        by=by.id,
        role=by.role,
        place=by.agency,
        at=clock.now(),
        format=asked.format,
        agency=asked.agency,
        since=asked.since,
        texts=asked.texts,
        language=asked.language,
    )
    async with transaction():
        number: int = (await CaseExport.insert(row).returning(CaseExport.id))[0]["id"]
        data = {"format": asked.format, "agency": asked.agency, "texts": asked.texts}
        data |= {"since": asked.since.isoformat() if asked.since else None}
        await audit.append(_stream(number), actor=by.actor(), act="export_asked", data=data)
        await outbox.append(WRITE, number)
    return number


async def _faults(asked: Asked, by: StaffView) -> list[FieldError]:
    found = [] if asked.format in FORMATS else [FieldError("format", "unknown")]
    if asked.agency is not None:
        known = await agencies.all_agencies()
        if asked.agency not in known or not (await agencies.scope(by)).holds(asked.agency):
            found.append(FieldError("agency", "unknown"))
    if asked.since is not None and asked.since > clock.now():
        found.append(FieldError("since", "in_future"))
    return found


async def write(number: int) -> None:
    """Write the file into the store. Broken off, it is written anew; of two runs the first one's file stays."""
    row = await CaseExport.select().where(CaseExport.id == number, CaseExport.state == "writing").first()
    if row is None:
        return
    owner = (await views.by_ids([row["by"]]))[row["by"]]
    if not await _still_may(row, owner):
        await swap(CaseExport, number, old={"state": "writing"}, new={"state": "failed"})
        return
    wish = await _wish(row, owner)
    await CaseExport.update({CaseExport.total: await everything.count(wish)}).where(CaseExport.id == number)
    file = sheet_file(row["format"], everything.header(wish), right_to_left=row["language"] == "ar")
    gone = 0
    async for lines in everything.portions(wish):
        await asyncio.to_thread(file.add, lines)
        gone += len(lines)
        await swap(CaseExport, number, old={"state": "writing"}, new={"gone": gone})
    with tempfile.TemporaryFile() as whole:
        await asyncio.to_thread(file.save, whole)
        await _hand_in(number, whole, gone)


async def _hand_in(number: int, whole: IO[bytes], gone: int) -> None:
    """Put the file into the store, and say that it is there; if another run was faster, take it away again."""
    pieces, size, store = [], whole.seek(0, 2), storage.storage()
    whole.seek(0)
    is_kept = False
    try:
        while piece := await asyncio.to_thread(whole.read, PIECE):
            pieces.append(storage.new_key(FOLDER))
            await asyncio.to_thread(store.put, pieces[-1], piece)
        new = {"state": "ready", "pieces": " ".join(pieces), "size": size, "gone": gone, "total": gone}
        is_kept = await swap(CaseExport, number, old={"state": "writing"}, new={**new, "ready_at": clock.now()})
    finally:
        if not is_kept:
            await _remove(pieces)


async def _wish(row: Row, owner: StaffView) -> Wish:
    """The cases that its owner may see: within reach, not kept from her by a wall."""
    within = filters.every(filters.reached(await agencies.scope(owner)), walls.open_to(owner))
    return Wish(row["agency"], row["since"] or everything.BEGINNING, texts=row["texts"], within=within)


async def fetched(number: int, *, by: StaffView) -> AsyncIterator[bytes]:
    """The file, piece by piece, for whoever asked for it and might ask again. For anybody else it is not there."""
    row = await CaseExport.select().where(CaseExport.id == number, CaseExport.by == by.id).first()
    if row is None or row["state"] != "ready" or is_over(row, clock.now()) or not await _still_may(row, by):
        raise NotFound("no_such_export")
    async with transaction():
        await audit.append(_stream(number), actor=by.actor(), act="export_fetched", data={"size": row["size"]})
    return _pieces(row["pieces"].split())


async def _pieces(keys: list[str]) -> AsyncIterator[bytes]:
    store = storage.storage()
    for key in keys:
        yield await asyncio.to_thread(store.get, key)


async def _still_may(row: Row, owner: StaffView) -> bool:
    """Whether the owner has the right and the reach of then, and was kept from no case since."""
    if not may(owner, "case.export") or (owner.role, owner.agency) != (row["role"], row["place"]):
        return False
    return not await Barred.exists().where(Barred.staff == owner.id, Barred.at >= row["at"])


def is_over(row: Row, now: datetime) -> bool:
    """Whether the time of a file is over, whether or not it was removed yet."""
    return row["ready_at"] is not None and now >= row["ready_at"] + KEPT_FOR


async def forget_old(now: datetime) -> None:
    """Remove from the store what is older than a day; what was never written by then will not be."""
    stuck = (CaseExport.state == "writing", CaseExport.at <= now - KEPT_FOR)
    await CaseExport.update({CaseExport.state: "failed"}).where(*stuck)
    rows = await CaseExport.select().where(CaseExport.state == "ready", CaseExport.ready_at <= now - KEPT_FOR)
    for row in rows:
        async with transaction():
            new = {"state": "forgotten", "pieces": ""}
            if was_first := await swap(CaseExport, row["id"], old={"state": "ready"}, new=new):
                await audit.append(_stream(row["id"]), actor=_BY, act="export_removed", data={"size": row["size"]})
        if was_first:
            await _remove(row["pieces"].split())


async def _remove(keys: list[str]) -> None:
    store = storage.storage()
    for key in keys:
        await asyncio.to_thread(store.delete, key)


def _stream(number: int) -> str:
    return f"export:{number}"
