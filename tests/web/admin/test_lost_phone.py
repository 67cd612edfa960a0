"""A lost phone: an administrator takes the second factor off, says why, and reads nothing of it."""

import html

import pytest

from tawasul import audit
from tawasul.accounts.tables import Staff
from tawasul.core import clock
from tests.tawasul.accounts.factors import PASSWORD, hired, phone_of


@pytest.fixture
async def sara(database, sunday):
    return await hired()


@pytest.fixture
async def phone(sara):
    return await phone_of(sara)


async def test_it_is_taken_off_with_a_reason_that_stays_in_the_history(browser, sara, phone):
    root, one = await browser("root"), f"/admin/staff/{sara.id}"
    shown = (await root.opens(one)).text
    assert "Second factor on" in shown
    assert phone.secret not in shown.replace(" ", "")
    answer = await root.sends(one + "/second", reason="  ")
    assert (answer.status_code, "Write why" in answer.text) == (422, True)
    assert (await root.sends(one + "/second", reason="Phone lost\non the bus")).status_code == 303
    after = html.unescape((await root.opens(one)).text)
    assert "Phone lost on the bus" in after
    assert "Second factor on" not in after
    line = (await audit.history(f"staff:{sara.id}"))[-1]
    assert line.act == "second_factor_taken"
    assert "Phone lost" not in str(line.data)
    page = await browser()
    await page.opens("/login")
    answer = await page.sends("/login", username="sara", password=PASSWORD, next="/desk")
    assert answer.headers["location"] == "/desk"
    assert (await root.sends(one + "/second", reason="Once more")).status_code == 409


async def test_only_an_administrator_takes_it_off_and_never_her_own(browser, staff, sara, phone):
    dana, one = await browser("dana"), f"/admin/staff/{sara.id}"
    assert "/second" not in (await dana.opens(one)).text
    assert (await dana.sends(one + "/second", reason="Phone lost")).status_code == 403
    root = await browser("root")
    own = f"/admin/staff/{staff['root']}"
    await Staff.update({Staff.second_since: clock.now()}).where(Staff.id == staff["root"])
    await root.opens(own)
    assert (await root.sends(own + "/second", reason="Phone lost")).status_code == 403
    await root.opens(one)
    for reason in ("x" * 501, "a\x00b", ""):
        assert (await root.sends(one + "/second", reason=reason)).status_code == 422
    for number in (999_999, 10**12):
        assert (await root.sends(f"/admin/staff/{number}/second", reason="Phone lost")).status_code == 404
    assert await Staff.exists().where(Staff.id == sara.id, Staff.second_since.is_not_null())
