"""A circular on the pages: entered, counted, sent, decided by somebody else, and said back where it cannot be."""

import html
from datetime import date

import pytest

from cases import moved_dates
from sla import calendars, seed
from sla.tables import Holiday, Proposal
from tawasul.core.actor import system
from tawasul.core.db import transaction

PATH = "/admin/calendars/BH"
STORM = {
    "kind": "days",
    "first": "2026-12-01",
    "last": "2026-12-01",
    "name_ar": "عاصفة",
    "name_en": "Storm",
    "status": "confirmed",
    "source": "Circular 14/2026",
}


async def tried(browser, **changed: str):
    """Root enters a circular and sees what it would do."""
    root = await browser("root")
    await root.opens(PATH)
    answer = await root.sends(PATH, step="try", **{**STORM, **changed})
    root.page = answer.text
    return root, answer


def hidden(page: str, name: str) -> str:
    return html.unescape(page.partition(f'name="{name}" value="')[2].partition('"')[0])


async def sent(browser, **changed: str) -> str:
    """A circular on its way to a second person; gives the address of its page."""
    root, answer = await tried(browser, **changed)
    base = hidden(answer.text, "base")
    answer = await root.sends(PATH, step="propose", base=base, **{**STORM, **changed})
    assert answer.status_code == 303
    return answer.headers["location"]


@pytest.mark.parametrize("name", ["basim", "dana", "lulwa"])
async def test_others_open_no_settings(browser, name):
    page = await browser(name)
    desk = (await page.opens("/desk")).text
    for path in ("/admin/calendars", PATH, "/admin/policies"):
        assert (await page.opens(path)).status_code == 403
        assert path not in desk


async def test_the_list_says_how_far_each_calendar_reaches(browser):
    answer = await (await browser("nadia")).opens("/admin/calendars")
    assert "Kingdom of Bahrain, government offices" in answer.text
    assert "Sunday 31 December 2028" in answer.text
    assert "Less than a year is left" not in answer.text


async def test_a_year_shows_its_holidays_with_their_source(browser):
    answer = await (await browser("root")).opens(f"{PATH}?year=2026")
    assert "Wednesday 16 December 2026 to Thursday 17 December 2026" in answer.text
    assert "Fixed date of the general list" in answer.text
    assert "Other hours this year" in answer.text
    assert "08:00–14:00" in answer.text
    assert "Not entered yet" not in answer.text


async def test_a_day_that_nobody_entered_is_proposed_and_fills_the_form(browser):
    await Holiday.delete().where(Holiday.date == date(2027, 1, 1))
    root = await browser("root")
    answer = await root.opens(f"{PATH}?year=2027")
    assert "Not entered yet" in answer.text
    address = html.unescape(answer.text.partition('class="btn btn--2 btn--s" href="')[2].partition('"')[0])
    assert 'value="2027-01-01"' in (await root.opens(address)).text


async def test_the_second_person_sees_no_form_to_enter(browser):
    answer = await (await browser("nadia")).opens(PATH)
    assert "Circulars are entered by administrators" in answer.text
    assert 'name="step"' not in answer.text


async def test_it_is_counted_before_it_is_sent(browser, amal):
    await amal.assigned()
    _, answer = await tried(browser)
    assert answer.status_code == 200
    assert "Storm: Tuesday 1 December 2026" in answer.text
    assert "Electricity and Water Authority" in answer.text
    assert not await Proposal.exists()


async def test_who_changes_it_finds_what_she_typed(browser):
    root, _ = await tried(browser)
    answer = await root.sends(PATH, step="edit", **STORM)
    assert 'value="2026-12-01"' in answer.text
    assert 'value="Circular 14/2026"' in answer.text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"first": "2026-11-20", "last": "2026-11-20"}, "This day has passed"),
        ({"first": "soon"}, "Enter a date as day, month and year"),
        ({"last": "2026-11-30"}, "The last day is before the first"),
        ({"source": " "}, "Enter the number or date of the circular"),
        ({"name_ar": ""}, "Enter the name in both languages"),
        ({"kind": "hours", "hours": "08:00-12:00,11:00-14:00"}, "Two stretches of hours overlap"),
        ({"kind": "horizon", "last": "2027-01-01"}, "The calendar would end too soon"),
        ({"source": "x" * 1_001}, "too long"),
    ],
)
async def test_what_cannot_be_is_said_at_its_field_and_the_rest_is_kept(browser, changed, sentence):
    _, answer = await tried(browser, **changed)
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.text)
    assert 'aria-invalid="true"' in answer.text
    assert "<title>Error:" in answer.text


