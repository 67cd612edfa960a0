"""One case on the desk: what an officer reads, and what happens to her words."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from cases.tables import Case, Note, Reply
from sla.tables import PolicyVersion
from tawasul.core import clock


@pytest.fixture
async def opened(browser, amal):
    """Basim's browser at a case of his agency, and the case's path."""
    path = f"/desk/cases/{await amal.assigned('No power since Sunday')}"
    page = await browser("basim")
    await page.opens(path)
    return page, path


async def test_a_case_shows_its_words_its_promise_and_its_sorting(opened):
    page, _ = opened
    for words in ("No power since Sunday", "Day 0 of 14", "High confidence", "Electricity and Water Authority"):
        assert words in page.page


async def test_a_case_of_another_agency_is_not_there(browser, amal):
    reference = await amal.assigned()
    answer = await (await browser("tariq")).opens(f"/desk/cases/{reference}")
    assert answer.status_code == 404
    assert "No power" not in answer.text


async def test_the_agency_does_not_learn_who_does_not_want_it(browser, amal):
    reference = await amal.assigned(name="Amal", email="amal@example.org", visible_to="tawasul")
    answer = await (await browser("basim")).opens(f"/desk/cases/{reference}")
    assert "The agency does not learn who this is" in answer.text
    assert "amal@example.org" not in answer.text


async def test_the_agency_learns_who_wants_it(browser, amal):
    reference = await amal.assigned(name="Amal", email="amal@example.org", visible_to="agency")
    answer = await (await browser("basim")).opens(f"/desk/cases/{reference}")
    assert "amal@example.org" in answer.text


async def test_a_reply_is_sent_and_shown(opened):
    page, path = opened
    answer = await page.sends(f"{path}/reply", outcome="done", reply="A crew replaced the fuse at noon.")
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    shown = (await page.opens(path)).text
    assert "A crew replaced the fuse at noon." in shown
    assert "Answered" in shown
    assert 'name="outcome"' not in shown


@pytest.mark.parametrize(
    ("outcome", "field", "words"),
    [
        ("will_be_done", "due_on", "Enter the date by which it will be done"),
        ("declined", "legal_ground", "Write the legal ground for declining"),
        ("duplicate", "duplicate_of", "Enter the number of the other case"),
        ("", "outcome", "Choose one from the list"),
    ],
)
async def test_what_an_outcome_still_needs_is_said_at_its_field(opened, outcome, field, words):
    page, path = opened
    answer = await page.sends(f"{path}/reply", outcome=outcome, reply="We looked at it.")
    assert answer.status_code == 422
    assert f'<a href="#{field}">{words}</a>' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert "We looked at it." in answer.text


async def test_the_second_of_two_officers_keeps_her_text(opened, browser):
    page, path = opened
    badr = await browser("badr")
    await badr.opens(path)
    await page.sends(f"{path}/reply", outcome="done", reply="The first answer.")
    answer = await badr.sends(f"{path}/reply", outcome="explained", reply="The second answer, an hour of work.")
    assert answer.status_code == 409
    assert "Someone else changed this case while you were writing" in answer.text
    assert "The second answer, an hour of work." in answer.text
    assert await Reply.count() == 1


async def test_after_a_conflict_the_kept_text_can_be_sent(opened, browser):
    page, path = opened
    badr = await browser("badr")
    await badr.opens(path)
    await page.sends(f"{path}/take")
    refused = await badr.sends(f"{path}/reply", outcome="done", reply="Written meanwhile.")
    badr.page = refused.text
    assert (await badr.sends(f"{path}/reply", outcome="done", reply="Written meanwhile.")).status_code == 303


async def test_an_officer_takes_a_case_on(opened, staff):
    page, path = opened
    await page.sends(f"{path}/take")
    assert "You have taken this case on" in (await page.opens(path)).text
    assert (await Case.select(Case.holder).first())["holder"] == staff["basim"]


async def test_a_note_is_kept_on_paper_that_the_citizen_never_sees(opened):
    page, path = opened
    await page.sends(f"{path}/note", note="Spoke to the crew.")
    shown = (await page.opens(path)).text
    assert "Spoke to the crew." in shown
    assert "Internal note: the citizen never sees this" in shown
    assert await Note.count() == 1


async def test_an_empty_note_is_refused_at_its_field(opened):
    page, path = opened
    answer = await page.sends(f"{path}/note", note="  ")
    assert answer.status_code == 422
    assert '<a href="#note">Fill in this field</a>' in answer.text


async def test_one_click_on_a_candidate_corrects(opened):
    page, path = opened
    assert '<button class="tpick" type="submit" name="category" value="ewa-bill">' in page.page
    await page.sends(f"{path}/correct", category="ewa-bill")
    assert (await Case.select(Case.category).first())["category"] == "ewa-bill"


async def test_history_says_who_did_what(opened):
    page, path = opened
    await page.sends(f"{path}/take")
    shown = (await page.opens(path)).text
    assert "An officer took it on" in shown
    assert "It was sent to Electricity and Water Authority" in shown
    assert "Basim" in shown


async def test_the_national_unit_reads_but_does_not_reply(browser, amal):
    reference = await amal.assigned()
    page = await browser("nadia")
    shown = (await page.opens(f"/desk/cases/{reference}")).text
    assert 'name="outcome"' not in shown
    assert 'name="note"' in shown


@pytest.mark.parametrize("tab", ["reply", "note", "propose", "correct", "nonsense"])
async def test_every_tab_is_a_plain_link(opened, tab):
    page, path = opened
    answer = await page.opens(f"{path}?tab={tab}&lang=ar")
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


async def test_a_supervisor_says_why_the_date_moves_later(browser, amal):
    row = {"clock": "agency", "unit": "working_days", "valid_from": date(2026, 1, 1), "ladder": '["t1", "breach"]'}
    await PolicyVersion.insert(PolicyVersion(**row, category="ewa-power-outage", target=3))
    path = f"/desk/cases/{await amal.assigned()}"
    basim, dana = await browser("basim"), await browser("dana")
    assert 'name="longer"' not in (await basim.opens(f"{path}?tab=correct")).text
    assert 'name="longer"' in (await dana.opens(f"{path}?tab=correct")).text
    with clock.moved(datetime(2026, 11, 25, 10, tzinfo=UTC)):
        later = await browser("dana")
        await later.opens(f"{path}?tab=correct")
        refused = await later.sends(f"{path}/correct", category="ewa-bill", longer="It is about the bill")
        assert refused.status_code == 422
        assert "no reason makes it longer now" in refused.text
        assert "It is about the bill</textarea>" in refused.text
    assert (await dana.sends(f"{path}/correct", category="ewa-bill", longer="It is <b> a bill")).status_code == 303
    shown = (await dana.opens(path)).text
    assert "as the service promises more. Reason: <bdi>It is &lt;b&gt; a bill</bdi>" in shown
    assert 'name="longer"' not in (await dana.opens(f"{path}?tab=correct")).text


async def test_a_case_that_two_agencies_had_says_whose_time_it_was(browser, amal, sunday):
    reference = await amal.assigned("No power")
    dana = await browser("dana")
    await dana.opens(f"/desk/cases/{reference}")
    assert "Whose time it was" not in dana.page
    with clock.moved(sunday + timedelta(days=3)):
        nadia = await browser("nadia")
        await nadia.opens(f"/desk/cases/{reference}?tab=transfer")
        await nadia.sends(f"/desk/cases/{reference}/transfer", to_agency="MOH", reason="It is their cable.")
    with clock.moved(sunday + timedelta(days=4)):
        nadia = await browser("nadia")
        page = (await nadia.opens(f"/desk/cases/{reference}")).text
        arabic = (await nadia.opens(f"/desk/cases/{reference}?lang=ar")).text
    assert "Whose time it was" in page
    panel = page.partition("Whose time it was")[2].partition("</section>")[0]
    assert re.findall(r"(\d+\.\d\d)", panel) == ["74.81", "25.18"]  # Thursday is shorter
    assert "مَن استغرق الوقت" in arabic
