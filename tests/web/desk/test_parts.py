"""Parts at the desk: who asks, who reads what, and where the answer stands."""

import pytest

from cases import additions, attached, attachments
from cases.file_rules import Upload
from cases.passing_tables import Part
from tawasul.core import storage

ASK = "When is the road dug up?"


@pytest.fixture
async def asked(browser, amal):
    """Dana's browser after she asked the Ministry of Health; the case's path and the part's."""
    path = f"/desk/cases/{await amal.assigned(name='Amal', email='amal@example.org', visible_to='tawasul')}"
    page = await browser("dana")
    await page.opens(path)
    assert (await page.sends(f"{path}/parts", part_agency="MOH", asked=ASK)).headers["location"] == path
    number = (await Part.select(Part.id).first())["id"]
    return page, path, f"/desk/parts/{number}"


async def test_the_other_agency_reads_what_it_needs_and_answers(asked, browser):
    page, path, address = asked
    tariq = await browser("tariq")
    assert address in (await tariq.opens("/desk/parts")).text
    shown = (await tariq.opens(address)).text
    assert "No power since Sunday" in shown
    assert "amal@example.org" not in shown
    assert (await tariq.opens(path)).status_code == 404  # the part, not the case
    await tariq.opens(address)
    assert (await tariq.sends(f"{address}/answer", answer="On Tuesday.")).headers["location"] == (
        "/desk/parts?done=answered"
    )
    assert "On Tuesday." in (await page.opens(path)).text


async def test_an_officer_takes_a_part_on_and_colleagues_read_who(asked, browser):
    page, path, address = asked
    tariq = await browser("tariq")
    await tariq.opens(address)
    assert (await tariq.sends(f"{address}/take")).headers["location"] == address
    assert "Tariq answers it" in (await tariq.opens(address)).text
    assert f'action="{address}/take"' not in tariq.page
    maha = await browser("maha")
    assert "Tariq" in (await maha.opens("/desk/parts")).text
    assert "Tariq answers it" in (await page.opens(path)).text
    basim = await browser("basim")
    await basim.opens(path)
    assert (await basim.sends(f"{address}/take")).status_code == 404


async def test_a_part_that_waits_for_the_citizen_says_so(asked, browser):
    page, path, address = asked
    await page.opens(path)
    await page.sends(f"{path}/ask", ask_reason="place_unclear", question="Which house is it?")
    tariq = await browser("tariq")
    for shown in ("/desk/parts", address):
        assert "Waits with the case" in (await tariq.opens(shown)).text
    assert f'action="{address}/answer"' in tariq.page


async def test_the_agency_of_a_part_downloads_a_file_while_the_part_is_open(asked, browser, tmp_path, monkeypatch):
    _, path, address = asked
    folder = storage.Folder(tmp_path / "files")
    monkeypatch.setattr(storage, "storage", lambda: folder)
    case_id = (await Part.select(Part.case).first())["case"]
    await additions.add(case_id, "See the file.", [Upload("letter.pdf", b"%PDF-1.7 a letter")])
    file = (await attached.of_case(case_id))[0].id
    await attachments.inspect(file)
    tariq, link = await browser("tariq"), f"{address}/files/{file}"
    assert f'href="{link}"' in (await tariq.opens(address)).text
    given = await tariq.client.get(link)
    assert (given.status_code, given.content) == (200, b"%PDF-1.7 a letter")
    assert given.headers["content-disposition"].startswith("attachment")
    assert (await tariq.opens(f"{path}/files/{file}")).status_code == 404
    for who, status in (("basim", 404), ("nadia", 403), ("lulwa", 403), (None, 303)):
        assert (await (await browser(who)).opens(link)).status_code == status
    assert (await tariq.opens(f"{address}/files/99999999999999999999")).status_code == 404
    await tariq.opens(address)
    await tariq.sends(f"{address}/answer", answer="On Tuesday.")
    assert link not in (await tariq.opens(address)).text
    assert (await tariq.opens(link)).status_code == 404


async def test_the_reply_waits_and_says_why(asked):
    page, path, _ = asked
    await page.opens(path)
    answer = await page.sends(f"{path}/reply", outcome="done", reply="All is well again.")
    assert answer.status_code == 422
    assert "Other agencies still work on parts of this case" in answer.text
    assert "All is well again." in answer.text


async def test_a_part_is_withdrawn_with_a_reason(asked):
    page, path, address = asked
    await page.opens(path)
    refused = await page.sends(f"{path}/parts/withdraw", part=address.rpartition("/")[2], part_reason="")
    assert refused.status_code == 422
    await page.sends(f"{path}/parts/withdraw", part=address.rpartition("/")[2], part_reason="Found it out.")
    assert "Found it out." in (await page.opens(path)).text
    again = await page.sends(f"{path}/parts/withdraw", part="99999", part_reason="Found it out.")
    assert again.status_code == 422


async def test_a_late_answer_keeps_its_words(asked, browser):
    page, path, address = asked
    tariq = await browser("tariq")
    await tariq.opens(address)
    await page.opens(path)
    await page.sends(f"{path}/parts/withdraw", part=address.rpartition("/")[2], part_reason="Found it out.")
    answer = await tariq.sends(f"{address}/answer", answer="An hour of work.")
    assert answer.status_code == 409
    assert "An hour of work." in answer.text


@pytest.mark.parametrize(("who", "status"), [("basim", 404), ("lulwa", 403), (None, 303)])
async def test_nobody_else_opens_the_part(asked, browser, who, status):
    _, _, address = asked
    answer = await (await browser(who)).opens(address)
    assert answer.status_code == status
    assert ASK not in answer.text


async def test_an_officer_has_no_form_for_parts(asked, browser):
    _, path, _ = asked
    basim = await browser("basim")
    assert f'action="{path}/parts"' not in (await basim.opens(path)).text
    assert (await basim.sends(f"{path}/parts", part_agency="MOW", asked=ASK)).status_code == 403


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999"])
async def test_a_number_that_is_none_is_not_there(browser, number):
    assert (await (await browser("tariq")).opens(f"/desk/parts/{number}")).status_code == 404
