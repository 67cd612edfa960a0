"""Two members of staff with the same page: the second is told in her language, and finds every word of hers."""

import asyncio
import re

import pytest

from cases import reply_rules
from cases.reply_rules import RuleView
from cases.reply_tables import ReplyApproval
from cases.tables import Reply
from tawasul.accounts import views
from tawasul.accounts.tables import Staff

READONLY = '<textarea class="input" id="{}" rows="5" dir="auto" readonly>\n{}</textarea>'


@pytest.fixture
async def path(amal):
    return f"/desk/cases/{await amal.assigned('No power since Sunday')}"


@pytest.fixture
async def two(browser, staff):
    """The browsers of two at the same page; Huda is a second supervisor of the agency."""
    await Staff.update({Staff.role: "supervisor"}).where(Staff.username == "badr")
    return await browser("dana"), await browser("badr")


async def test_the_words_of_a_second_rejection_are_kept_although_its_form_is_gone(two, browser, path):
    basim = await browser("basim")
    await basim.opens(path)
    await basim.sends(f"{path}/reply", outcome="done", reply="A crew came.")
    dana, badr = two
    for page in two:
        await page.opens(f"{path}?tab=reject")
    await dana.sends(f"{path}/reject", reject_reason="This answers something else.")
    answer = await badr.sends(f"{path}/reject", reject_reason="Nobody went there, says the citizen.")
    assert answer.status_code == 409
    assert "Someone else changed this case while you were writing" in answer.text
    assert READONLY.format("reject_reason", "Nobody went there, says the citizen.") in answer.text


async def test_the_second_remark_on_a_reply_is_kept(two, browser, path):
    [dana_row] = await Staff.select(*views.COLUMNS).where(Staff.username == "dana")
    head = views.view({**dana_row, "role": "head"})
    await reply_rules.set_rule("EWA", RuleView("all"), by=head)
    basim = await browser("basim")
    await basim.opens(path)
    await basim.sends(f"{path}/submit", outcome="done", reply="A crew came.")
    [row] = await ReplyApproval.select(ReplyApproval.id)
    dana, badr = two
    for page in two:
        await page.opens(path)
    await dana.sends(f"{path}/send-back", approval=str(row["id"]), remark="When did they come?")
    answer = await badr.sends(f"{path}/send-back", approval=str(row["id"]), remark="Which crew was it?")
    assert answer.status_code == 409
    assert READONLY.format("remark", "Which crew was it?") in answer.text


async def test_the_refusal_speaks_her_language(two, path):
    dana, badr = two
    for page in two:
        await page.opens(f"{path}?lang=ar")
    badr.client.cookies.set("lang", "ar")
    await dana.sends(f"{path}/take")
    answer = await badr.sends(f"{path}/ask", question="أي منزل؟", ask_reason="place_unclear")
    assert answer.status_code == 409
    assert "أي منزل؟" in answer.text
    assert "غيّر شخص آخر هذه القضية وأنت تكتب. نصّك محفوظ أدناه" in answer.text


async def test_a_reply_does_not_take_a_colleagues_draft_along_unread(two, path):
    dana, badr = two
    for page in two:
        await page.opens(path)
    await badr.sends(f"{path}/draft", reply="Badr wrote an hour", outcome="done", draft_seen="")
    answer = await dana.sends(f"{path}/reply", outcome="done", reply="A crew came.", draft_seen="")
    assert "A colleague changed the draft meanwhile" in answer.text
    assert "A crew came." in answer.text
    assert "Badr wrote an hour" in (await badr.opens(path)).text
    seen = re.search(r'name="draft_seen" value="([^"]+)"', answer.text)
    again = await dana.sends(f"{path}/reply", outcome="done", reply="A crew came.", draft_seen=seen[1])
    assert again.status_code == 303
    assert await Reply.count() == 1


async def test_who_only_reads_is_not_told_that_a_colleagues_draft_is_hers(browser, path):
    basim = await browser("basim")
    await basim.opens(path)
    await basim.sends(f"{path}/draft", reply="Half a sentence", outcome="done", draft_seen="")
    assert "Half a sentence" not in (await (await browser("nadia")).opens(path)).text


async def test_who_adds_an_area_that_a_colleague_added_keeps_her_words(browser):
    root, nadia = await browser("root"), await browser("nadia")
    area = {"code": "new-town", "name_ar": "المدينة", "name_en": "New Town", "governorate": "capital"}
    for page in (root, nadia):
        await page.opens("/admin/areas")
    assert (await root.sends("/admin/areas", **area)).status_code == 303
    again = await nadia.sends("/admin/areas", **{**area, "name_en": "The Newest Town"})
    assert again.status_code == 422
    assert "The Newest Town" in again.text


async def test_of_two_who_add_the_same_at_once_one_is_told_and_keeps_her_words(browser):
    root, nadia = await browser("root"), await browser("nadia")
    area = {"code": "new-town", "name_ar": "المدينة", "governorate": "capital"}
    for page in (root, nadia):
        await page.opens("/admin/areas")
    answers = await asyncio.gather(
        root.sends("/admin/areas", name_en="By Root", **area), nadia.sends("/admin/areas", name_en="By Nadia", **area)
    )
    assert sorted(answer.status_code for answer in answers) in ([303, 409], [303, 422])
    refused = next(answer for answer in answers if answer.status_code != 303)
    assert "By Root" in refused.text or "By Nadia" in refused.text


async def test_of_two_who_open_the_same_account_at_once_one_is_told(browser):
    root, dana = await browser("root"), await browser("dana")
    account = {"username": "noora", "name_ar": "نورة", "name_en": "Noora", "role": "officer", "agency": "EWA"}
    account["language"] = "ar"
    for page in (root, dana):
        await page.opens("/admin/staff/new")
    answers = await asyncio.gather(
        root.sends("/admin/staff/new", email="one@example.org", **account),
        dana.sends("/admin/staff/new", email="two@example.org", **account),
    )
    told = [answer for answer in answers if "This user name is taken" in answer.text]
    assert [answer.status_code for answer in told] == [422]
    assert await Staff.count().where(Staff.username == "noora") == 1


async def test_of_two_who_add_the_same_agency_at_once_one_is_told(browser):
    first, second = await browser("root"), await browser("root")
    agency = {"code": "NEW", "name_ar": "جهة جديدة", "name_en": "New agency"}
    for page in (first, second):
        await page.opens("/admin/agencies/new")
    answers = await asyncio.gather(*(page.sends("/admin/agencies/new", **agency) for page in (first, second)))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
