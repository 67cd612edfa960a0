"""Passing on at the desk: what the officer proposes, and what the other agency's supervisor sees and decides."""

import pytest

from cases.passing_tables import TransferProposal
from cases.tables import Case, Transfer

WHY = "It is a hospital of theirs."


@pytest.fixture
async def proposed(browser, amal):
    """Basim's browser after he proposed a case to the Ministry of Health, the case's path and the proposal's."""
    path = f"/desk/cases/{await amal.assigned('No power since Sunday', name='Amal', visible_to='agency')}"
    page = await browser("basim")
    await page.opens(f"{path}?tab=propose")
    assert (await page.sends(f"{path}/propose", to_agency="MOH", reason=WHY)).headers["location"] == path
    number = (await TransferProposal.select(TransferProposal.id).first())["id"]
    return page, path, f"/desk/transfers/{number}"


async def test_the_officer_reads_on_the_case_that_it_is_proposed(proposed):
    page, path, _ = proposed
    shown = (await page.opens(path)).text
    assert WHY in shown
    assert "Take the proposal back" in shown
    assert "To Ministry of Health" in shown


async def test_the_other_supervisor_takes_it_on(proposed, browser):
    page, path, address = proposed
    maha = await browser("maha")
    assert (await maha.opens(path)).status_code == 404  # not hers yet
    assert address in (await maha.opens("/desk/transfers")).text
    shown = (await maha.opens(address)).text
    assert "No power since Sunday" in shown
    assert "Amal" not in shown  # who it is stays with the agency that the citizen let know it
    assert (await maha.sends(f"{address}/accept")).headers["location"] == "/desk/transfers?done=accepted"
    assert (await page.opens(path)).status_code == 404
    assert WHY in (await (await browser("tariq")).opens(path)).text
    assert await Transfer.count() == 1


async def test_a_refusal_needs_its_words_and_is_read_on_the_case(proposed, browser):
    page, path, address = proposed
    maha = await browser("maha")
    await maha.opens(address)
    answer = await maha.sends(f"{address}/refuse", remark="No.")
    assert answer.status_code == 422
    assert '<a href="#remark">Say it in at least three words</a>' in answer.text
    assert "No." in answer.text
    await maha.sends(f"{address}/refuse", remark="The meter is yours.")
    assert "The meter is yours." in (await page.opens(path)).text
    again = await maha.sends(f"{address}/accept")
    assert again.headers["location"] == "/desk/transfers?done=gone"


async def test_a_proposal_without_enough_words_keeps_the_choice(browser, amal):
    path = f"/desk/cases/{await amal.assigned()}"
    page = await browser("basim")
    await page.opens(path)
    answer = await page.sends(f"{path}/propose", to_agency="MOH", reason="Theirs")
    assert answer.status_code == 422
    assert '<option value="MOH" selected>' in answer.text
    assert "Theirs" in answer.text


async def test_the_proposal_is_taken_back(proposed):
    page, path, address = proposed
    await page.opens(path)
    assert (await page.sends(f"{address}/withdraw")).headers["location"] == "/desk/transfers?done=withdrawn"
    assert "Take the proposal back" not in (await page.opens(path)).text


@pytest.mark.parametrize(("who", "status"), [("dana", 404), ("tariq", 403), ("lulwa", 403), (None, 303)])
async def test_who_may_not_decide_reads_nothing_of_it(proposed, browser, who, status):
    _, _, address = proposed
    answer = await (await browser(who)).opens(address)
    assert answer.status_code == status
    assert "No power" not in answer.text


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999"])
async def test_a_number_that_is_none_is_not_there(browser, number):
    assert (await (await browser("maha")).opens(f"/desk/transfers/{number}")).status_code == 404


async def test_officers_have_no_form_that_passes_on_and_the_national_unit_has(browser, amal):
    path = f"/desk/cases/{await amal.assigned()}"
    basim, nadia = await browser("basim"), await browser("nadia")
    assert f'action="{path}/transfer"' not in (await basim.opens(f"{path}?tab=transfer")).text
    assert (await basim.sends(f"{path}/transfer", to_agency="MOH", reason=WHY)).status_code == 403
    await nadia.opens(f"{path}?tab=transfer")
    assert (await nadia.sends(f"{path}/transfer", to_agency="MOH", reason=WHY)).headers["location"] == "/desk"
    assert (await Case.select(Case.agency).first())["agency"] == "MOH"


@pytest.mark.parametrize("who", ["basim", "maha", "nadia"])
async def test_the_lists_open_for_everybody_who_reads_cases(proposed, browser, who):
    assert (await (await browser(who)).opens("/desk/transfers?list=nonsense")).status_code == 200


async def test_the_reason_of_who_is_second_is_kept_although_the_proposal_is_decided(proposed, browser):
    _, _, address = proposed
    maha, nadia = await browser("maha"), await browser("nadia")
    for page in (maha, nadia):
        await page.opens(address)
    await maha.sends(f"{address}/refuse", remark="The meter is yours.")
    answer = await nadia.sends(f"{address}/refuse", remark="An hour of reasons.")
    assert answer.status_code == 409
    assert "There is no such proposal, or it is decided already" in answer.text
    assert "An hour of reasons.</textarea>" in answer.text
