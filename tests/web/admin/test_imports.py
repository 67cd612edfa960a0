"""A file of cases is sent, looked through, taken in once, and goes on after a crash."""

import csv
import io
import re
import threading

import pytest
from openpyxl import Workbook

from cases import import_files, import_views, importing
from cases.import_tables import Imported, ImportFile
from cases.tables import Case
from tawasul import audit
from tawasul.core import clock, sheet_reading, storage
from tawasul.outbox.tables import OutboxMessage
from tests.web.conftest import TOKEN

HEAD = ["external_id", "text", "received_at", "governorate"]
GOOD = [["A-1", "No water since Sunday", "2026-01-05 09:00", "capital"], ["A-2", "No light", "2026-01-06", ""]]
BAD = [["A-3", "Dark street", "soon", "atlantis"], ["A-1", "Twice", "2026-01-05", ""]]


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    folder = storage.Folder(tmp_path / "files")
    monkeypatch.setattr(storage, "storage", lambda: folder)
    return folder


def table(*rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *rows])
    return text.getvalue().encode("utf-8-sig")


def workbook(*rows) -> bytes:
    book, data = Workbook(), io.BytesIO()
    for row in [HEAD, *rows]:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


async def sends(page, data: bytes, name="cases.csv"):
    """Send a file by the form; gives the answer."""
    await page.opens("/admin/import")
    token = TOKEN.search(page.page)[1]
    return await page.client.post("/admin/import", data={"_csrf_token": token}, files={"file": (name, data)})


@pytest.fixture
async def root(browser):
    return await browser("root")


async def looked_through(page, data: bytes, name="cases.csv") -> str:
    """The path of a file that was looked through."""
    answer = await sends(page, data, name)
    assert answer.status_code == 303
    path = answer.headers["location"]
    await import_files.check(number_of(path))
    await page.opens(path)
    return path


def number_of(path: str) -> int:
    return int(path.rpartition("/")[2])


async def taken_in(page, data: bytes) -> str:
    """The path of a file whose good rows somebody wants."""
    path = await looked_through(page, data)
    await page.sends(f"{path}/start")
    return path


async def finished(number: int) -> None:
    """Do what the outbox still has to do for a file."""
    while (await import_views.one(number)).runs:
        await import_files.take_in(number)


async def test_faults_are_told_by_row_and_column_and_nothing_is_stored(root):
    path = await looked_through(root, table(*GOOD, *BAD))
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", root.page))
    assert "3 faults in the file" in words
    assert "4 received_at Write when it was received" in words
    assert "5 external_id This number stands in the file twice" in words
    assert "Take in the 2 good rows" in words
    assert "<progress" not in root.page
    assert "hx-get" not in root.page
    assert await Case.count() == 0
    sheet = list(csv.reader((await root.opens(f"{path}/faults")).text.removeprefix("\ufeff").splitlines()))
    assert [row[:2] for row in sheet] == [
        ["Row", "Column"],
        ["4", "governorate"],
        ["4", "received_at"],
        ["5", "external_id"],
    ]


async def test_faults_are_in_the_language_of_the_reader(root):
    path = await looked_through(root, table(*BAD))
    assert "اكتب وقت الاستلام" in (await root.opens(f"{path}/faults?lang=ar")).text
    assert "استيراد القضايا" in (await root.opens(f"{path}?lang=ar")).text


async def test_the_good_rows_are_taken_in_once_however_often_it_is_pressed(root, browser):
    path = await looked_through(root, table(*GOOD, *BAD))
    nadia = await browser("nadia")
    await nadia.opens(path)
    for page in (root, root, nadia):
        assert (await page.sends(f"{path}/start")).headers["location"] == path
    assert await OutboxMessage.count().where(OutboxMessage.job == import_files.TAKE_IN) == 1
    assert '<progress class="progress" value="0" max="4"' in (await root.opens(path)).text
    assert 'data-look="2"' in root.page
    await finished(number_of(path))
    await import_files.take_in(number_of(path))
    await import_files.check(number_of(path))
    found = await import_views.one(number_of(path))
    assert (found.state, found.taken, found.there_already, found.bad) == ("done", 2, 0, 2)
    assert (await root.sends(f"{path}/start")).status_code == 303
    assert (found.state, await Case.count()) == ("done", 2)
    assert 'data-look="2"' not in (await root.opens(path, fragment=True)).text
    acts = [line.act for line in await audit.history(f"import:{found.id}")]
    assert acts == ["import_received", "import_started", "import_done"]


async def test_a_second_file_with_the_same_numbers_adds_nothing(root):
    for expected in ((2, 0), (0, 2)):
        path = await looked_through(root, workbook(*GOOD), "cases.xlsx")
        await root.sends(f"{path}/start")
        await finished(number_of(path))
        found = await import_views.one(number_of(path))
        assert (found.taken, found.there_already) == expected
    assert await Case.count() == 2
    assert "cases.xlsx" in (await root.opens("/admin/import")).text


