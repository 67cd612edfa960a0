"""A password that was given opens one page, on which its owner chooses her own."""

import httpx
import pytest
from litestar import Litestar, get

from tawasul.accounts import sessions
from tests.tawasul.accounts.factors import PASSWORD, hired
from tests.web.test_permissions import ROUTES
from web.guards import StaffSessions, enforce, needs
from web.problems import HANDLERS

NEW = "green kettle on the roof"
PATH = "/account/password"


@pytest.fixture
async def sara(database, sunday, must_change):
    person = await hired(role="administrator", agency=None)
    await must_change(person.id)
    return person


async def test_every_page_and_act_for_staff_leads_to_the_choice(sara, signs_in, amal):
    page, reference = await signs_in(), await amal.assigned()
    await page.opens(PATH)
    passed = []
    for route in ROUTES:
        if route.path == PATH:
            continue
        address = route.address(reference, "1")
        answer = await (page.client.get(address) if route.method == "GET" else page.sends(address))
        if (answer.status_code, answer.headers.get("location")) != (303, f"{PATH}?next={address}"):
            passed.append((route.method, address, answer.status_code))
    assert passed == []


async def test_choosing_opens_what_was_wanted_with_a_new_session(sara, signs_in):
    page = await signs_in(wanted="/admin/staff")
    before = page.client.cookies["staff"]
    answer = await page.opens(page.location)
    assert answer.headers["location"] == f"{PATH}?next=/admin/staff"
    answer = await page.opens(answer.headers["location"])
    assert "opens nothing but this page" in answer.text
    answer = await page.sends(PATH, old=PASSWORD, new=NEW, again=NEW, next="/admin/staff")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/staff")
    assert page.client.cookies["staff"] != before
    assert await sessions.login_of(before) is None
    assert (await page.opens("/admin/staff")).status_code == 200
    assert (await signs_in(password=NEW)).location == "/desk"


@pytest.mark.parametrize(
    ("typed", "english", "arabic"),
    [
        ({"new": "short", "again": "short"}, "Use at least 12 characters", "استخدم 12 حرفًا على الأقل"),
        ({"new": PASSWORD, "again": PASSWORD}, "Choose another one", "اختر كلمة غير كلمة مرورك الحالية"),
        ({"again": "another kettle"}, "The two passwords are not the same", "غير متطابقتين"),
        ({"old": "not-the-password"}, "This is not your password", "هذه ليست كلمة مرورك"),
        ({"new": "k" * 60_000}, "This is too long", "النص طويل"),
        ({"new": "\x00" * 14}, "a character that cannot be shown", "رمز لا يمكن عرضه"),
    ],
)
async def test_what_is_refused_is_said_in_both_languages(sara, signs_in, typed, english, arabic):
    page = await signs_in()
    await page.opens(PATH)
    for language, words in (("en", english), ("ar", arabic)):
        page.client.cookies.set("lang", language)
        answer = await page.sends(PATH, **{"old": PASSWORD, "new": NEW, "again": NEW, **typed})
        assert answer.status_code == 422
        assert words in answer.text
        assert NEW not in answer.text
    assert (await page.opens("/desk")).headers["location"].startswith(PATH)


async def test_too_many_wrong_passwords_have_to_wait(sara, signs_in):
    page = await signs_in()
    await page.opens(PATH)
    for _ in range(10):
        await page.sends(PATH, old="not-the-password", new=NEW, again=NEW)
    answer = await page.sends(PATH, old=PASSWORD, new=NEW, again=NEW)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


async def test_another_site_is_never_where_one_goes_on(sara, signs_in):
    page = await signs_in()
    await page.opens(PATH)
    answer = await page.sends(PATH, old=PASSWORD, new=NEW, again=NEW, next="//elsewhere.example")
    assert answer.headers["location"] == "/desk"


async def test_a_fragment_sends_the_whole_page_to_the_choice(sara, signs_in):
    page = await signs_in()
    answer = await page.opens("/desk", fragment=True)
    assert answer.headers["hx-redirect"] == f"{PATH}?next=/desk"


async def test_she_can_sign_out_and_read_what_is_for_everybody(sara, signs_in):
    page = await signs_in()
    assert (await page.opens("/help")).status_code == 200
    await page.opens(PATH)
    assert (await page.sends("/logout")).headers["location"] == "/login"
    assert (await page.opens(PATH)).headers["location"].startswith("/login")


async def test_a_program_is_told_so(sara):
    @get("/api/of-staff", opt=dict(needs("account")))
    async def of_staff() -> str:
        return "open"

    app = Litestar([of_staff], guards=[enforce], middleware=[StaffSessions], exception_handlers=dict(HANDLERS))
    cookies = {"staff": await sessions.open_session(sara.id), "lang": "en"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://tawasul.test", cookies=cookies) as client:
        answer = await client.get("/api/of-staff")
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["code"] == "step_due"


async def test_whom_nobody_gave_a_password_is_asked_nothing(signs_in):
    await hired("salman", agency="MOH")
    page = await signs_in("salman")
    assert (await page.opens(page.location)).status_code == 200
