"""My account: the password, a second factor from the first page to the last, and sessions."""

import re
from dataclasses import replace

import pyotp
import pytest

from tawasul.accounts import second_factor, sessions
from tawasul.core import clock
from tawasul.core.settings import settings
from tests.tawasul.accounts.factors import PASSWORD, hired, phone_of
from tests.web.test_permissions import ROUTES

SECOND = "/account/second"
CODES = re.compile(r">([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})<")
SECRET = re.compile(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}")


@pytest.fixture
async def sara(database, sunday):
    return await hired(role="administrator", agency=None)


@pytest.fixture
def demanded(monkeypatch):
    found = replace(settings(), second_factor="demanded")
    monkeypatch.setattr(second_factor, "settings", lambda: found)


def secret_on(page):
    return SECRET.search(page)[0].replace(" ", "")


@pytest.mark.parametrize("name", ["basim", "dana", "nadia", "lulwa", "root"])
async def test_everybody_has_an_account_of_her_own(browser, name):
    page = await browser(name)
    for path in ("/account", "/account/password", SECOND):
        assert (await page.opens(path)).status_code == 200


async def test_a_second_factor_is_set_up_asked_for_and_switched_off(sara, signs_in):
    page = await signs_in()
    await page.opens(SECOND)
    assert (await page.sends(SECOND + "/begin", password="not-the-password")).status_code == 422
    assert (await page.sends(SECOND + "/begin", password=PASSWORD)).headers["location"] == SECOND
    shown = (await page.opens(SECOND)).text
    assert 'src="data:image/svg+xml' in shown
    assert secret_on(shown) == secret_on((await page.opens(SECOND)).text)
    await page.sends(SECOND + "/begin", password=PASSWORD)
    first, shown = secret_on(shown), (await page.opens(SECOND)).text
    assert secret_on(shown) != first
    assert (await page.sends(SECOND, code=pyotp.TOTP(first).at(clock.now()))).status_code == 422
    assert (await page.sends(SECOND, code="000")).status_code == 422
    phone = pyotp.TOTP(secret_on(shown))
    answer = await page.sends(SECOND, code=phone.at(clock.now()))
    codes = CODES.findall(answer.text)
    assert (answer.status_code, len(set(codes))) == (200, 10)
    again = await page.opens(SECOND)
    assert "10 recovery codes are left" in again.text
    assert CODES.search(again.text) is None
    assert SECRET.search(again.text) is None
    other = await signs_in()
    assert other.location.startswith("/login/code")
    assert (await page.sends(SECOND + "/off", password=PASSWORD, code=phone.at(clock.now()))).status_code == 422
    assert (await page.sends(SECOND + "/off", password=PASSWORD, code=codes[0])).headers["location"] == "/account"
    assert "The password alone opens this account" in (await page.opens("/account")).text
    assert (await signs_in()).location == "/desk"


async def test_new_recovery_codes_are_shown_once(sara, browser, staff):
    phone, page = await phone_of(sara), await browser()
    page.client.cookies.set("staff", await sessions.open_session(sara.id))
    await page.opens(SECOND)
    assert (await page.sends(SECOND + "/codes", renewal=phone.wrong())).status_code == 422
    answer = await page.sends(SECOND + "/codes", renewal=phone.code())
    fresh = CODES.findall(answer.text)
    assert len(fresh) == 10
    assert not set(fresh) & set(phone.codes)


async def test_where_it_is_demanded_nothing_else_opens_before(sara, signs_in, demanded, amal):
    page, reference = await signs_in(wanted="/admin/staff"), await amal.assigned()
    await page.opens(f"{SECOND}?next=/admin/staff")
    assert "set up a second factor, then you go on" in page.page
    passed = []
    for route in ROUTES:
        if route.path.startswith(SECOND):
            continue
        address = route.address(reference, "1")
        answer = await (page.client.get(address) if route.method == "GET" else page.sends(address))
        if (answer.status_code, answer.headers.get("location")) != (303, f"{SECOND}?next={address}"):
            passed.append((route.method, address, answer.status_code))
    assert passed == []
    answer = await page.sends(SECOND + "/begin", password=PASSWORD, next="/admin/staff")
    shown = (await page.opens(answer.headers["location"])).text
    code = pyotp.TOTP(secret_on(shown)).at(clock.now())
    answer = await page.sends(SECOND, code=code, next="/admin/staff")
    assert 'href="/admin/staff"' in answer.text
    assert (await page.opens("/admin/staff")).status_code == 200


async def test_of_others_it_is_not_demanded(browser, staff, demanded):
    assert (await (await browser("basim")).opens("/desk")).status_code == 200
    assert (await (await browser("nadia")).opens("/desk")).headers["location"] == f"{SECOND}?next=/desk"


async def test_the_password_comes_before_the_second_factor(sara, signs_in, demanded, must_change):
    await must_change(sara.id)
    page = await signs_in()
    assert (await page.opens(SECOND)).headers["location"].startswith("/account/password")
    await page.opens("/account/password")
    new = "green kettle on the roof"
    await page.sends("/account/password", old=PASSWORD, new=new, again=new, next="/desk")
    assert (await page.opens("/desk")).headers["location"].startswith(SECOND)


async def test_switched_off_for_all_there_is_nothing_to_set_up(sara, signs_in, monkeypatch):
    found = replace(settings(), second_factor="off")
    monkeypatch.setattr(second_factor, "settings", lambda: found)
    page = await signs_in()
    assert SECOND not in (await page.opens("/account")).text
    assert (await page.opens(SECOND)).status_code == 403
    await page.opens("/account")
    assert (await page.sends(SECOND + "/begin", password=PASSWORD)).status_code == 403


async def test_sessions_are_seen_and_ended_and_never_those_of_another(sara, signs_in, browser, staff):
    page, other, third = [await signs_in() for _ in range(3)]
    basim = await browser("basim")
    assert len(re.findall("/account/sessions/[0-9]+/end", (await page.opens("/account")).text)) == 2
    token = third.client.cookies["staff"]
    number = (await sessions.login_of(token)).session
    await basim.opens("/account")
    assert (await basim.sends(f"/account/sessions/{number}/end")).status_code == 404
    assert (await page.sends(f"/account/sessions/{number}/end")).status_code == 303
    assert (await third.opens("/desk")).headers["location"].startswith("/login")
    assert (await page.sends("/account/sessions/end")).status_code == 303
    assert (await other.opens("/desk")).headers["location"].startswith("/login")
    assert (await page.opens("/desk")).status_code == 200
    assert (await basim.opens("/desk")).status_code == 200
    await page.opens("/account")
    for nothing in (number, 0, 10**12, 10**30):
        assert (await page.sends(f"/account/sessions/{nothing}/end")).status_code == 404


async def test_the_pages_speak_arabic(sara, signs_in):
    page = await signs_in()
    page.client.cookies.set("lang", "ar")
    for path, words in (("/account", "حسابي"), ("/account/password", "اختر كلمة مرورك"), (SECOND, "التحقق بخطوتين")):
        answer = await page.opens(path)
        assert words in answer.text
        assert 'dir="rtl"' in answer.text
