"""The second step of signing in: what is half way opens nothing but it."""

import pytest

from tawasul.accounts import half_logins
from tawasul.core import clock
from tests.tawasul.accounts.factors import PASSWORD, hired, phone_of
from tests.web.conftest import SUNDAY
from tests.web.test_permissions import ROUTES

CODE = "/login/code"


@pytest.fixture
async def phone(database, sunday):
    return await phone_of(await hired(role="administrator", agency=None))


async def test_password_then_code_open_what_was_wanted(phone, signs_in):
    page = await signs_in(wanted="/admin/staff")
    assert page.location == f"{CODE}?next=%2Fadmin%2Fstaff"
    assert "staff" not in page.client.cookies
    answer = await page.opens(page.location)
    assert 'name="next" value="/admin/staff"' in answer.text
    answer = await page.sends(CODE, code=phone.code(), next="/admin/staff")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/staff")
    assert "staff-half" not in page.client.cookies
    assert (await page.opens("/admin/staff")).status_code == 200


async def test_half_way_no_page_and_no_act_for_staff_opens(phone, signs_in, amal):
    """Also with its token under the name of a session's."""
    page, reference = await signs_in(), await amal.assigned()
    await page.opens(CODE)
    half = page.client.cookies["staff-half"]
    passed = []
    for cookie in (None, half):
        if cookie:
            page.client.cookies.set("staff", cookie)
        for route in ROUTES:
            address = route.address(reference, "1")
            answer = await (page.client.get(address) if route.method == "GET" else page.sends(address))
            if (answer.status_code, answer.headers.get("location")) != (303, f"/login?next={address}"):
                passed.append((route.method, address, answer.status_code))
    assert passed == []
    assert (await page.sends(CODE, code=phone.code())).status_code == 303


@pytest.mark.parametrize(("language", "words"), [("en", "This code is not right"), ("ar", "هذا الرمز غير صحيح")])
async def test_a_wrong_code_is_said_and_can_be_typed_again(phone, signs_in, language, words):
    page = await signs_in()
    page.client.cookies.set("lang", language)
    await page.opens(CODE)
    for code in (phone.wrong(), "", "x" * 5000, "\x00", "١٢٣"):
        answer = await page.sends(CODE, code=code, next="/desk")
        assert (answer.status_code, words in answer.text) == (422, True)
    assert (await page.sends(CODE, code=phone.code())).status_code == 303


async def test_a_code_is_not_taken_twice(phone, signs_in):
    for status in (303, 422):
        page = await signs_in()
        await page.opens(CODE)
        assert (await page.sends(CODE, code=phone.code())).status_code == status


async def test_ten_wrong_codes_have_to_wait(phone, signs_in):
    page = await signs_in()
    await page.opens(CODE)
    for _ in range(10):
        await page.sends(CODE, code=phone.wrong())
    answer = await page.sends(CODE, code=phone.code())
    assert answer.status_code == 429
    assert "Too many tries" in answer.text
    assert int(answer.headers["retry-after"]) > 0


async def test_a_recovery_code_opens_in_the_place_of_the_phone(phone, signs_in):
    page = await signs_in()
    await page.opens(CODE)
    assert (await page.sends(CODE, code=phone.codes[0])).headers["location"] == "/desk"


async def test_after_five_minutes_one_begins_anew_and_is_told_why(phone, signs_in):
    page = await signs_in()
    await page.opens(CODE)
    with clock.moved(SUNDAY + half_logins.LIFETIME * 2):
        answer = await page.sends(CODE, code=phone.code(), next="/board")
        assert answer.headers["location"] == "/login?next=%2Fboard&late=yes"
        assert "given too long ago" in (await page.opens(answer.headers["location"])).text
        assert (await page.opens(CODE)).headers["location"].startswith("/login?")


async def test_without_a_password_there_is_no_second_step(phone, browser):
    page = await browser()
    assert (await page.opens(CODE)).headers["location"] == "/login?next=%2Fdesk"
    await page.opens("/login")
    assert (await page.sends(CODE, code=phone.code())).headers["location"].startswith("/login?")
    page.client.cookies.set("staff-half", "made up")
    assert (await page.sends(CODE, code=phone.code())).headers["location"].startswith("/login?")


async def test_the_cookie_of_the_second_step_goes_to_the_login_alone(phone, browser):
    page = await browser()
    await page.opens("/login")
    answer = await page.sends("/login", username="sara", password=PASSWORD, next="//elsewhere.example")
    assert answer.headers["location"] == f"{CODE}?next=%2Fdesk"
    [cookie] = [one for one in answer.headers.get_list("set-cookie") if one.startswith("staff-half=")]
    assert {"Path=/login", "HttpOnly", "SameSite=lax", "Max-Age=300"} <= {part.strip() for part in cookie.split(";")}
