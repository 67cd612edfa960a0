"""The form at a kiosk: the same case by another door, and nothing left for the next person."""

import re
from datetime import timedelta

import pytest

from cases import drafts
from cases.attachment_tables import Attachment
from cases.filing_tables import Suggestion
from cases.tables import Case, Filing
from tawasul.core import clock, storage
from tawasul.core import settings as settings_module
from tests.web.citizen import TEXT
from tests.web.public.test_files import PICTURE, sends

OUTSIDE = re.compile(r'(?:href|action)="(?!/kiosk|#|/static/|https?://www\.w3)([^"]+)"')


async def reaches_the_check(visitor):
    await visitor.opens("/kiosk/file?lang=en")
    await visitor.sends("/kiosk/file", text=TEXT, kind="complaint")
    await visitor.follows()
    await visitor.sends("/kiosk/file/where", governorate="capital")
    await visitor.follows()
    await visitor.sends("/kiosk/file/about", anonymous="no", name="Amal", visible_to="agency")
    await visitor.follows()


async def test_a_case_is_filed_at_a_kiosk_and_leads_nowhere_else(visitor):
    pages = [(await visitor.opens("/kiosk")).text, (await visitor.opens("/kiosk/file?lang=en")).text]
    await reaches_the_check(visitor)
    pages.append(visitor.answer.text)
    assert TEXT in visitor.page
    await visitor.sends("/kiosk/file/check")
    assert visitor.answer.headers["location"] == "/kiosk/file/receipt"
    await visitor.follows()
    pages.append(visitor.answer.text)
    reference, code = visitor.on_receipt()
    case = await Case.select().first()
    assert (case["reference"], case["channel"]) == (reference, "kiosk")
    assert len(code) == 9
    assert [OUTSIDE.findall(page) for page in pages] == [[], [], [], []]
    assert "own" not in visitor.http.cookies
    for path in ("/kiosk", "/kiosk/file"):
        assert (await visitor.opens(path)).headers["cache-control"] == "no-store"


async def test_what_was_typed_is_erased_with_all_that_hangs_on_it(visitor):
    await reaches_the_check(visitor)
    assert (await Filing.count(), await Suggestion.count()) == (1, 1)
    await visitor.sends("/kiosk/clear")
    assert visitor.answer.headers["location"] == "/kiosk"
    assert (await Filing.count(), await Suggestion.count()) == (0, 0)
    assert not {"kiosk", "lang"} & set(visitor.http.cookies)
    for step in ("where", "about", "check"):
        assert (await visitor.opens(f"/kiosk/file/{step}")).headers["location"] == "/kiosk/file"
    assert "Amal" not in (await visitor.opens("/kiosk/file")).text


async def test_a_receipt_is_gone_when_it_was_erased_and_its_case_is_not(visitor):
    await reaches_the_check(visitor)
    await visitor.sends("/kiosk/file/check")
    await visitor.follows()
    await visitor.sends("/kiosk/clear")
    assert (await visitor.opens("/kiosk/file/receipt")).headers["location"] == "/kiosk"
    assert await Case.count() == 1


async def test_the_first_page_forgets_what_a_browser_without_script_still_has(visitor):
    await reaches_the_check(visitor)
    page = await visitor.opens("/kiosk")
    assert "أخبرنا بما حدث" in page.text
    assert "kiosk" not in visitor.http.cookies
    assert (await visitor.opens("/kiosk/file/check")).headers["location"] == "/kiosk/file"
    form = await visitor.opens("/kiosk/file")
    assert '<noscript><meta http-equiv="refresh" content="300;url=/kiosk"></noscript>' in form.text


async def test_a_form_of_the_website_is_not_seen_at_a_kiosk_nor_the_other_way_round(visitor):
    await visitor.reaches_the_check(text="Something of mine alone")
    assert "mine alone" not in (await visitor.opens("/kiosk/file")).text
    await reaches_the_check(visitor)
    assert "mine alone" in (await visitor.opens("/file/check")).text
    await visitor.sends("/file/check")
    assert [row["channel"] for row in await Case.select()] == ["web"]


async def test_nobody_is_led_out_by_a_mistake(visitor):
    missing = await visitor.opens("/kiosk/nothing")
    assert missing.status_code == 404
    assert OUTSIDE.findall(missing.text) == []
    refused = await visitor.sends_bare("/kiosk/clear")
    assert refused.status_code == 403
    assert OUTSIDE.findall(refused.text) == []


@pytest.fixture
def kept(tmp_path, monkeypatch):
    folder = storage.Folder(tmp_path / "files")
    monkeypatch.setattr(storage, "storage", lambda: folder)
    return folder


@pytest.fixture
def camera(monkeypatch, kept):
    """Kiosks with a camera; where files are kept."""
    monkeypatch.setenv("TAWASUL_KIOSK_CAMERA", "yes")
    settings_module.settings.cache_clear()
    yield kept
    settings_module.settings.cache_clear()


def stored(folder):
    return [path for path in folder.root.rglob("*") if path.is_file()]


async def test_a_kiosk_with_a_camera_takes_a_photo_that_goes_with_the_case(camera, visitor):
    page = await visitor.opens("/kiosk/file?lang=en")
    assert 'accept="image/*" capture="environment"' in page.text
    assert "Record a voice note" not in page.text
    assert (await sends(visitor, "/kiosk/file", PICTURE, text=TEXT)).status_code == 303
    assert PICTURE[0] in (await visitor.opens("/kiosk/file")).text
    await visitor.opens("/kiosk/file/check")
    assert PICTURE[0] in visitor.page
    await visitor.sends("/kiosk/file/check")
    case = await Case.select().first()
    assert [row["case"] for row in await Attachment.select()] == [case["id"]]
    await visitor.follows()
    await visitor.sends("/kiosk/clear")
    assert len(stored(camera)) == 1  # it was sent, and is the case's


async def test_a_photo_that_was_not_sent_goes_with_all_that_was_typed(camera, visitor):
    await visitor.opens("/kiosk/file?lang=en")
    await sends(visitor, "/kiosk/file", PICTURE, text=TEXT)
    assert len(stored(camera)) == 1
    await visitor.follows()
    await visitor.sends("/kiosk/clear")
    assert (await Attachment.count(), stored(camera)) == (0, [])


async def test_a_photo_is_forgotten_with_a_form_that_somebody_left(camera, visitor):
    await visitor.opens("/kiosk/file?lang=en")
    await sends(visitor, "/kiosk/file", PICTURE, text=TEXT)
    with clock.moved(clock.now() + timedelta(hours=2)):
        assert await drafts.forget_expired() == 1
    assert (await Attachment.count(), stored(camera)) == (0, [])


async def test_what_is_no_picture_is_told_at_a_kiosk_too(camera, visitor):
    await visitor.opens("/kiosk/file?lang=en")
    answer = await sends(visitor, "/kiosk/file", ("run.jpg", b"MZ" + bytes(80), "image/jpeg"), text=TEXT)
    assert answer.status_code == 422
    assert 'id="files-error"' in answer.text
    assert TEXT in visitor.page


async def test_a_kiosk_without_a_camera_offers_and_takes_no_file(kept, visitor):
    page = await visitor.opens("/kiosk/file?lang=en")
    assert 'type="file"' not in page.text
    assert (await sends(visitor, "/kiosk/file", PICTURE, text=TEXT)).status_code == 303
    assert (await Attachment.count(), stored(kept)) == (0, [])
