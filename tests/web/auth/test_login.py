"""The doors of the desk: who gets in, and what the others see."""

import pytest
from litestar.status_codes import HTTP_303_SEE_OTHER as SEE_OTHER

from tawasul.accounts import staff as accounts
from tawasul.accounts.staff import NewStaff
from tawasul.core.actor import system


@pytest.mark.parametrize("path", ["/desk", "/desk/triage", "/desk/letters", "/desk/jobs", "/board", "/board/cases"])
async def test_nobody_is_sent_to_log_in_and_comes_back(browser, path):
    answer = await (await browser()).opens(path)
    assert (answer.status_code, answer.headers["location"]) == (SEE_OTHER, f"/login?next={path}")


async def test_a_fragment_sends_the_whole_page_to_log_in(browser):
    answer = await (await browser()).opens("/desk", fragment=True)
    assert answer.headers["hx-redirect"] == "/login?next=/desk"


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("basim", "/board"),  # officers have no board
        ("basim", "/desk/triage"),
        ("dana", "/desk/letters"),
        ("lulwa", "/desk/cases/123456780"),  # the call centre does not read cases
        ("root", "/board"),
        ("root", "/desk/cases/123456780/reply"),  # administrators do not reply for agencies
    ],
)
async def test_a_role_that_may_not_is_refused(browser, who, path):
    page = await browser(who)
    await page.opens("/desk")
    answer = await (page.sends(path) if path.endswith("/reply") else page.opens(path))
    assert answer.status_code == 403
    assert "Your account may not open this page" in answer.text


async def test_a_wrong_password_keeps_the_name_and_says_so(browser):
    page = await browser()
    await page.opens("/login")
    answer = await page.sends("/login", username="basim", password="not this one", next="/board")
    assert answer.status_code == 422
    assert "The user name or the password is wrong" in answer.text
    assert 'value="basim"' in answer.text
    assert "not this one" not in answer.text


async def test_the_right_password_opens_the_page_that_was_wanted(browser):
    await accounts.add(NewStaff("sara.test", "a long enough password", "administrator"), by=system("test"))
    page = await browser()
    await page.opens("/login?next=/desk/letters")
    answer = await page.sends("/login", username="sara.test", password="a long enough password", next="/desk/letters")
    assert (answer.status_code, answer.headers["location"]) == (SEE_OTHER, "/desk/letters")
    assert (await page.opens("/desk/letters")).status_code == 200


async def test_another_site_is_never_the_page_that_was_wanted(browser):
    answer = await (await browser()).opens("/login?next=//elsewhere.example")
    assert 'name="next" value="/desk"' in answer.text


async def test_logging_out_ends_the_session(browser):
    page = await browser("basim")
    await page.opens("/desk")
    await page.sends("/logout")
    assert (await page.opens("/desk")).status_code == SEE_OTHER


async def test_a_form_without_its_token_changes_nothing(browser):
    page = await browser("basim")
    answer = await page.client.post("/logout")
    assert answer.status_code == 403
    assert (await page.opens("/desk")).status_code == 200
