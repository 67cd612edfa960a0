"""Files in the store that no row names: whoever was killed between store and database left them there."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice

from piccolo.columns import Varchar

from cases import attachments, export_files, import_files
from cases.attachment_tables import Attachment
from cases.import_tables import CaseExport, ImportFile
from tawasul import outbox
from tawasul.core import log, storage
from tawasul.core.db import transaction

REMOVE = "cases.jobs.remove_orphans"
# Whoever stores a file names it within minutes: one of that age is named or never will be.
AGE = timedelta(days=1)
PORTION = 500
_log = log.get(__name__)


async def ask(day: date) -> None:
    """Have the store looked through, once a day."""
    async with transaction():
        await outbox.append(REMOVE, key=f"{REMOVE}:{day.isoformat()}")


async def remove() -> None:
    """Remove what is older than a day and named by no row, and what is left of writings that broke off.

    Only folders are looked through whose rows are known here.
    """
    store, removed = storage.storage(), 0
    for folder, named in _NAMED.items():
        await asyncio.to_thread(store.drop_broken, folder, AGE)
        keys = store.aged(folder, AGE)
        while portion := await asyncio.to_thread(_portion, keys):
            for key in set(portion) - await named(portion):
                await asyncio.to_thread(store.delete, key)
                removed += 1
    if removed:
        _log.info("files that nothing names were removed", files=removed)


def _portion(keys: Iterator[str]) -> list[str]:
    return list(islice(keys, PORTION))


async def _attached(keys: Sequence[str]) -> set[str]:
    return await _of_column(Attachment.key, keys)


async def _imported(keys: Sequence[str]) -> set[str]:
    return await _of_column(ImportFile.key, keys)


async def _of_column(column: Varchar, keys: Sequence[str]) -> set[str]:
    rows = await column._meta.table.select(column.as_alias("key")).where(column.is_in(list(keys)))
    return {row["key"] for row in rows}


async def _exported(_keys: Sequence[str]) -> set[str]:
    """Every piece of the files that can be had: of one day alone, so few."""
    rows = await CaseExport.select(CaseExport.pieces).where(CaseExport.pieces != "")
    return {key for row in rows for key in row["pieces"].split()}


_NAMED: Mapping[str, Callable[[Sequence[str]], Awaitable[set[str]]]] = {
    **dict.fromkeys(attachments.FOLDERS, _attached),
    import_files.FOLDER: _imported,
    export_files.FOLDER: _exported,
}
