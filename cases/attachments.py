"""Attaching files: kept away from everybody until they were looked at."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from cases import file_rules
from cases.attachment_tables import Attachment
from cases.file_rules import Unreadable, Upload
from cases.moves import stream
from cases.tables import Filing
from tawasul import audit, outbox
from tawasul.core import clock, scanner, storage
from tawasul.core.actor import CITIZEN
from tawasul.core.db import lock, require_transaction, swap, transaction
from tawasul.core.errors import Invalid, NotFound

INSPECT = "cases.jobs.inspect_attachment"
FOLDERS = _INCOMING, _KEPT = "incoming", "kept"


async def add_to_form(filing_id: int, uploads: Sequence[Upload]) -> None:
    """Keep files of a form. `Invalid` with what is wrong with any of them: then none is kept."""
    async with stored(uploads) as keys, transaction():
        filing = await lock(Filing, filing_id)
        if filing is None or filing["case"] is not None:
            raise NotFound("form_expired")
        had = await Attachment.count().where(Attachment.filing == filing_id)
        await _insert(uploads, keys, had, filing=filing_id)


async def keep(case_id: int, uploads: Sequence[Upload], keys: Sequence[str]) -> None:
    """Keep stored files that came with what a citizen wrote: part of that act. Each act brings its own, so many at most
    of each, whatever the case has already."""
    require_transaction()
    if uploads:
        await _insert(uploads, keys, 0, case=case_id)
        await audit.append(stream(case_id), actor=CITIZEN, act="files_added", data={"count": len(uploads)})


@asynccontextmanager
async def stored(uploads: Sequence[Upload]) -> AsyncIterator[list[str]]:
    """Put files into the store before any row names them, and take them away if none comes to do so. `Invalid` with
    what is wrong with any of them: then none is stored, and the act with which they come does not begin."""
    if found := file_rules.faults(list(uploads), 0):
        raise Invalid(*found)
    keys, store = [storage.new_key(_INCOMING) for _ in uploads], storage.storage()
    async with AsyncExitStack() as undo:
        for key, upload in zip(keys, uploads, strict=True):
            undo.push_async_callback(asyncio.to_thread, store.delete, key)
            await asyncio.to_thread(store.put, key, upload.data)
        yield keys
        undo.pop_all()


async def _insert(
    uploads: Sequence[Upload], keys: Sequence[str], had: int, *, filing: int | None = None, case: int | None = None
) -> None:
    require_transaction()
    if found := file_rules.too_many(len(uploads), had):
        raise Invalid(found)
    for key, upload in zip(keys, uploads, strict=True):
        mime = file_rules.type_of(upload.data) or ""
        row = Attachment(
            key=key,
            name=file_rules.clean_name(upload.name, mime),
            type=mime,
            size=len(upload.data),
            at=clock.now(),
            filing=filing,
            case=case,
        )
        made = await Attachment.insert(row).returning(Attachment.id)
        await outbox.append(INSPECT, made[0]["id"])


async def give_to_case(filing_id: int, case_id: int) -> None:
    """The form was filed: its files are the case's."""
    require_transaction()
    await Attachment.update({Attachment.filing: None, Attachment.case: case_id}).where(Attachment.filing == filing_id)


async def remove_from_form(filing_id: int, number: int) -> None:
    """Take a file back before filing. One that is not there any more was taken back already."""
    async with transaction():
        gone = (
            await Attachment.delete()
            .where(Attachment.id == number, Attachment.filing == filing_id)
            .returning(Attachment.key)
        )
    for row in gone:
        await asyncio.to_thread(storage.storage().delete, row["key"])


async def forget_forms(filing_ids: Sequence[int]) -> None:
    """Remove the files of forms that were never filed."""
    if not filing_ids:
        return
    gone = await Attachment.delete().where(Attachment.filing.is_in(list(filing_ids))).returning(Attachment.key)
    for row in gone:
        await asyncio.to_thread(storage.storage().delete, row["key"])


async def inspect(number: int) -> None:
    """Have a file scanned, and a picture drawn anew; then it is ready, or refused and removed. May run twice.

    A scanner that is away leaves the file waiting: the job is tried again.
    """
    row = await Attachment.select().where(Attachment.id == number, Attachment.state == "waiting").first()
    if row is None:
        return
    store = storage.storage()
    try:
        data = await asyncio.to_thread(store.get, row["key"])
    except storage.Missing:
        if await Attachment.exists().where(Attachment.id == number, Attachment.key == row["key"]):
            raise
        return  # whoever ran at the same time was first, and has put it away
    fault, kept = await asyncio.to_thread(_looked_at, data, row["type"])
    key = storage.new_key(_KEPT)
    if fault is None:
        await asyncio.to_thread(store.put, key, kept)
    new = {"state": "refused" if fault else "ready", "fault": fault, "key": key, "size": len(kept)}
    async with transaction():
        was_first = await swap(Attachment, number, old={"state": "waiting", "key": row["key"]}, new=new)
    await asyncio.to_thread(store.delete, row["key"] if was_first else key)


def _looked_at(data: bytes, mime: str) -> tuple[str | None, bytes]:
    """What is wrong with a file, if anything, and the bytes that are kept of it."""
    if not scanner.is_safe(data):
        return "infected", b""
    try:
        return None, file_rules.redrawn(data, mime)
    except Unreadable:
        return "unreadable", b""
