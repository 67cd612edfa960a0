"""A case on paper: all that the reader sees on the desk, in either language, and nothing more."""

import pytest

from cases.passing_tables import Part


@pytest.fixture
async def worked_on(browser, amal):
    """Basim's browser, and the path of a case with a note and a reply whose citizen stays unknown."""
    path = f"/desk/cases/{await amal.assigned(name='Amal', email='amal@example.org', visible_to='tawasul')}"
    page = await browser("basim")
    await page.opens(path)
    assert f'href="{path}/print"' in page.page
    await page.sends(f"{path}/note", note="Spoke to the crew.")
    await page.opens(path)
    await page.sends(f"{path}/reply", outcome="done", reply="A crew replaced the fuse.")
    return page, path


async def test_paper_has_the_words_the_reply_the_notes_and_the_history(worked_on):
    page, path = worked_on
    shown = (await page.opens(f"{path}/print")).text
    for words in ("No power since Sunday", "A crew replaced the fuse.", "Spoke to the crew.", "The reply was sent"):
        assert words in shown
    reference = path.rpartition("/")[2]
    assert f"<title>Case {reference[:3]}" in shown
    assert "<form" not in shown


async def test_paper_keeps_who_it_is_from_the_agency(worked_on):
    page, path = worked_on
    assert "amal@example.org" not in (await page.opens(f"{path}/print")).text


async def test_paper_lists_parts_with_what_was_asked_and_answered(browser, amal):
    path = f"/desk/cases/{await amal.assigned()}"
    page, tariq = await browser("dana"), await browser("tariq")
    for agency, asked in (("MOH", "Is the clinic open?"), ("MOW", "When is it dug up?")):
        await page.opens(path)
        await page.sends(f"{path}/parts", part_agency=agency, asked=asked)
    number = (await Part.select(Part.id).order_by(Part.id).first())["id"]
    await tariq.opens(f"/desk/parts/{number}")
    await tariq.sends(f"/desk/parts/{number}/answer", answer="It opens on Tuesday.")
    shown = (await page.opens(f"{path}/print")).text
    for words in (
        "Part of Ministry of Health",
        "Is the clinic open?",
        "It opens on Tuesday.",
        "Tariq",
        "No answer yet",
    ):
        assert words in shown
    arabic = (await page.opens(f"{path}/print?lang=ar")).text
    assert "الجزء المطلوب من" in arabic
    assert "It opens on Tuesday." in arabic


async def test_paper_runs_from_the_right_in_arabic(worked_on):
    page, path = worked_on
    shown = (await page.opens(f"{path}/print?lang=ar")).text
    assert '<html lang="ar" dir="rtl">' in shown
    assert "هيئة الكهرباء والماء" in shown


@pytest.mark.parametrize(("who", "status"), [("tariq", 404), ("lulwa", 403), (None, 303)])
async def test_whoever_does_not_reach_the_case_prints_nothing(worked_on, browser, who, status):
    _, path = worked_on
    answer = await (await browser(who)).opens(f"{path}/print")
    assert answer.status_code == status
    assert "No power" not in answer.text
