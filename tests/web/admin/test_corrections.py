"""A verdict is disputed from its case and decided by somebody else; both results can be read in both places."""

import re
from datetime import timedelta

import pytest

from cases import decisions, reopening
from cases.tables import Case
from tawasul.accounts import views
from tawasul.accounts.tables import Staff
from tawasul.core import clock
from tawasul.core.errors import NotFound


@pytest.fixture
async def people(staff: dict[str, int]) -> None:
    """A head and an arbiter besides."""
    for name, role, agency in (("huda", "head", "EWA"), ("salma", "head", "MOH"), ("adel", "arbiter", None)):
        said = {"username": name, "name_en": name.title(), "name_ar": name, "role": role, "agency": agency}
        made = await Staff.insert(Staff(**said, password_hash="none", created_at=clock.now())).returning(Staff.id)
        staff[name] = made[0]["id"]


@pytest.fixture
async def late(people, browser, amal, sunday):
    """The path of a case that was answered a day late."""
    path = f"/desk/cases/{await amal.assigned()}"
    with clock.moved(sunday + timedelta(days=21)):
        basim = await browser("basim")
        await basim.opens(path)
        assert (await basim.sends(f"{path}/reply", outcome="done", reply="Mended.")).status_code == 303
        yield path


async def disputed(browser, path: str) -> str:
    huda = await browser("huda")
    await huda.opens(f"{path}/verdict")
    answer = await huda.sends(f"{path}/verdict", was="no", reason="The offices were closed.")
    assert answer.status_code == 303
    return answer.headers["location"]


async def test_the_case_leads_to_the_dispute_for_those_who_may(late, browser):
    assert f"{late}/verdict" in (await (await browser("huda")).opens(late)).text
    basim = await browser("basim")
    assert f"{late}/verdict" not in (await basim.opens(late)).text
    assert (await basim.opens(f"{late}/verdict")).status_code == 403
    assert (await basim.opens("/admin/corrections")).status_code == 403


async def test_a_second_person_decides_and_both_results_stay(late, browser):
    number = await disputed(browser, late)
    assert "A correction of this result waits" in (await (await browser("huda")).opens(late)).text
    adel = await browser("adel")
    assert "The offices were closed." in (await adel.opens(number)).text
    assert (await adel.sends(f"{number}/approve", remark="Seen in the log.")).status_code == 303
    listed = (await adel.opens("/admin/corrections")).text
    assert "Answered too late" in listed
    assert "Answered in time" in listed
    case = (await adel.opens(late)).text
    assert case.count("two persons corrected it to") == 1
    assert "corrected this result" not in case
    assert "A second person corrected the verdict" in case


async def test_who_proposed_it_does_not_decide(late, browser):
    nadia = await browser("nadia")
    await nadia.opens(f"{late}/verdict")
    number = (await nadia.sends(f"{late}/verdict", was="no", reason="Closed.")).headers["location"]
    assert "You proposed this" in (await nadia.opens(number)).text
    assert (await nadia.sends(f"{number}/approve", remark="")).status_code == 403
    assert (await nadia.sends(f"{number}/withdraw")).status_code == 303


async def test_a_dispute_without_a_reason_is_said_at_its_field(late, browser):
    huda = await browser("huda")
    await huda.opens(f"{late}/verdict")
    answer = await huda.sends(f"{late}/verdict", was="no", reason=" ")
    assert answer.status_code == 422
    assert "Write why the verdict is wrong" in answer.text


async def test_a_second_dispute_keeps_its_words(late, browser):
    await disputed(browser, late)
    huda = await browser("huda")
    await huda.opens(f"{late}/verdict")
    answer = await huda.sends(f"{late}/verdict", was="no", reason="And once more.")
    assert answer.status_code == 409
    assert "And once more." in answer.text


async def test_a_refusal_needs_its_reason(late, browser):
    number = await disputed(browser, late)
    adel = await browser("adel")
    await adel.opens(number)
    assert (await adel.sends(f"{number}/refuse", remark="")).status_code == 422
    await adel.sends(f"{number}/refuse", remark="The office was open.")
    assert (await adel.sends(f"{number}/approve", remark="")).status_code == 409


