"""Accounts on the pages: inviting, changing, closing, taking back, and who may not."""

import html
import re

import pytest

from tawasul.accounts.tables import Staff

PATH = "/admin/staff"
NEW = {
    "username": "fatima",
    "name_ar": "فاطمة",
    "name_en": "Fatima",
    "email": "fatima@example.org",
    "role": "officer",
    "agency": "EWA",
    "language": "ar",
}
KEPT = {"name_ar": "باسم", "name_en": "Basim", "email": "", "role": "officer", "agency": "EWA", "language": "ar"}


def said(answer) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


async def number_of(username) -> int:
    return (await Staff.select(Staff.id).where(Staff.username == username))[0]["id"]


async def test_an_invited_officer_logs_in_with_the_password_that_was_shown_once(browser):
    dana = await browser("dana")
    await dana.opens(PATH + "/new")
    answer = await dana.sends(PATH + "/new", **NEW)
    assert answer.status_code == 200
    password = re.search(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", answer.text)
    assert password
    assert "fatima" in (await dana.opens(PATH + "?words=fat")).text
    visitor = await browser()
    await visitor.opens("/login")
    answer = await visitor.sends("/login", username="Fatima", password=password[0], next="/desk")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    assert (await visitor.opens("/desk")).headers["location"] == "/account/password?next=/desk"
    assert "Has not chosen a password yet" in said(await dana.opens(PATH + f"/{await number_of('fatima')}"))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"username": "f"}, "Use 3 to 60 small Latin letters"),
        ({"username": "basim"}, "This user name is taken"),
        ({"role": "head"}, "not yours to give"),
        ({"agency": "MOH"}, "not yours to give"),
        ({"agency": "x" * 400}, "Choose one from the list"),
        ({"role": "nothing"}, "Choose one from the list"),
        ({"name_en": "a\x00b"}, "a character that cannot be shown"),
        ({"name_ar": ""}, "Fill in this field"),
        ({"email": "x" * 300 + "@example.org"}, "Write the e-mail address in full"),
        ({"language": "fr"}, "Choose one from the list"),
    ],
)
async def test_what_cannot_be_an_account_is_said_and_what_was_typed_stays(browser, changed, sentence):
    dana = await browser("dana")
    await dana.opens(PATH + "/new")
    answer = await dana.sends(PATH + "/new", **{**NEW, **changed})
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert "فاطمة" in answer.text or "name_ar" in changed
    assert not await Staff.exists().where(Staff.username == "fatima")


async def test_a_change_is_seen_in_the_history_and_taken_back(browser, staff):
    root, one = await browser("root"), f"{PATH}/{staff['basim']}"
    await root.opens(one)
    assert (await root.sends(one, **{**KEPT, "name_en": "Basim Ali"})).status_code == 303
    words = said(await root.opens(one))
    assert "Before: Basim. After: Basim Ali." in words
    assert "Root" in words
    assert (await root.sends(one + "/undo", entry="1")).status_code == 303
    assert "Before: Basim Ali. After: Basim." in said(await root.opens(one))
    assert (await root.sends(one + "/undo", entry="1")).status_code == 409
    assert (await root.sends(one + "/undo", entry="\x00")).status_code == 404


async def test_a_form_that_somebody_overtook_is_refused_and_keeps_what_was_typed(browser, staff):
    root, dana, one = await browser("root"), await browser("dana"), f"{PATH}/{staff['basim']}"
    await root.opens(one)
    await dana.opens(one)
    await root.sends(one, **{**KEPT, "name_en": "Basim Ali"})
    answer = await dana.sends(one, **{**KEPT, "name_en": "Basim Omar"})
    assert answer.status_code == 409
    assert "Someone else changed this meanwhile" in said(answer)
    assert "Basim Omar" in answer.text


async def test_closing_an_account_names_its_cases_and_ends_its_session(browser, staff, amal):
    reference = await amal.assigned()
    basim, dana, one = await browser("basim"), await browser("dana"), f"{PATH}/{staff['basim']}"
    await basim.opens(f"/desk/cases/{reference}")
    await basim.sends(f"/desk/cases/{reference}/take")
    words = said(await dana.opens(one))
    assert "1 open case" in words
    assert (await dana.sends(one + "/active", active="no", hand_to=str(staff["badr"]))).status_code == 303
    assert (await basim.opens("/desk")).status_code == 303
    badr = await browser("badr")
    assert "it was handed over" in said(await badr.opens(f"/desk/cases/{reference}"))
    await dana.opens(one)
    assert (await dana.sends(one + "/active", active="yes")).status_code == 303


async def test_a_new_password_is_shown_once_and_never_for_oneself(browser, staff):
    root, one = await browser("root"), f"{PATH}/{staff['basim']}"
    await root.opens(one)
    answer = await root.sends(one + "/password")
    assert "shown this once" in answer.text
    assert "shown this once" not in (await root.opens(one)).text
    own = f"{PATH}/{staff['root']}"
    await root.opens(own)
    assert (await root.sends(own + "/password")).status_code == 403


@pytest.mark.parametrize("name", ["basim", "tariq", "nadia", "lulwa"])
async def test_whoever_administers_nobody_opens_none_of_it(browser, staff, name):
    other = await browser(name)
    for path in (PATH, PATH + "/new", f"{PATH}/{staff['badr']}"):
        assert (await other.opens(path)).status_code == 403


async def test_accounts_out_of_reach_are_as_if_they_were_not_there(browser, staff):
    dana = await browser("dana")
    for number in (staff["tariq"], staff["root"], staff["dana"], 999_999, 10**12):
        assert (await dana.opens(f"{PATH}/{number}")).status_code == 404
    await dana.opens(PATH + "/new")
    for act in ("", "/active", "/undo", "/password", "/leave", "/leave/1/end"):
        assert (await dana.sends(f"{PATH}/{staff['tariq']}{act}", rev="0")).status_code == 404
    assert (await (await browser()).opens(PATH)).headers["location"].startswith("/login")


async def test_the_list_survives_whatever_is_searched(browser):
    root = await browser("root")
    for words in ("%00", "%25_", "x" * 3000, "%F0%9F%98%80"):
        assert (await root.opens(f"{PATH}?words={words}&page=-1")).status_code == 200
