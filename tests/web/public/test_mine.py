"""My cases: a code by letter opens all of one's own, and links in letters change nothing when read."""

import json
from datetime import timedelta

import pytest

from cases import reply, sorting
from cases.citizen_tables import Rating
from cases.reply import ReplyDraft
from cases.tables import Contact
from tawasul.core import clock
from tawasul.notify.letters import opened as unsealed
from tawasul.notify.tables import Letter
from tests.web.conftest import SURE

ADDRESS = "amal@example.org"


async def last(template):
    row = await Letter.select().where(Letter.template == template).order_by(Letter.id, ascending=False).first()
    return unsealed(json.loads(row["params"]))


@pytest.fixture
async def filed(visitor):
    """A visitor who filed with an address; gives them and the reference."""
    reference, _ = await visitor.files(email=ADDRESS)
    visitor.http.cookies.clear()
    return visitor, reference


@pytest.fixture
async def inside(filed):
    visitor, reference = filed
    await visitor.opens("/mine?lang=en")
    await visitor.sends("/mine", address=ADDRESS)
    await visitor.follows()
    await visitor.sends("/mine/code", code=(await last("code"))["code"])
    await visitor.follows()
    return visitor, reference


async def test_a_code_opens_all_of_ones_cases(inside):
    visitor, reference = inside
    assert visitor.answer.url.path == "/mine/cases"
    assert f"{reference[:3]} {reference[3:6]} {reference[6:]}" in visitor.page
    await visitor.sends(f"/mine/cases/{reference}")
    await visitor.follows()
    assert "What has happened so far" in visitor.page


async def test_an_unknown_address_gets_the_same_page(filed):
    visitor, _ = filed
    await visitor.opens("/mine?lang=en")
    await visitor.sends("/mine", address="nobody@example.org")
    await visitor.follows()
    assert "a code of 6 digits is on its way there" in visitor.page
    assert "nobody@example.org" in visitor.page
    assert await Letter.count().where(Letter.template == "code") == 0


async def test_what_is_no_address_is_told_and_kept(filed):
    visitor, _ = filed
    await visitor.opens("/mine?lang=en")
    assert (await visitor.sends("/mine", address="amal(at)example")).status_code == 422
    assert "amal(at)example" in visitor.page


async def test_a_wrong_code_opens_nothing(filed):
    visitor, _ = filed
    await visitor.opens("/mine?lang=en")
    await visitor.sends("/mine", address=ADDRESS)
    await visitor.follows()
    right = (await last("code"))["code"]
    assert (await visitor.sends("/mine/code", code="1" if right != "1" else "2")).status_code == 422
    assert "This code is wrong or has expired" in visitor.page
    assert (await visitor.opens("/mine/cases")).headers["location"] == "/mine"


async def test_without_a_code_nothing_of_it_is_open(filed):
    visitor, reference = filed
    await visitor.opens("/mine?lang=en")
    for path in ("/mine/code", f"/mine/cases/{reference}", f"/mine/cases/{reference}/code", "/mine/letters"):
        page = visitor.answer
        assert (await visitor.sends(path)).headers["location"] == "/mine"
        visitor.answer = page


async def test_after_two_hours_it_is_closed(inside):
    visitor, _ = inside
    with clock.moved(clock.now() + timedelta(hours=2)):
        assert (await visitor.opens("/mine/cases")).headers["location"] == "/mine"


async def test_anothers_case_is_not_found(inside):
    visitor, _ = inside
    page = visitor.answer
    other, _ = await visitor.files("Another matter", email="tariq@example.org")
    visitor.answer = page
    assert (await visitor.sends(f"/mine/cases/{other}")).status_code == 404


async def test_a_lost_code_is_made_anew(inside):
    visitor, reference = inside
    await visitor.sends(f"/mine/cases/{reference}/code")
    await visitor.follows()
    assert "The case has a new access code" in visitor.page


async def test_letters_are_chosen(inside):
    visitor, _ = inside
    await visitor.sends("/mine/letters", letters="no")
    await visitor.follows()
    assert "You get no letters" in visitor.page
    assert (await Contact.select().first())["email_letters"] is False


async def test_the_page_is_closed_for_others(inside):
    visitor, _ = inside
    await visitor.sends("/mine/leave")
    assert (await visitor.opens("/mine/cases")).headers["location"] == "/mine"


async def test_a_link_that_stops_letters_does_so_only_by_its_button(filed):
    visitor, _ = filed
    path = (await last("receipt"))["stop_path"]
    for _ in range(2):
        assert (await visitor.opens(f"{path}?lang=en")).status_code == 200
    assert (await Contact.select().first())["email_letters"] is True
    await visitor.sends(path)
    assert "You get no more letters about this case" in visitor.page
    assert (await Contact.select().first())["email_letters"] is False


async def test_a_link_that_was_changed_is_not_found(filed):
    visitor, _ = filed
    path = (await last("receipt"))["stop_path"]
    assert (await visitor.opens(path[:-1] + ("0" if path[-1] != "0" else "1"))).status_code == 404


async def test_a_reply_is_rated_from_its_letter(filed, office):
    visitor, _ = filed
    await sorting.sort_case((await office.case())["id"], lambda text, governorate: SURE)
    await office.does(reply.send_reply, ReplyDraft("done", "The fuse was replaced at noon."))
    path = (await last("answered"))["rating_path"]
    await visitor.opens(f"{path}?lang=en")
    assert "The fuse" not in visitor.page
    assert await Rating.count() == 0
    await visitor.sends(path, stars="5")
    assert "Your rating has arrived" in visitor.page
    assert await Rating.count() == 1
    await visitor.opens(path)
    assert (await visitor.sends(path, stars="1")).status_code == 422
    assert "You rated this reply already" in visitor.page
