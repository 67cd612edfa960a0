"""Attaching files by plain forms, and who may have them."""

import pytest

from cases import attached, attachments
from cases.attachment_tables import Attachment
from cases.citizen_tables import Message
from tawasul.core import storage
from tests.cases.test_file_rules import picture
from tests.web.citizen import TOKEN

PICTURE = ("صورة.jpg", picture(), "image/jpeg")


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    folder = storage.Folder(tmp_path / "files")
    monkeypatch.setattr(storage, "storage", lambda: folder)


async def sends(visitor, path, *files, **typed):
    """Send a form of the last page with files."""
    token = TOKEN.search(visitor.answer.text)[1]
    sent = [("files", file) for file in files] or [("files", ("", b"", "application/octet-stream"))]
    visitor.answer = await visitor.http.post(path, data={"_csrf_token": token, **typed}, files=sent)
    return visitor.answer


async def test_files_are_kept_with_the_form_and_shown(visitor):
    await visitor.opens("/file?lang=en")
    assert (await sends(visitor, "/file", PICTURE, text="No water")).status_code == 303
    await visitor.opens("/file")
    assert "صورة.jpg" in visitor.page
    number = (await Attachment.select().first())["id"]
    await sends(visitor, "/file", text="No water", remove=str(number))
    await visitor.opens("/file")
    assert "صورة.jpg" not in visitor.page


async def test_a_wrong_file_is_said_at_its_field_and_the_text_stays(visitor):
    await visitor.opens("/file?lang=en")
    answer = await sends(visitor, "/file", ("run.jpg", b"MZ" + bytes(80), "image/jpeg"), text="No water here")
    assert answer.status_code == 422
    assert '<a href="#files">The file run is no picture, PDF or sound' in visitor.page
    assert "No water here" in visitor.page


async def test_no_file_chosen_is_no_file(visitor):
    await visitor.opens("/file?lang=en")
    assert (await sends(visitor, "/file", text="No water")).status_code == 303
    assert await Attachment.count() == 0


async def test_a_citizen_adds_a_file_and_gets_it_back_to_save(opened, office):
    visitor, path = opened
    await sends(visitor, f"{path}/information", PICTURE, information="See the picture.")
    await visitor.follows()
    assert "being checked" in visitor.page
    file = (await attached.of_case((await office.case())["id"]))[0]
    assert (await visitor.opens(f"{path}/files/{file.id}")).status_code == 404
    await attachments.inspect(file.id)
    answer = await visitor.opens(f"{path}/files/{file.id}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert "sandbox" in answer.headers["content-security-policy"]


async def test_words_that_are_refused_keep_the_files_from_being_stored_twice(opened, office):
    visitor, path = opened
    assert (await sends(visitor, f"{path}/information", PICTURE, information=" ")).status_code == 422
    assert await Attachment.count() == 0
    await sends(visitor, f"{path}/information", PICTURE, information="See the picture.")
    assert await Attachment.count() == 1


async def test_files_that_are_refused_keep_the_words_from_being_sent(opened, office):
    visitor, path = opened
    bad = ("run.jpg", b"MZ" + bytes(80), "image/jpeg")
    assert (await sends(visitor, f"{path}/information", bad, information="See the picture.")).status_code == 422
    assert "See the picture." in visitor.page
    assert await Message.count() == 0


async def test_without_the_code_nobody_gets_it(opened, office):
    visitor, path = opened
    await sends(visitor, f"{path}/information", PICTURE, information="See the picture.")
    file = (await attached.of_case((await office.case())["id"]))[0]
    await attachments.inspect(file.id)
    del visitor.http.cookies["opened"]
    answer = await visitor.opens(f"{path}/files/{file.id}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/track")


async def test_the_officer_of_the_agency_gets_it_and_another_does_not(opened, office, browser):
    visitor, path = opened
    await sends(visitor, f"{path}/information", PICTURE, information="See the picture.")
    file = (await attached.of_case((await office.case())["id"]))[0]
    await attachments.inspect(file.id)
    at = f"/desk/cases/{path.rpartition('/')[2]}/files/{file.id}"
    basim, tariq = await browser("basim"), await browser("tariq")
    assert (await basim.opens(at)).status_code == 200
    assert (await tariq.opens(at)).status_code == 404
