"""A calendar for an agency on the pages: entered, counted, sent, decided by another, said back where it cannot be."""

import html

import pytest

from cases import moved_dates
from sla.tables import Calendar

PATH = "/admin/calendars/new"
WEEK = {f"hours_{day}": "08:00-16:00" for day in ("sun", "mon", "tue", "wed")} | {
    f"hours_{day}": "" for day in ("thu", "fri", "sat")
}
OWN = {"agency": "EWA", **WEEK, "last": "2028-12-31", "source": "Decision 7/2026"}


def hidden(page: str, name: str) -> str:
    return html.unescape(page.partition(f'name="{name}" value="')[2].partition('"')[0])


async def entered(browser, step: str = "try", **changed: str):
    root = await browser("root")
    await root.opens(PATH)
    return await root.sends(PATH, step=step, **{**OWN, **changed})


async def sent(browser) -> str:
    answer = await entered(browser)
    answer = await entered(browser, "propose", base=hidden(answer.text, "base"))
    assert answer.status_code == 303
    return answer.headers["location"]


@pytest.mark.parametrize("name", ["basim", "dana", "nadia"])
async def test_who_may_not_propose_opens_no_form_and_finds_no_way_to_it(browser, name):
    page = await browser(name)
    assert (await page.opens(PATH)).status_code == 403
    assert f'href="{PATH}"' not in (await page.opens("/admin/calendars")).text


async def test_the_form_begins_with_the_national_hours(browser):
    root = await browser("root")
    assert f'href="{PATH}"' in (await root.opens("/admin/calendars")).text
    form = (await root.opens(PATH)).text
    assert form.count('value="07:00-14:15"') == 4
    assert 'value="2028-12-31"' in form
    assert '<option value="EWA">' in form


async def test_it_says_what_it_would_do_and_does_nothing(browser, amal):
    await amal.assigned()
    answer = await entered(browser)
    assert answer.status_code == 200
    assert "Electricity and Water Authority: a calendar of its own" in answer.text
    assert "08:00-16:00" in answer.text
    assert 'Open times of this agency, which keep their date</dt><dd class="strong">1<' in answer.text
    assert not await Calendar.exists().where(Calendar.code == "EWA")


async def test_a_second_person_puts_it_in_force(browser):
    number = await sent(browser)
    root = await browser("root")
    assert "You proposed this" in (await root.opens(number)).text
    nadia = await browser("nadia")
    shown = (await nadia.opens(number)).text
    assert "08:00-16:00" in shown
    assert "Decision 7/2026" in shown
    assert (await nadia.sends(f"{number}/approve", rev="1", remark="")).status_code == 303
    assert "In force" in (await nadia.opens(number)).text
    listed = (await nadia.opens("/admin/calendars")).text
    assert 'href="/admin/calendars/EWA"' in listed
    assert (await nadia.opens("/admin/calendars/EWA")).status_code == 200
    assert '<option value="EWA">' not in (await (await browser("root")).opens(PATH)).text


async def test_a_waiting_one_is_counted_again(browser):
    number = await sent(browser)
    nadia = await browser("nadia")
    await nadia.opens(number)
    assert (await nadia.sends(f"{number}/count", rev="1")).status_code == 303


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (dict.fromkeys(WEEK, ""), "No working time would be left in this calendar"),
        ({"hours_mon": "08:00-14:00, 13:00-16:00"}, "Two stretches of hours overlap"),
        ({"last": "2026-12-31"}, "let it reach at least 12 months ahead"),
        ({"last": "soon"}, "Enter"),
        ({"agency": ""}, "Choose one from the list"),
        ({"source": ""}, "Enter the number or date of the circular or decision"),
    ],
)
async def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(browser, changed, said):
    answer = await entered(browser, **changed)
    assert answer.status_code == 422
    assert said in html.unescape(answer.text)
    assert 'aria-invalid="true"' in answer.text
    for value in {**OWN, **changed}.values():
        assert not value or html.escape(value) in answer.text


async def test_the_way_back_keeps_what_was_typed(browser):
    answer = await entered(browser, "edit", hours_sat="09:00-10:00")
    assert answer.status_code == 200
    assert 'value="09:00-10:00"' in answer.text


STORM = {"kind": "days", "first": "2026-12-01", "last": "2026-12-01", "name_ar": "عاصفة", "name_en": "Storm"}
STORM |= {"status": "confirmed", "source": "Circular 14/2026"}
HALF_DAY = {"kind": "hours", "first": "2026-12-01", "hours": "08:00-12:00", "source": "Circular 14/2026"}


async def circular(root, typed: dict[str, str]) -> str:
    """A national circular on its way to a second person; gives the address of its page."""
    await root.opens("/admin/calendars/BH")
    answer = await root.sends("/admin/calendars/BH", step="try", **typed)
    base = hidden(answer.text, "base")
    return (await root.sends("/admin/calendars/BH", step="propose", base=base, **typed)).headers["location"]


async def approved(browser) -> None:
    """An agency has a calendar of its own."""
    nadia, number = await browser("nadia"), await sent(browser)
    await nadia.opens(number)
    await nadia.sends(f"{number}/approve", rev="1", remark="")


async def test_a_national_circular_on_hours_says_where_else_it_has_to_be_entered(browser):
    root = await browser("root")
    assert "a calendar of their own" not in (await root.opens(await circular(root, HALF_DAY))).text
    await approved(browser)
    shown = html.unescape((await root.opens(await circular(root, HALF_DAY))).text)
    assert "a calendar of their own" in shown
    link = shown.partition('href="/admin/calendars/EWA?')[2].partition('"')[0]
    assert "kind=hours" in link
    form = (await root.opens(f"/admin/calendars/EWA?{link.partition('#')[0]}")).text
    assert 'value="2026-12-01"' in form
    assert 'value="Circular 14/2026"' in form


async def test_days_off_are_proposed_there_and_the_list_says_for_whom(browser):
    root, nadia = await browser("root"), await browser("nadia")
    await approved(browser)
    path = await circular(root, STORM)
    assert "they are proposed for each of them" in (await root.opens(path)).text
    await nadia.opens(path)
    await nadia.sends(f"{path}/approve", remark="")
    await moved_dates.apply(int(path.rpartition("/")[2]))
    listed = (await nadia.opens("/admin/calendars")).text
    number = "/admin/changes/" + listed.partition('href="/admin/changes/')[2].partition('"')[0]
    assert number != path
    assert '<span class="muted small">Electricity and Water Authority</span>' in listed
    assert 'href="/admin/calendars/EWA">Electricity and Water Authority</a>' in (await nadia.opens(number)).text
