"""Files of cases that somebody sends in: looked through first, taken in when somebody wants it, by jobs that go on."""

import asyncio
import hashlib
import io
import json
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from cases import importing
from cases.file_rules import Upload, clean_name
from cases.import_tables import Imported, ImportFault, ImportFile
from cases.importing import RowFault, Told
from tawasul import audit, outbox
from tawasul.accounts.permissions import may
from tawasul.accounts.views import StaffView
from tawasul.core import clock, storage
from tawasul.core.actor import system
from tawasul.core.db import insert_rows, lock, swap, transaction
from tawasul.core.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from tawasul.core.sheet_reading import LARGEST, Table, kind_of, opened
from tawasul.outbox import dead

CHECK, TAKE_IN = "cases.jobs.check_import", "cases.jobs.take_in_import"
# What works on a file that is in one of these states.
_JOBS = {"checking": CHECK, "importing": TAKE_IN}
# One run of the job takes in so many rows and has another one go on: it ends long before its time does.
ROWS_A_RUN = 2_000
KEPT_FOR = timedelta(days=7)
_SAVED_EVERY = 200
FOLDER = "imports"
_BY = system("import")
_FAULTS = {"file": "integer", "line": "integer", '"column"': "text", "code": "text", "params": "text"}


async def receive(upload: Upload | None, *, by: StaffView) -> int:
    """Keep a file and have it looked through. Gives its number, or `Invalid` with what is wrong with it."""
    _needs_right(by)
    if upload is None or not upload.data:
        raise Invalid(FieldError("file", "needs_file"))
    if len(upload.data) > LARGEST:
        raise Invalid(FieldError("file", "large_table"))
    kind = kind_of(upload.data[:512])
    row = ImportFile(
        key=storage.new_key(FOLDER),
        name=f"{clean_name(upload.name, '')}.{kind}",
        type=kind,
        size=len(upload.data),
        digest=hashlib.sha256(upload.data).hexdigest(),
        by=by.id,
        at=clock.now(),
    )
    store = storage.storage()
    await asyncio.to_thread(store.put, row.key, upload.data)
    try:
        async with transaction():
            number: int = (await ImportFile.insert(row).returning(ImportFile.id))[0]["id"]
            data = {"type": kind, "size": row.size, "digest": row.digest}
            await audit.append(_stream(number), actor=by.actor(), act="import_received", data=data)
            await outbox.append(CHECK, number)
    except BaseException:
        await asyncio.to_thread(store.delete, row.key)
        raise
    return number


async def check(number: int) -> None:
    """Look a file through and keep every fault of it. May run twice; nothing of a case is stored."""
    row = await _in_state(number, "checking")
    if row is None:
        return
    await ImportFault.delete().where(ImportFault.file == number)
    try:
        told = await _looked_through(number, await _bytes_of(row))
    except Invalid as error:
        await _cannot(number, error.faults[0])
        return
    async with transaction():
        await _keep_faults(number, told)
        bad = told.rows - told.good
        new = {"state": "checked", "line_count": told.rows, "gone": told.rows, "good": told.good, "bad": bad}
        await swap(ImportFile, number, old={"state": "checking"}, new=new)


async def _looked_through(number: int, data: bytes) -> Told:
    told = Told()
    async with _table(data) as table:
        async for _each in importing.checked(table.rows, told):
            if told.rows % _SAVED_EVERY == 0:
                await _save(number, "checking", told, {"gone": told.rows})
    return told


@asynccontextmanager
async def _table(data: bytes) -> AsyncIterator[Table]:
    """The table of a file that has the columns it needs. It is opened in a thread, as its rows are read in one."""
    with ExitStack() as stack:
        table = await asyncio.to_thread(stack.enter_context, opened(io.BytesIO(data)))
        if missing := importing.missing_columns(table.header):
            raise Invalid(FieldError("file", "missing_columns", {"names": ", ".join(missing)}))
        yield table


async def _cannot(number: int, fault: FieldError) -> None:
    """Nobody can read it: say why, and keep nothing of it."""
    row = await ImportFile.select(ImportFile.key).where(ImportFile.id == number).first()
    said = json.dumps({"code": fault.code, "params": dict(fault.params)})
    async with transaction():
        was_first = await swap(
            ImportFile, number, old={"state": "checking"}, new={"state": "unreadable", "fault": said, "key": None}
        )
        await ImportFault.delete().where(ImportFault.file == number)
        if was_first:
            await audit.append(_stream(number), actor=_BY, act="import_unreadable", data={"code": fault.code})
    if was_first and row and row["key"]:
        await asyncio.to_thread(storage.storage().delete, row["key"])


async def start(number: int, *, by: StaffView) -> None:
    """Take in the good rows, in a job. A second press, or a second person's, starts nothing."""
    _needs_right(by)
    async with transaction():
        row = await lock(ImportFile, number)
        if row is None:
            raise NotFound("no_such_import")
        if row["state"] in ("importing", "done"):
            return
        if row["state"] != "checked" or not row["good"]:
            raise Conflict("nothing_to_import")
        new = {"state": "importing", "gone": 0, "started_by": by.id, "started_at": clock.now()}
        await swap(ImportFile, number, old={"state": "checked"}, new=new)
        data = {"rows": row["line_count"], "good": row["good"], "bad": row["bad"]}
        await audit.append(_stream(number), actor=by.actor(), act="import_started", data=data)
        await outbox.append(TAKE_IN, number)


