"""Cases as a file: of those whom the reader may see, for her alone, for a day."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from cases import daily, everything, export_files
from cases.import_tables import CaseExport
from cases.tables import Case
from cases.wall_tables import Barred, NamedReader
from tawasul import audit
from tawasul.accounts.tables import Staff
from tawasul.core import clock, storage


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    folder = storage.Folder(tmp_path / "files")
    monkeypatch.setattr(storage, "storage", lambda: folder)
    return folder


async def asked(page, **typed) -> str:
    """The path of a file that was asked for."""
    await page.opens("/desk/export")
    answer = await page.sends("/desk/export", **{"format": "csv", **typed})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def written(page, **typed) -> str:
    path = await asked(page, **typed)
    await export_files.write(int(path.rpartition("/")[2]))
    return path


async def rows(page, path: str) -> list[dict[str, str]]:
    answer = await page.opens(f"{path}/file")
    assert answer.status_code == 200
    return list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))


async def test_progress_is_shown_until_the_file_is_there(browser, amal, monkeypatch):
    reference = await amal.assigned()
    dana = await browser("dana")
    path = await asked(dana)
    page = (await dana.opens(path)).text
    assert '<progress class="progress"' in page
    assert 'data-look="2"' in page
    assert (await dana.opens(f"{path}/file")).status_code == 404
    await export_files.write(int(path.rpartition("/")[2]))
    part = (await dana.opens(path, fragment=True)).text
    assert "<html" not in part
    assert 'data-look="2"' not in part
    assert f'href="{path}/file"' in part
    assert [row["reference"] for row in await rows(dana, path)] == [reference]
    assert "text" not in (await rows(dana, path))[0]


async def test_a_workbook_holds_the_same_and_runs_nothing(browser, amal):
    await amal.assigned("=cmd|' /C calc'!A0")
    dana = await browser("dana")
    path = await written(dana, format="xlsx", texts="yes")
    answer = await dana.opens(f"{path}/file")
    assert answer.headers["content-disposition"].endswith(".xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    lines = [[cell.value for cell in row] for row in sheet]
    assert lines[0] == [*everything.COLUMNS, "text"]
    assert (lines[1][-1], sheet.cell(2, len(lines[0])).data_type) == ("=cmd|' /C calc'!A0", "s")
    assert not sheet.sheet_view.rightToLeft


async def test_an_arabic_reader_gets_a_sheet_from_the_right(browser, amal):
    await amal.assigned()
    dana = await browser("dana")
    await dana.opens("/desk/export?lang=ar")
    dana.client.cookies.set("lang", "ar")
    path = await written(dana, format="xlsx")
    sheet = load_workbook(io.BytesIO((await dana.opens(f"{path}/file")).content)).active
    assert sheet.sheet_view.rightToLeft


async def test_everybody_gets_only_what_they_reach(browser, amal):
    ours, theirs = await amal.assigned(), await amal.assigned()
    await Case.update({Case.agency: "MOH"}).where(Case.reference == theirs)
    found = {}
    for name in ("dana", "maha", "nadia"):
        page = await browser(name)
        found[name] = {row["reference"] for row in await rows(page, await written(page))}
    assert found == {"dana": {ours}, "maha": {theirs}, "nadia": {ours, theirs}}


async def test_walls_hold_in_a_file_too(browser, amal, staff):
    await amal.assigned(about_staff=True)
    about_her = await amal.assigned()
    named, dana = await amal.assigned("Secret words", about_staff=True), await browser("dana")
    ids = {row["reference"]: row["id"] for row in await Case.select(Case.id, Case.reference)}
    at = clock.now() - timedelta(days=1)
    await Barred.insert(Barred(case=ids[about_her], staff=staff["dana"], by=staff["nadia"], at=at))
    await NamedReader.insert(NamedReader(case=ids[named], staff=staff["dana"], by=staff["nadia"], at=at))
    (row,) = await rows(dana, await written(dana, texts="yes"))
    assert (row["reference"], row["text"]) == (named, "")


async def test_it_is_narrowed_as_by_the_command(browser, amal):
    here, there = await amal.assigned(), await amal.assigned()
    await Case.update({Case.agency: "MOH"}).where(Case.reference == there)
    nadia = await browser("nadia")
    assert [row["reference"] for row in await rows(nadia, await written(nadia, agency="EWA"))] == [here]
    await Case.update({Case.received_at: clock.now() - timedelta(days=9)}).where(Case.reference == here)
    assert [row["reference"] for row in await rows(nadia, await written(nadia, since="2026-11-20"))] == [there]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"agency": "MOH"}, 'href="#agency"'),
        ({"agency": "9" * 5000}, 'href="#agency"'),
        ({"format": "pdf"}, 'href="#format"'),
        ({"format": ""}, 'href="#format"'),
        ({"since": "soon"}, 'href="#since"'),
        ({"since": "٢٠٢٦-١١-٢٠"}, 'href="#since"'),
        ({"since": "9999-12-31"}, 'href="#since"'),
        ({"since": "0001-01-01"}, None),
    ],
)
async def test_what_nobody_can_ask_for_is_said_at_its_field(browser, typed, words):
    dana = await browser("dana")
    await dana.opens("/desk/export")
    answer = await dana.sends("/desk/export", **{"format": "csv", **typed})
    assert answer.status_code == (422 if words else 303), answer.text
    assert words is None or words in answer.text


async def test_a_stranger_gets_no_file_of_somebody_else(browser, amal):
    await amal.assigned()
    dana = await browser("dana")
    path = await written(dana)
    for name in ("maha", "nadia"):
        stranger = await browser(name)
        assert (await stranger.opens(path)).status_code == 404
        assert (await stranger.opens(f"{path}/file")).status_code == 404
    for name in ("basim", "root", "lulwa"):
        assert (await (await browser(name)).opens(f"{path}/file")).status_code == 403
    assert (await (await browser()).opens(f"{path}/file")).status_code in (302, 303)
    for number in ("0", "999999", "9" * 30):
        assert (await dana.opens(f"/desk/export/{number}/file")).status_code == 404


async def test_whoever_moved_to_another_agency_gets_the_old_file_no_more(browser, amal, staff):
    await amal.assigned()
    dana = await browser("dana")
    path, waiting = await written(dana), await asked(dana)
    await Staff.update({Staff.agency: "MOH"}).where(Staff.id == staff["dana"])
    assert (await dana.opens(f"{path}/file")).status_code == 404
    await export_files.write(int(waiting.rpartition("/")[2]))
    assert "Not written" in (await dana.opens(waiting)).text


async def test_whoever_was_kept_from_a_case_since_gets_it_no_more(browser, amal, staff):
    reference = await amal.assigned()
    dana = await browser("dana")
    path = await written(dana)
    [case] = await Case.select(Case.id).where(Case.reference == reference)
    await Barred.insert(Barred(case=case["id"], staff=staff["dana"], by=staff["nadia"], at=clock.now()))
    assert (await dana.opens(f"{path}/file")).status_code == 404


async def test_a_file_is_gone_after_a_day(browser, amal, kept):
    await amal.assigned()
    dana = await browser("dana")
    path = await written(dana)
    ends = clock.now() + export_files.KEPT_FOR
    await export_files.forget_old(ends - timedelta(minutes=1))
    assert len(await rows(dana, path)) == 1
    with clock.moved(ends):
        await daily.keep("midnight", ends.date())
    assert [file for file in kept.root.rglob("*") if file.is_file()] == []
    assert (await dana.opens(f"{path}/file")).status_code == 404
    assert "Ask for a new one" in (await dana.opens(path)).text
    history = await audit.history(f"export:{path.rpartition('/')[2]}")
    assert [line.act for line in history] == ["export_asked", "export_fetched", "export_removed"]


async def test_two_runs_of_the_job_leave_one_file(browser, amal, kept, monkeypatch):
    await amal.assigned()
    dana = await browser("dana")
    number = int((await asked(dana)).rpartition("/")[2])
    hand_in = export_files._hand_in

    async def slower(number, whole, gone):
        monkeypatch.setattr(export_files, "_hand_in", hand_in)
        await export_files.write(number)
        await hand_in(number, whole, gone)

    monkeypatch.setattr(export_files, "_hand_in", slower)
    await export_files.write(number)
    row = await CaseExport.select().where(CaseExport.id == number).first()
    names = [file.name for file in kept.root.rglob("*") if file.is_file()]
    assert [key.partition("/")[2] for key in row["pieces"].split()] == names


async def test_a_large_file_is_kept_in_pieces_and_given_whole(browser, amal, monkeypatch):
    monkeypatch.setattr(export_files, "PIECE", 50)
    monkeypatch.setattr(everything, "PORTION", 2)
    filed = [await amal.assigned(f"Text {number}") for number in range(5)]
    dana = await browser("dana")
    path = await written(dana, texts="yes")
    assert [row["reference"] for row in await rows(dana, path)] == filed
    number = int(path.rpartition("/")[2])
    row = await CaseExport.select().where(CaseExport.id == number).first()
    assert len(row["pieces"].split()) > 10
    acts = [line.act for line in await audit.history(f"export:{number}")]
    assert acts == ["export_asked", "export_fetched"]