async def test_a_job_that_was_killed_goes_on_and_counts_right(root, monkeypatch):
    rows = [[f"B-{number}", "No water", "2026-01-05", ""] for number in range(9)]
    path = await looked_through(root, table(*rows[:4], *BAD[:1], *rows[4:]))
    number = number_of(path)
    await root.sends(f"{path}/start")
    monkeypatch.setattr(import_files, "_SAVED_EVERY", 3)
    take = importing.intake.file_once

    async def dies(draft, external, origin):
        if external == "B-6":
            raise KeyboardInterrupt
        return await take(draft, external, origin)

    monkeypatch.setattr(importing.intake, "file_once", dies)
    with pytest.raises(KeyboardInterrupt):
        await import_files.take_in(number)
    half = await import_views.one(number)
    assert (half.state, half.gone, half.taken, await Imported.count()) == ("importing", 6, 5, 6)
    monkeypatch.setattr(importing.intake, "file_once", take)
    await import_files.take_in(number)
    found = await import_views.one(number)
    assert (found.state, found.gone, found.taken, found.there_already) == ("done", 10, 9, 0)
    assert await Case.count() == 9
    assert await import_views.count_faults(number) == 2


async def test_a_long_file_is_taken_in_by_several_jobs(root):
    rows = [[f"C-{number}", "No water", "2026-01-05", ""] for number in range(7)]
    path = await looked_through(root, table(*rows))
    number = number_of(path)
    await root.sends(f"{path}/start")
    await import_files.take_in(number, most=3)
    found = await import_views.one(number)
    assert (found.state, found.gone, found.taken) == ("importing", 3, 3)
    assert await OutboxMessage.count().where(OutboxMessage.job == import_files.TAKE_IN) == 2
    await import_files.take_in(number, most=3)
    await import_files.take_in(number, most=3)
    found = await import_views.one(number)
    assert (found.state, found.gone, found.taken) == ("done", 7, 7)


async def test_cells_of_a_workbook_that_hold_no_value_are_faults_of_their_row(root):
    await looked_through(root, workbook(["=1+1", "No water", "2026-01-05", "#REF!"], *GOOD), "x.csv")
    assert "A formula stands here" in root.page
    assert "The spreadsheet shows an error here" in root.page
    assert "Take in the 2 good rows" in root.page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Choose a file first"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "has a password or is of the old kind"),
        (b"\x89PNG\r\n\x1a\n\x00", "neither a CSV file nor an XLSX workbook"),
    ],
)
async def test_a_file_of_another_kind_is_refused_at_once(root, data, words):
    answer = await sends(root, data)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert await ImportFile.count() == 0


async def test_a_form_without_a_file_is_refused(root):
    await root.opens("/admin/import")
    assert "Choose a file first" in (await root.sends("/admin/import", file="text")).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04" + b"rubbish", "is damaged and cannot be read"),
        (b"text,kind\nNo water,complaint\n", "These columns are missing: external_id, received_at"),
        (table(*GOOD) + "لا".encode("cp1256"), "no CSV file in UTF-8"),
    ],
)
async def test_a_file_that_cannot_be_read_is_told_and_not_kept(root, kept, data, words):
    path = await looked_through(root, data)
    assert words in root.page
    assert [file for file in kept.root.rglob("*") if file.is_file()] == []
    answer = await start_by_hand(root, path)
    assert (answer.status_code, "nothing to take in" in answer.text) == (409, True)


async def start_by_hand(page, path):
    """Send what the page has no button for, with the token of the list."""
    await page.opens("/admin/import")
    return await page.sends(f"{path}/start")


async def test_a_workbook_is_opened_in_a_thread(root, monkeypatch):
    readers, opened = [], sheet_reading.load_workbook

    def noted(*given, **options):
        readers.append(threading.current_thread())
        return opened(*given, **options)

    monkeypatch.setattr(sheet_reading, "load_workbook", noted)
    await finished(number_of(await taken_in(root, workbook(*GOOD))))
    assert len(readers) == 2
    assert threading.current_thread() not in readers


async def test_a_row_with_too_many_cells_is_told_with_the_limit(root):
    await looked_through(root, workbook(*GOOD, ["A-9", *["x"] * 1000]))
    assert "A row has at most 1000 cells" in root.page


async def test_a_file_too_large_is_refused(root, monkeypatch):
    monkeypatch.setattr(import_files, "LARGEST", 100)
    answer = await sends(root, table(*GOOD))
    assert (answer.status_code, "larger than 20 MB" in answer.text) == (422, True)


@pytest.mark.parametrize("name", ["basim", "dana", "lulwa"])
async def test_others_neither_see_nor_send(root, browser, name):
    path = await looked_through(root, table(*GOOD))
    other = await browser(name)
    for asked in ("/admin/import", path, f"{path}/faults"):
        assert (await other.opens(asked)).status_code == 403
    await other.opens("/desk")
    assert (await other.sends(f"{path}/start")).status_code == 403
    assert (await other.sends("/admin/import")).status_code == 403


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999"])
async def test_a_file_that_there_is_not_is_not_there(root, number):
    assert (await root.opens(f"/admin/import/{number}")).status_code == 404
    assert (await root.opens(f"/admin/import/{number}/faults")).status_code == 404
    assert (await start_by_hand(root, f"/admin/import/{number}")).status_code == 404


async def test_files_go_after_a_week_and_their_history_stays(root, kept):
    waiting = await looked_through(root, table(*GOOD))
    taken = await looked_through(root, table(*GOOD))
    await root.sends(f"{taken}/start")
    await finished(number_of(taken))
    now = clock.now()
    await import_files.forget_old(now + import_files.KEPT_FOR)
    assert len([file for file in kept.root.rglob("*") if file.is_file()]) == 2
    await import_files.forget_old(now + import_files.KEPT_FOR * 2)
    assert [file for file in kept.root.rglob("*") if file.is_file()] == []
    assert (await import_views.one(number_of(waiting))).state == "forgotten"
    assert (await import_views.one(number_of(taken))).taken == 2
    assert (await start_by_hand(root, waiting)).status_code == 409