async def test_the_head_of_another_agency_sees_nothing_of_it(late, browser):
    number = await disputed(browser, late)
    salma = await browser("salma")
    assert (await salma.opens(number)).status_code == 404
    assert "No corrections" in (await salma.opens("/admin/corrections")).text
    assert (await salma.opens(f"{late}/verdict")).status_code == 404


async def test_a_case_without_a_verdict_has_no_dispute(people, browser, amal):
    path = f"/desk/cases/{await amal.assigned()}"
    huda = await browser("huda")
    assert "/verdict" not in (await huda.opens(path)).text
    assert (await huda.opens(f"{path}/verdict")).status_code == 409


async def test_the_remark_of_who_decides_second_is_kept_to_be_copied(late, browser):
    number = await disputed(browser, late)
    adel, nadia = await browser("adel"), await browser("nadia")
    for page in (adel, nadia):
        await page.opens(number)
    assert (await adel.sends(f"{number}/refuse", remark="The offices were open.")).status_code == 303
    answer = await nadia.sends(f"{number}/refuse", remark="An hour of reasons.")
    assert answer.status_code == 409
    assert "An hour of reasons.</textarea>" in answer.text
    assert "The offices were open." in answer.text


async def test_after_a_reopening_the_first_verdict_is_disputed_from_the_case(late, browser, sunday):
    with clock.moved(sunday + timedelta(days=22)):
        case = await Case.select(Case.id).first()
        await reopening.reopen(case["id"], "It is dark again in the street.")
        huda = await browser("huda")
        shown = (await huda.opens(late)).text
        assert f'href="{late}/verdict?cycle=1">Correct the verdict of the reply of' in shown
        assert (await huda.opens(f"{late}/verdict?cycle=2")).status_code == 409
        form = (await huda.opens(f"{late}/verdict?cycle=1")).text
        assert 'name="cycle" value="1"' in form
        assert (await huda.sends(f"{late}/verdict", was="no", cycle="1", reason="Closed.")).status_code == 303
        assert "A correction of an earlier result waits for a decision" in (await huda.opens(late)).text


async def test_a_case_that_is_kept_from_somebody_is_not_told_by_its_correction(late, browser, staff):
    number = await disputed(browser, late)
    await Case.update({Case.confidential: True}, force=True)
    for name in ("huda", "adel"):
        person = await browser(name)
        listed = (await person.opens("/admin/corrections")).text
        assert "A confidential case" in listed
        assert number not in listed
        assert (await person.opens(number)).status_code == 404
    await person.opens("/admin/corrections")
    assert (await person.sends(f"{number}/approve", rev="1", remark="")).status_code == 404
    adel = (await views.by_ids([staff["adel"]]))[staff["adel"]]
    with pytest.raises(NotFound):
        await decisions.refuse(int(number.rpartition("/")[2]), by=adel, rev=1, remark="No.")


async def test_the_tab_counts_what_its_list_opens(late, browser):
    await disputed(browser, late)
    assert (await waiting_for(browser, "huda"), await waiting_for(browser, "adel")) == (1, 1)
    assert await waiting_for(browser, "salma") == 0
    await Case.update({Case.confidential: True}, force=True)
    assert await waiting_for(browser, "adel") == 0


async def waiting_for(browser, name: str) -> int:
    """How many corrections the tab says wait."""
    page = (await (await browser(name)).opens("/admin/corrections")).text
    tab = page.rpartition('href="/admin/corrections"')[2].partition("</a>")[0]
    found = re.search(r">(\d+)<", tab)
    return int(found[1]) if found else 0


async def test_who_had_it_when_it_fell_due_disputes_it_after_it_was_passed_on(late, browser):
    await Case.update({Case.agency: "MOH"}, force=True)
    huda = await browser("huda")
    assert (await huda.opens(late)).status_code == 404
    assert f'href="{late}/verdict"' in (await huda.opens("/board/cases?figure=late")).text
    form = (await huda.opens(f"{late}/verdict")).text
    assert "With another agency now" in form
    assert f'href="{late}"' not in form
    number = await disputed(browser, late)
    shown = (await huda.opens(number)).text
    assert "The offices were closed." in shown
    assert f'href="{late}"' not in shown
    assert await waiting_for(browser, "huda") == 1
    stranger = await browser("basim")
    assert (await stranger.opens(f"{late}/verdict")).status_code == 403
