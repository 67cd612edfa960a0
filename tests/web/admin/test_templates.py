"""Templates of replies and their approval, on the pages of whoever keeps them."""

import html
import re

import pytest

from cases.reply_tables import ReplyRule, ReplyTemplate, ReplyTemplateVersion
from tawasul.accounts.tables import Staff
from tawasul.core import clock

PATH = "/admin/templates"
NEW = {"title": "Mended", "text": "Dear {citizen_name}, it is mended.", "language": "en", "category": "ewa-bill"}


@pytest.fixture
async def huda(staff):
    """A head besides."""
    said = {"username": "huda", "name_en": "Huda", "name_ar": "huda", "role": "head", "agency": "EWA"}
    made = await Staff.insert(Staff(**said, password_hash="none", created_at=clock.now())).returning(Staff.id)
    staff["huda"] = made[0]["id"]


async def written(browser, who="dana", **changed):
    """A template's page, in the browser of who wrote it."""
    page = await browser(who)
    await page.opens(PATH)
    answer = await page.sends(PATH, **{**NEW, **changed})
    assert answer.status_code == 303
    await page.opens(answer.headers["location"])
    return page, answer.headers["location"]


async def test_a_supervisor_writes_one_and_finds_it(browser):
    dana, path = await written(browser)
    assert "Dear Sir or Madam, it is mended." in dana.page
    listed = (await dana.opens(PATH)).text
    assert f'href="{path}"' in listed
    assert "Electricity and Water Authority" in listed
    assert f'href="{PATH}"' in (await dana.opens("/desk")).text


async def test_a_change_can_be_undone_and_both_stay(browser):
    dana, path = await written(browser)
    assert (await dana.sends(path, **{**NEW, "text": "Shorter."})).status_code == 303
    assert "Shorter." in (await dana.opens(path)).text
    assert (await dana.sends(f"{path}/restore", version="1")).status_code == 303
    shown = (await dana.opens(path)).text
    assert "Version 1 was brought back" in shown
    assert (await ReplyTemplate.select().first())["text"] == NEW["text"]
    assert await ReplyTemplateVersion.count() == 3


async def test_it_goes_out_of_use_and_back(browser):
    dana, path = await written(browser)
    assert (await dana.sends(f"{path}/retire")).status_code == 303
    assert "Out of use since" in (await dana.opens(path)).text
    assert (await dana.sends(f"{path}/revive")).status_code == 303
    assert "Out of use since" not in (await dana.opens(path)).text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": ""}, "Fill in this field"),
        ({"text": "Dear {name}"}, "There are no such places: {name}"),
        ({"text": "Dear {"}, "A brace stands alone"),
        ({"title": "a\0b"}, "a character that cannot be shown"),
        ({"title": "x" * 500}, "characters too long"),
        ({"language": "fr"}, "Choose one from the list"),
        ({"category": "\0"}, "Choose one from the list"),
    ],
)
async def test_what_cannot_be_kept_is_said_and_the_words_stay(browser, changed, sentence):
    dana = await browser("dana")
    await dana.opens(PATH)
    answer = await dana.sends(PATH, **{**NEW, **changed})
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.text)
    assert "it is mended." in answer.text or "text" in changed
    _, path = await written(browser)
    await dana.opens(path)
    assert (await dana.sends(path, **{**NEW, **changed})).status_code == 422


async def test_who_was_slower_finds_both_texts(browser):
    dana, path = await written(browser)
    await dana.sends(path, **{**NEW, "text": "First."})
    answer = await dana.sends(path, **{**NEW, "text": "Second."})
    assert answer.status_code == 409
    assert re.search(r"<textarea[^>]*>\s*Second\.", answer.text)
    assert "First." in answer.text


async def test_others_see_and_change_nothing(browser):
    _, path = await written(browser)
    for who, status in (("basim", 403), ("tariq", 403), ("lulwa", 403), ("root", 404), ("nadia", 404)):
        page = await browser(who)
        await page.opens("/desk")
        assert (await page.opens(path)).status_code == status
        await page.opens("/desk")
        for act in ("", "/restore", "/retire", "/revive"):
            assert (await page.sends(f"{path}{act}", rev="1", version="1", **NEW)).status_code == status
    nobody = await browser()
    assert (await nobody.opens(PATH)).headers["location"].startswith("/login")
    dana = await browser("dana")
    await dana.opens(PATH)
    assert (await dana.sends(PATH, **{**NEW, "agency": "MOH"})).status_code == 422
    assert await ReplyTemplateVersion.count() == 1


async def test_national_ones_are_written_by_the_national_unit(browser):
    _, path = await written(browser, "nadia", category="")
    assert "All agencies" in (await (await browser("root")).opens(path)).text
    assert (await (await browser("dana")).opens(path)).status_code == 404


async def test_a_number_beyond_all_is_no_template(browser):
    dana, path = await written(browser)
    assert (await dana.opens(f"{PATH}/{10**30}")).status_code == 404
    await dana.opens(path)
    assert (await dana.sends(f"{path}/restore", version="99")).status_code == 404


RULE = "/admin/replies"


async def test_a_head_sets_which_replies_are_approved_and_the_history_says_so(browser, huda, staff):
    page = await browser("huda")
    await page.opens(RULE)
    set_to = {"agency": "EWA", "rev": "0", "demands": "some", "outcomes": "declined", "approvers": str(staff["badr"])}
    assert (await page.sends(RULE, **set_to)).status_code == 303
    shown = (await page.opens(RULE)).text
    assert "Replies with these outcomes: Declined, with the legal ground" in shown
    assert "1 officer may approve too" in shown
    assert re.search(rf'value="{staff["badr"]}"[^>]* checked', shown)
    again = await page.sends(RULE, **set_to)
    assert again.status_code == 409
    row = await ReplyRule.select().first()
    assert (row["agency"], row["demands"], row["outcomes"], row["rev"]) == ("EWA", "some", "declined", 1)


async def test_an_administrator_chooses_the_agency(browser):
    root = await browser("root")
    assert '<option value="MOH" selected>' in (await root.opens(f"{RULE}?agency=MOH")).text
    assert (await root.sends(RULE, agency="MOH", rev="0", demands="all")).status_code == 303
    assert [row["agency"] for row in await ReplyRule.select()] == ["MOH"]


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"agency": "MOH", "demands": "all"}, 403),
        ({"agency": "", "demands": "all"}, 403),
        ({"agency": "EWA", "demands": "\0"}, 422),
        ({"agency": "EWA", "demands": "some"}, 422),
        ({"agency": "EWA", "demands": "some", "outcomes": "\0"}, 422),
        ({"agency": "EWA", "demands": "all", "approvers": "999999999"}, 422),
        ({"agency": "EWA", "demands": "all", "rev": "x"}, 409),
    ],
)
async def test_a_rule_that_is_none_sets_nothing(browser, huda, typed, status):
    page = await browser("huda")
    await page.opens(RULE)
    assert (await page.sends(RULE, **{"rev": "0", **typed})).status_code == status
    assert await ReplyRule.count().where(ReplyRule.demands != "never") == 0


@pytest.mark.parametrize("who", ["basim", "dana", "nadia", "lulwa"])
async def test_others_set_no_rule(browser, who):
    page = await browser(who)
    assert (await page.opens(RULE)).status_code == 403
    await page.opens("/desk")
    assert (await page.sends(RULE, agency="EWA", rev="0", demands="all")).status_code == 403
