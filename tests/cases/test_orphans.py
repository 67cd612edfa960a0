"""What the store holds and no row names goes after a day; what is named, or is being written now, stays."""

import os
from datetime import timedelta

import pytest

from cases import additions, attachments, daily, export_files, import_files, orphans
from cases.attachment_tables import Attachment
from cases.file_rules import Upload
from cases.import_tables import CaseExport, ImportFile
from tawasul.core import clock, storage
from tawasul.outbox.tables import OutboxMessage

FOLDERS = ("incoming", "kept", "imports", "exports")
TWO_DAYS = timedelta(days=2).total_seconds()


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    folder = storage.Folder(tmp_path / "files")
    monkeypatch.setattr(storage, "storage", lambda: folder)
    return folder


def put(store, folder, *, old=True):
    """A file that nothing names, put two days ago or just now; gives its key."""
    key = storage.new_key(folder)
    store.put(key, b"words")
    if old:
        age(store.root / key)
    return key


def age(path):
    written = path.stat().st_mtime - TWO_DAYS
    os.utime(path, (written, written))


def held(store):
    return {f"{path.parent.name}/{path.name}" for path in store.root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("folder", FOLDERS)
async def test_an_orphan_goes_and_what_is_written_now_stays(flow, kept, folder):
    put(kept, folder)
    now = put(kept, folder, old=False)
    await orphans.remove()
    assert held(kept) == {now}


async def test_what_a_row_names_stays_however_old(flow, kept):
    case_id = await flow.assigned()
    for _ in range(2):
        await additions.add(case_id, "See there.", [Upload("a.pdf", b"%PDF-1.7 a letter")])
    await attachments.inspect((await Attachment.select().order_by(Attachment.id).first())["id"])
    await import_files.receive(Upload("a.csv", b"external_id,text\n"), by=flow.root)
    await export_files.write(await export_files.ask(export_files.Asked("csv"), by=flow.dana))
    named = held(kept)
    assert {key.partition("/")[0] for key in named} == set(FOLDERS)
    for key in named:
        age(kept.root / key)
    await orphans.remove()
    assert held(kept) == named


async def test_many_are_looked_through_in_portions(flow, kept, monkeypatch):
    monkeypatch.setattr(orphans, "PORTION", 2)
    for _ in range(5):
        put(kept, "kept")
    await orphans.remove()
    assert held(kept) == set()


async def test_what_is_left_of_a_writing_that_broke_off_goes_too(flow, kept):
    now = put(kept, "imports", old=False)
    for name, is_old in (("1" * 8, True), ("2" * 8, False)):
        broken = kept.root / f"{now}.{name}"
        broken.write_bytes(b"half")
        if is_old:
            age(broken)
    await orphans.remove()
    assert held(kept) == {now, f"{now}.{'2' * 8}"}


async def test_a_folder_of_somebody_else_is_left_alone(flow, kept):
    other = put(kept, "pictures")
    await orphans.remove()
    assert held(kept) == {other}


async def test_midnight_asks_for_it_once_and_removes_exports_that_had_their_time(flow, kept):
    await export_files.write(await export_files.ask(export_files.Asked("csv"), by=flow.dana))
    tomorrow = clock.now() + timedelta(hours=25)
    with clock.moved(tomorrow):
        for _ in range(2):
            await daily.keep("midnight", tomorrow.date())
    assert held(kept) == set()
    assert (await CaseExport.select().first())["state"] == "forgotten"
    assert await OutboxMessage.count().where(OutboxMessage.job == orphans.REMOVE) == 1
    assert await ImportFile.count() == 0
