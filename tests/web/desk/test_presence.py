"""Who else has a case open is shown to who may read it, while it lasts, and to nobody else."""

from datetime import timedelta

import pytest

from cases import presence
from cases.moves import stream
from cases.presence_tables import Presence
from cases.tables import Case
from cases.wall_tables import Barred
from tawasul import audit
from tawasul.core import clock
from tawasul.core.db import count_statements


@pytest.fixture
async def path(amal):
    """A case of Basim's agency."""
    return f"/desk/cases/{await amal.assigned('No power since Sunday')}"


@pytest.fixture
async def basim(browser, path):
    """Basim's browser, at the case."""
    page = await browser("basim")
    await page.opens(path)
    return page


async def looks(page, path, **typed):
    """What an open page asks every 25 seconds."""
    return await page.sends(f"{path}/presence", fragment=True, **typed)


async def test_who_opens_a_case_sees_who_has_it_open(browser, basim, path):
    badr = await browser("badr")
    shown = (await badr.opens(path)).text
    assert "Basim is reading" in shown
    assert "Badr is reading" not in shown


async def test_who_came_first_learns_of_it_at_the_next_look(browser, basim, path):
    assert "Also here now" not in basim.page
    await (await browser("badr")).opens(path)
    answer = await looks(basim, path, present_mark="")
    assert answer.status_code == 200
    assert "Badr is reading" in answer.text
    assert "<html" not in answer.text


async def test_a_look_that_finds_nothing_new_is_empty_and_cheap(basim, path):
    with count_statements() as counted:
        answer = await looks(basim, path, present_mark="")
    assert (answer.status_code, answer.text) == (204, "")
    assert len(counted) == 3  # who asks, one upsert and one select


async def test_whoever_is_gone_for_a_minute_is_not_named(browser, basim, path, sunday):
    badr = await browser("badr")
    with clock.moved(sunday + timedelta(seconds=59)):
        assert "Basim is reading" in (await badr.opens(path)).text
    with clock.moved(sunday + timedelta(seconds=60)):
        assert "Basim is reading" not in (await badr.opens(path)).text


async def test_the_draft_tells_that_a_reply_is_written(browser, basim, path, sunday):
    badr = await browser("badr")
    await basim.sends(f"{path}/draft", fragment=True, reply="A crew is on its way", outcome="done")
    with clock.moved(sunday + timedelta(seconds=30)):
        await looks(basim, path)
        assert "Basim is writing a reply" in (await badr.opens(path)).text
    with clock.moved(sunday + timedelta(seconds=70)):
        assert "Basim is reading" in (await badr.opens(path)).text


async def test_a_second_writer_is_seen_although_her_draft_is_refused(browser, basim, path, sunday):
    badr = await browser("badr")
    await badr.opens(path)
    await badr.sends(f"{path}/draft", fragment=True, reply="Badr was first", outcome="done", draft_seen="")
    refused = await basim.sends(f"{path}/draft", fragment=True, reply="Basim too", outcome="done", draft_seen="")
    assert "Keep mine in its place" in refused.text
    assert "Basim is writing a reply" in (await badr.opens(path)).text


async def test_a_reply_that_was_sent_is_written_by_nobody(browser, basim, path):
    await basim.sends(f"{path}/draft", fragment=True, reply="A crew replaced the fuse", outcome="done")
    await basim.sends(f"{path}/reply", reply="A crew replaced the fuse", outcome="done")
    shown = (await (await browser("badr")).opens(path)).text
    assert "Basim is reading" in shown
    assert "writing a reply" not in shown


async def test_typing_a_note_is_told_by_the_look(browser, basim, path):
    await looks(basim, path, doing="note")
    assert "Basim is writing a note" in (await (await browser("badr")).opens(path)).text


@pytest.mark.parametrize("doing", ["read", "9" * 5000, "ملاحظة", "reply"])
async def test_only_what_is_known_is_told(browser, basim, path, doing):
    assert (await looks(basim, path, doing=doing, present_mark="٣" * 500)).status_code == 200
    assert "Basim is reading" in (await (await browser("badr")).opens(path)).text


async def test_the_page_says_it_in_arabic(browser, basim, path):
    shown = (await (await browser("badr")).opens(f"{path}?lang=ar")).text
    assert "basim بصدد قراءة القضية" in shown


@pytest.mark.parametrize(("name", "status"), [("tariq", 404), ("lulwa", 403), ("root", 403)])
async def test_who_may_not_read_the_case_neither_asks_nor_appears(browser, basim, path, name, status):
    other = await browser(name)
    await other.opens("/desk")
    assert (await looks(other, path)).status_code == status
    assert await Presence.count() == 1


@pytest.mark.parametrize("reference", ["000000000", "none", "9" * 400, "١٢٣"])
async def test_a_case_that_is_not_there_is_not_there(basim, reference):
    assert (await looks(basim, f"/desk/cases/{reference}")).status_code == 404


async def test_who_is_kept_from_the_case_since_is_neither_asked_nor_named(browser, basim, path, staff):
    badr = await browser("badr")
    await badr.opens(path)
    [case] = await Case.select(Case.id)
    await Barred.insert(Barred(case=case["id"], staff=staff["badr"], by=staff["nadia"], at=clock.now()))
    assert "Badr" not in (await looks(basim, path, present_mark="none")).text
    assert (await looks(badr, path)).status_code == 404


async def test_at_a_confidential_case_only_named_readers_are_named(browser, basim, path):
    await (await browser("badr")).opens(path)
    await Case.update({Case.confidential: True}).where(Case.id > 0)
    assert (await looks(basim, path)).status_code == 404
    assert "Basim" not in (await (await browser("badr")).opens(path)).text


async def test_a_case_that_went_elsewhere_is_looked_at_no_more(basim, path):
    await Case.update({Case.agency: "MOH"}).where(Case.id > 0)
    assert (await looks(basim, path)).status_code == 404


async def test_being_there_is_no_history_and_moves_nothing(basim, path):
    [before] = await Case.select()
    lines = await audit.history(stream(before["id"]))
    await basim.opens(path)
    await looks(basim, path, doing="note")
    assert (await Case.select(), await audit.history(stream(before["id"]))) == ([before], lines)


async def test_what_is_past_is_swept(basim, sunday):
    with clock.moved(sunday + timedelta(seconds=59)):
        await presence.sweep()
        assert await Presence.count() == 1
    with clock.moved(sunday + timedelta(seconds=61)):
        await presence.sweep()
    assert await Presence.count() == 0


async def test_a_citizen_sees_nobody(basim, path, http):
    answer = await http.post(f"{path}/presence")
    assert answer.status_code in (303, 403)
    assert "Basim" not in answer.text