async def take_in(number: int, *, most: int = ROWS_A_RUN) -> None:
    """Take in rows of a file, from where the last run stopped. A case that is there by its number is left as it is.

    Killed, it goes on: rows since the last save come again, and their numbers say that they are cases already.
    """
    row = await _in_state(number, "importing")
    if row is None:
        return
    after, told = row["gone"], Told()
    before, whole = row["passed"], True
    async with _table(await _bytes_of(row)) as table:
        async for _each in importing.taken_in(table.rows, by=_BY, told=told, after=after, file=number):
            if told.rows <= after:
                told.faults.clear()  # kept when the file was looked through
                continue
            if told.rows % _SAVED_EVERY == 0:
                await _save_import(number, told, before)
            if told.rows - after >= most:
                whole = False
                break
    await _save_import(number, told, before)
    async with transaction():
        await (_finish(number) if whole else outbox.append(TAKE_IN, number))


async def _finish(number: int) -> None:
    if await swap(ImportFile, number, old={"state": "importing"}, new={"state": "done", "done_at": clock.now()}):
        row = await ImportFile.select(ImportFile.passed, ImportFile.taken).where(ImportFile.id == number).first()
        data = {"taken": row["taken"], "there_already": row["passed"] - row["taken"]} if row else {}
        await audit.append(_stream(number), actor=_BY, act="import_done", data=data)


async def _save_import(number: int, told: Told, before: int) -> None:
    """How far it is. What this file brought is counted where the cases are, so that no crash makes it wrong."""
    taken = await Imported.count().where(Imported.file == number)
    passed = before + told.taken + told.there_already
    await _save(number, "importing", told, {"gone": told.rows, "passed": passed, "taken": taken})


async def _save(number: int, state: str, told: Told, new: dict[str, Any]) -> None:
    async with transaction():
        await _keep_faults(number, told)
        await swap(ImportFile, number, old={"state": state}, new=new)


async def _keep_faults(number: int, told: Told) -> None:
    """Put down what was found, once, and forget it here."""
    rows = [(number, *_fault_row(each)) for each in told.faults]
    await insert_rows('"import_fault"', _FAULTS, rows, unless_there=True) if rows else None
    told.faults.clear()


def _fault_row(each: RowFault) -> tuple[int, str, str, str]:
    return each.row, each.column, each.fault.code, json.dumps(dict(each.fault.params))


async def mark_failed() -> None:
    """Say that a file failed whose job was given up. One that is worked on has a job that waits or runs."""
    for state, job in _JOBS.items():
        rows = await ImportFile.select(ImportFile.id).where(ImportFile.state == state)
        living = await dead.living(job) if rows else set()
        for row in rows:
            if (row["id"],) not in living:
                await _fail(row["id"], state)


async def _fail(number: int, state: str) -> None:
    async with transaction():
        if await swap(ImportFile, number, old={"state": state}, new={"state": "failed"}):
            await audit.append(_stream(number), actor=_BY, act="import_failed", data={"state": state})


async def again(number: int, *, by: StaffView) -> None:
    """Have a file whose job was given up worked on again, from where it stopped. A second press starts nothing."""
    _needs_right(by)
    async with transaction():
        row = await lock(ImportFile, number)
        if row is None:
            raise NotFound("no_such_import")
        if row["state"] != "failed":
            return
        state = "importing" if row["started_at"] else "checking"
        await swap(ImportFile, number, old={"state": "failed"}, new={"state": state})
        await audit.append(_stream(number), actor=by.actor(), act="import_sent_again", data={"state": state})
        await outbox.append(_JOBS[state], number)


async def forget_old(now: datetime) -> None:
    """Remove files from the store that nobody needs any more: a week after they were sent, or taken in."""
    old = ImportFile.at < now - KEPT_FOR
    waits = ImportFile.state.is_in(["checking", "checked", "importing", "failed", "done"])
    rows = await ImportFile.select(ImportFile.id, ImportFile.key, ImportFile.state, ImportFile.started_at).where(
        ImportFile.key.is_not_null(), old, waits
    )
    for row in rows:
        # One whose job was given up half way has taken in what it has.
        state = "done" if row["started_at"] else "forgotten"
        async with transaction():
            new = {"state": state, "key": None}
            if was_first := await swap(ImportFile, row["id"], old={"state": row["state"]}, new=new):
                await audit.append(_stream(row["id"]), actor=_BY, act="import_removed", data={"state": state})
        if was_first:
            await asyncio.to_thread(storage.storage().delete, row["key"])


async def _in_state(number: int, state: str) -> dict[str, Any] | None:
    """The file, if it is to be worked on: also one that had failed, and whose job somebody brought back."""
    had_started = ImportFile.started_at.is_not_null() if state == "importing" else ImportFile.started_at.is_null()
    await ImportFile.update({ImportFile.state: state}).where(
        ImportFile.id == number, ImportFile.state == "failed", had_started
    )
    return await ImportFile.select().where(ImportFile.id == number, ImportFile.state == state).first()


async def _bytes_of(row: dict[str, Any]) -> bytes:
    return await asyncio.to_thread(storage.storage().get, row["key"])


def _needs_right(by: StaffView) -> None:
    if not may(by, "case.import"):
        raise Forbidden("not_for_you")


def _stream(number: int) -> str:
    return f"import:{number}"
