"""Agencies on the pages: adding, changing, retiring, taking back, and who may not."""

import html

import pytest

from tawasul.accounts.tables import Staff
from tests.web.admin.test_staff import said

PATH = "/admin/agencies"
NEW = {"code": "NEW", "name_ar": "هيئة جديدة", "name_en": "New Authority", "parent": "", "email": "", "phone": ""}
EWA = {"name_ar": "الكهرباء", "name_en": "Power", "parent": "", "email": "care@ewa.example", "phone": "17123456"}


@pytest.fixture
async def huda(staff, browser):
    """The head of the Electricity and Water Authority, made of her supervisor."""
    await Staff.update({Staff.role: "head"}).where(Staff.username == "dana")
    return await browser("dana")


async def test_an_agency_is_added_changed_and_the_change_taken_back(browser):
    root = await browser("root")
    await root.opens(PATH + "/new")
    answer = await root.sends(PATH + "/new", **{**NEW, "code": "new"})
    assert (answer.status_code, answer.headers["location"]) == (303, PATH + "/NEW")
    await root.opens(PATH + "/NEW")
    assert (await root.sends(PATH + "/NEW", **{**NEW, "name_en": "Newer Authority"})).status_code == 303
    assert "Before: New Authority. After: Newer Authority." in said(await root.opens(PATH + "/NEW"))
    assert (await root.sends(PATH + "/NEW/undo", entry="2")).status_code == 303
    assert "Before: Newer Authority. After: New Authority." in said(await root.opens(PATH + "/NEW"))
    assert "New Authority" in said(await root.opens(PATH))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"code": "x" * 300}, "at most 20 large Latin letters"),
        ({"code": "EWA"}, "There is an agency with this code already"),
        ({"name_en": "a\x00"}, "a character that cannot be shown"),
        ({"parent": "\x00"}, "Choose one from the list"),
        ({"phone": "call me"}, "Write a telephone number"),
    ],
)
async def test_what_is_no_agency_is_said_and_what_was_typed_stays(browser, changed, sentence):
    root = await browser("root")
    await root.opens(PATH + "/new")
    answer = await root.sends(PATH + "/new", **{**NEW, **changed})
    assert answer.status_code in (409, 422)
    assert sentence in html.unescape(answer.text)
    assert "هيئة جديدة" in answer.text


async def test_a_head_changes_only_how_her_agency_is_reached(huda):
    words = said(await huda.opens(PATH + "/EWA"))
    assert "How the agency is reached" in words
    assert "Retire the agency" not in words
    assert (await huda.sends(PATH + "/EWA", **EWA)).status_code == 303
    page = (await huda.opens(PATH + "/EWA")).text
    assert 'value="17123456"' in page
    assert "Electricity and Water Authority" in page
    assert (await huda.sends(PATH + "/EWA/retire", successor="MOW")).status_code == 403
    for code in ("MOH", "NOTHING", "%00", "x" * 500):
        assert (await huda.opens(f"{PATH}/{code}")).status_code == 404
        await huda.opens(PATH + "/EWA")
        assert (await huda.sends(f"{PATH}/{code}", **EWA)).status_code == 404
        assert (await huda.sends(f"{PATH}/{code}/undo", entry="1")).status_code == 404


async def test_retiring_says_what_stands_in_the_way_and_where_cases_go(browser, amal):
    await amal.assigned()
    root = await browser("root")
    await root.opens(PATH + "/EWA")
    answer = await root.sends(PATH + "/EWA/retire", successor="MOW")
    assert (answer.status_code, "People work in this agency" in said(answer)) == (409, True)
    await Staff.update({Staff.active: False}).where(Staff.agency == "EWA")
    answer = await root.sends(PATH + "/EWA/retire", successor="")
    assert "This agency has open cases" in said(answer)
    assert (await root.sends(PATH + "/EWA/retire", successor="\x00")).status_code == 422
    assert (await root.sends(PATH + "/EWA/retire", successor="MOW")).status_code == 303
    assert "Its services and open cases go to" in said(await root.opens(PATH + "/EWA"))


@pytest.mark.parametrize("name", ["basim", "dana", "nadia", "lulwa"])
async def test_whoever_administers_no_agency_opens_none_of_it(browser, name):
    other = await browser(name)
    for path in (PATH, PATH + "/new", PATH + "/EWA"):
        assert (await other.opens(path)).status_code == 403


async def test_strangers_are_sent_to_log_in(browser):
    assert (await (await browser()).opens(PATH)).headers["location"].startswith("/login")
