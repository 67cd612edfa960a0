"""Many cases at once at the desk: tick, say what, look, type how many, and read what became of each."""

import re

import pytest

from cases import assignment
from cases.bulk_tables import Bulk, BulkCase
from cases.passing_tables import TransferProposal
from cases.tables import Case

WHY = "The market square is theirs."
BOX = re.compile(r'name="case" value="(\d{9}\.\d+)"')


@pytest.fixture
async def three(amal):
    """The references of three cases of the Electricity and Water Authority."""
    return [await amal.assigned(f"No power in street {each}") for each in (1, 2, 3)]


async def ticks(page, **typed):
    """Tick every box of the queue that was opened, and go on."""
    token = re.search(r'name="_csrf_token" value="([^"]+)"', page.page)[1]
    boxes = list(dict.fromkeys(BOX.findall(page.page)))
    answer = await page.client.post("/desk/bulk", data={"_csrf_token": token, "case": boxes, **typed})
    page.page = answer.text
    return answer


@pytest.fixture
async def looked(browser, three):
    """Dana's browser at the look before she gives three cases to Badr, and its address."""
    page = await browser("dana")
    shown = (await page.opens("/desk")).text
    assert len(BOX.findall(shown)) == 3
    offered = await ticks(page)
    badr = re.search(r'<option value="(\d+)">Badr', offered.text)[1]
    answer = await ticks(page, act="give", to=badr)
    await page.opens(answer.headers["location"])
    return page, answer.headers["location"]


async def test_what_was_looked_at_is_done_once_the_number_is_typed(looked, three, staff):
    page, address = looked
    assert all(f"No power in street {each}" in page.page for each in (1, 2, 3))
    assert "They go to Badr" in page.page
    assert (await page.sends(address, count="3")).headers["location"] == address
    result = (await page.opens(address)).text
    assert "Done with 3 cases" in result
    assert await Case.count().where(Case.holder == staff["badr"]) == 3
    token = re.search(r'name="_csrf_token" value="([^"]+)"', result)[1]
    again = await page.client.post(address, data={"_csrf_token": token, "count": "3"})
    assert again.headers["location"] == address
    assert (await page.opens(address)).text.count("Done with 3 cases") == 1
    case = await page.opens(f"/desk/cases/{three[0]}")
    assert "It was given to an officer" in case.text


@pytest.mark.parametrize("typed", ["", "4", "٤", "9" * 300])
async def test_a_wrong_number_is_said_at_its_field_and_does_nothing(looked, typed):
    page, address = looked
    answer = await page.sends(address, count=typed)
    assert answer.status_code == 422
    assert 'href="#count"' in answer.text
    assert await Case.count().where(Case.holder.is_not_null()) == 0


async def test_arabic_digits_are_a_number(looked, staff):
    page, address = looked
    await page.sends(address, count=" ٣ ")
    assert await Case.count().where(Case.holder == staff["badr"]) == 3


async def test_another_person_finds_no_such_list(looked, browser):
    _, address = looked
    for name in ("basim", "nadia"):
        other = await browser(name)
        await other.opens("/desk/leave")
        assert (await other.opens(address)).status_code == 404
        await other.opens("/desk")
        assert (await other.sends(address, count="3")).status_code == 404
    assert await Case.count().where(Case.holder.is_not_null()) == 0
    assert (await (await browser("maha")).opens("/desk/bulk/999999999999")).status_code == 404


async def test_a_case_that_a_colleague_takes_meanwhile_is_told_as_left(looked, browser, three, staff):
    page, address = looked
    basim = await browser("basim")
    await basim.opens(f"/desk/cases/{three[1]}")
    await basim.sends(f"/desk/cases/{three[1]}/take")
    await page.sends(address, count="3")
    result = (await page.opens(address)).text
    assert "Done with 2 cases" in result
    assert "Left as they are" in result
    assert "It changed after you looked at the list" in result
    row = await Case.select(Case.holder).where(Case.reference == three[1]).first()
    assert row["holder"] == staff["basim"]


async def test_nothing_ticked_is_said(browser, three):
    page = await browser("basim")
    await page.opens("/desk")
    answer = await page.sends("/desk/bulk")
    assert answer.status_code == 422
    assert "Tick at least one case of the queue" in answer.text
    assert await Bulk.count() == 0


async def test_boxes_made_up_by_hand_reach_no_foreign_case(browser, amal, three):
    page = await browser("tariq")
    await amal.assigned("Another one")
    await page.opens("/desk/leave")
    token = re.search(r'name="_csrf_token" value="([^"]+)"', page.page)[1]
    boxes = [f"{three[0]}.2", "999999999.1", "nonsense", "1' OR '1'='1"]
    answer = await page.client.post("/desk/bulk", data={"_csrf_token": token, "case": boxes, "act": "take"})
    shown = (await page.opens(answer.headers["location"])).text
    assert "No power" not in shown
    assert three[0] not in shown
    assert "2 more are not in your reach" in shown
    assert await BulkCase.count() == 0


async def test_a_reason_too_short_keeps_what_was_typed_and_ticked(browser, three):
    page = await browser("basim")
    await page.opens("/desk")
    refused = await ticks(page, act="propose", to_agency="MOH", reason="Theirs")
    assert refused.status_code == 422
    assert "Say it in at least three words" in refused.text
    assert len(BOX.findall(refused.text)) == 3
    assert '<option value="MOH" selected>' in refused.text
    answer = await ticks(page, act="propose", to_agency="MOH", reason=WHY)
    await page.opens(answer.headers["location"])
    await page.sends(answer.headers["location"], count="3")
    assert await TransferProposal.count() == 3


async def test_who_does_no_casework_has_no_boxes(browser, amal, three):
    for name in ("lulwa", "root"):
        assert not BOX.search((await (await browser(name)).opens("/desk")).text)


async def test_a_fault_in_the_middle_leaves_an_honest_page(looked, three, monkeypatch):
    page, address = looked
    give = assignment.give
    done = []

    async def breaks(case_id, officer, *, by, rev):
        if done:
            raise RuntimeError("the power went off")
        done.append(case_id)
        await give(case_id, officer, by=by, rev=rev)

    monkeypatch.setattr(assignment, "give", breaks)
    assert (await page.sends(address, count="3")).status_code == 500
    result = (await page.opens(address)).text
    assert "Done with 1 case" in result
    assert "It was broken off" in result
    assert "Not done" in result
