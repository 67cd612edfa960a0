"""The page that says who may read a case, and what it does."""

import pytest

from cases.tables import Case
from cases.wall_tables import Barred, NamedReader


@pytest.fixture
async def access(browser, amal, staff):
    """Dana's browser at the access of a case of her agency, and its path."""
    number = await amal.assigned()
    page = await browser("dana")
    await page.opens(f"/desk/cases/{number}/access")
    return page, f"/desk/cases/{number}"


async def test_a_supervisor_keeps_an_officer_from_a_case(access, browser, staff):
    page, path = access
    answer = await page.sends(f"{path}/access/bar", person=str(staff["basim"]))
    assert answer.headers["location"] == f"{path}/access"
    shown = (await page.opens(f"{path}/access")).text
    assert "Let them see it" in shown
    assert (await (await browser("basim")).opens(path)).status_code == 404
    await page.sends(f"{path}/access/unbar", person=str(staff["basim"]))
    assert await Barred.count() == 0


async def test_it_is_made_confidential_and_its_readers_are_shown(access, browser, staff):
    page, path = access
    await page.sends(f"{path}/access/close")
    await page.opens(f"{path}/access")
    await page.sends(f"{path}/access/name", person=str(staff["badr"]))
    badr = await browser("badr")
    assert (await badr.opens(path)).status_code == 200
    assert "Only named persons read this case" in badr.page
    assert (await (await browser("basim")).opens(path)).status_code == 404
    shown = (await page.opens(f"{path}/access")).text
    assert "Who read it" in shown
    await page.sends(f"{path}/access/strike", person=str(staff["badr"]))
    assert (await badr.opens(path)).status_code == 404


@pytest.mark.parametrize("person", ["", "0", "999999", "basim", "9" * 30, "\0"])
async def test_a_person_that_there_is_not_is_refused(access, person):
    page, path = access
    answer = await page.sends(f"{path}/access/bar", person=person)
    assert answer.status_code in (400, 422)
    assert await Barred.count() == 0


async def test_a_stale_page_is_told_so(access, staff):
    page, path = access
    await page.sends(f"{path}/access/close")
    answer = await page.sends(f"{path}/access/bar", person=str(staff["basim"]))
    assert answer.status_code == 409
    assert await NamedReader.count() == 1


async def test_an_officer_may_not_decide_but_may_declare(browser, amal):
    path = f"/desk/cases/{await amal.assigned()}"
    page = await browser("basim")
    assert (await page.opens(f"{path}/access")).status_code == 403
    await page.opens(path)
    assert "I am too near to this case" in page.page
    assert (await page.sends(f"{path}/declare")).headers["location"] == "/desk"
    assert (await page.opens(path)).status_code == 404


async def test_the_national_unit_names_a_reader_without_reading(browser, amal, staff):
    number = await amal.assigned("The director takes money", about_staff=True)
    page = await browser("nadia")
    assert number[:3] in (await page.opens("/desk/confidential")).text
    assert (await page.opens(f"/desk/cases/{number}")).status_code == 404
    shown = (await page.opens(f"/desk/cases/{number}/access")).text
    assert "The director" not in shown
    await page.sends(f"/desk/cases/{number}/access/name", person=str(staff["dana"]))
    assert (await (await browser("dana")).opens(f"/desk/cases/{number}")).status_code == 200
    assert "There is none." in (await page.opens("/desk/confidential")).text


async def test_a_citizen_says_that_it_is_about_an_official(visitor):
    await visitor.files(text="The director takes money", about_staff="yes")
    assert [row["confidential"] for row in await Case.select(Case.confidential)] == [True]