async def test_a_second_person_approves_and_open_cases_follow(browser, amal):
    await amal.assigned()
    path = await sent(browser)
    nadia = await browser("nadia")
    shown = await nadia.opens(path)
    assert "Waits for a second person" in shown.text
    assert (await nadia.sends(f"{path}/approve", remark="")).status_code == 303
    shown = await nadia.opens(path)
    assert "Approved, open cases follow" in shown.text
    assert 'hx-trigger="look" data-look="2"' in shown.text
    for _ in range(2):
        await moved_dates.apply(int(path.rpartition("/")[2]))
    answer = await nadia.opens(path, fragment=True)
    assert "In force" in answer.text
    assert "2 of 2 open promises" in answer.text
    assert "<html" not in answer.text
    assert "hx-get" not in answer.text


async def test_what_the_seed_proposes_is_checked_by_an_administrator_first(browser):
    await Holiday.delete().where(Holiday.date == date(2026, 12, 16))
    async with transaction():
        await calendars.revise("BH", actor=system("operator"))
    await seed.load()
    root, nadia = await browser("root"), await browser("nadia")
    listed = (await nadia.opens("/admin/calendars")).text
    assert "Reference data" in listed
    path = "/admin/changes/" + listed.partition('href="/admin/changes/')[2].partition('"')[0]
    shown = (await nadia.opens(path)).text
    assert "An administrator checks it first, then you decide." in shown
    assert f"{path}/approve" not in shown
    assert "it is proposed in your name" in (await root.opens(path)).text
    await root.sends(f"{path}/approve", remark="")
    assert "You proposed this: another person decides." in (await root.opens(path)).text
    await nadia.opens(path)
    await nadia.sends(f"{path}/approve", remark="")
    assert "Approved, open cases follow" in (await nadia.opens(path)).text


async def test_who_proposed_it_can_only_take_it_back(browser):
    path = await sent(browser)
    root = await browser("root")
    shown = await root.opens(path)
    assert "You proposed this: another person decides." in shown.text
    assert f"{path}/approve" not in shown.text
    assert (await root.sends(f"{path}/approve", remark="")).status_code == 403
    assert (await root.sends(f"{path}/withdraw")).status_code == 303
    assert "Taken back" in (await root.opens(path)).text


async def test_a_refusal_needs_its_reason_and_shows_it(browser):
    path = await sent(browser)
    nadia = await browser("nadia")
    await nadia.opens(path)
    answer = await nadia.sends(f"{path}/refuse", remark=" ")
    assert answer.status_code == 422
    assert "Write why you refuse" in answer.text
    await nadia.sends(f"{path}/refuse", remark="The circular says the 2nd.")
    assert "The circular says the 2nd." in (await nadia.opens(path)).text


async def test_what_was_counted_of_another_calendar_is_counted_again(browser):
    first, second = await sent(browser), await sent(browser, first="2026-12-06", last="2026-12-06")
    nadia = await browser("nadia")
    await nadia.opens(first)
    await nadia.sends(f"{first}/approve", remark="")
    for _ in range(2):
        await moved_dates.apply(int(first.rpartition("/")[2]))
    await nadia.opens(second)
    answer = await nadia.sends(f"{second}/approve", remark="As the circular says.")
    assert answer.status_code == 409
    assert "What was counted is out of date" in answer.text
    assert "As the circular says." in answer.text
    nadia.page = answer.text
    assert (await nadia.sends(f"{second}/count")).status_code == 303
    await nadia.opens(second)
    assert (await nadia.sends(f"{second}/approve", remark="")).status_code == 303


async def test_a_calendar_that_changed_before_it_was_sent_is_counted_anew(browser):
    root, _ = await tried(browser)
    answer = await root.sends(PATH, step="propose", base="another", **STORM)
    assert answer.status_code == 409
    assert "count again before anybody decides" in answer.text
    assert "Send for approval" in answer.text


async def test_a_change_and_a_calendar_that_do_not_exist_are_not_found(browser):
    root = await browser("root")
    assert (await root.opens("/admin/changes/99")).status_code == 404
    assert (await root.opens("/admin/calendars/NOWHERE")).status_code == 404


async def test_everything_is_said_in_arabic_too(browser):
    path = await sent(browser)
    nadia = await browser("nadia")
    answer = await nadia.opens(f"{path}?lang=ar")
    assert 'dir="rtl"' in answer.text
    assert "بانتظار شخص ثانٍ" in answer.text
    assert "عاصفة: الثلاثاء 1 ديسمبر 2026" in answer.text


@pytest.mark.parametrize(
    ("language", "said"), [("en", '16<span class="vh">, National Day</span>'), ("ar", '16<span class="vh">, ')]
)
async def test_a_year_is_shown_by_months_with_words_for_each_marked_day(browser, language, said):
    shown = (await (await browser("nadia")).opens(f"{PATH}?year=2026&lang={language}")).text
    assert shown.count('class="month tile"') == 12
    assert said in shown
    assert {"en": "other hours: 8:00–14:00", "ar": "ساعات أخرى: 8:00–14:00"}[language] in shown
    assert shown.count('aria-current="date"') == 1
