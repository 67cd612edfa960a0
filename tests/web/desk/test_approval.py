"""Before a reply goes: a template, a look at the letter, a colleague's look. Each works as a plain form."""

import html
import re
from dataclasses import replace

import pytest

from cases import reply_drafts, reply_rules, template_keeping
from cases.reply_rules import RuleView
from cases.tables import Case, Reply
from cases.template_keeping import TemplateDraft
from tawasul.accounts import views
from tawasul.accounts.tables import Staff
from tawasul.core import clock
from tawasul.notify.tables import Letter

WORDS = {"outcome": "done", "reply": "The fuse was replaced at noon."}
TEMPLATE = TemplateDraft("Mended", "Dear {citizen_name}, case {reference} is mended.", "en", "ewa-power-outage", "EWA")


@pytest.fixture
async def people(staff):
    """The cast as the acts know it, with a head besides."""
    said = {"username": "huda", "name_en": "Huda", "name_ar": "huda", "role": "head", "agency": "EWA"}
    made = await Staff.insert(Staff(**said, password_hash="none", created_at=clock.now())).returning(Staff.id)
    staff["huda"] = made[0]["id"]
    found = await views.by_ids(list(staff.values()))
    return {name: found[number] for name, number in staff.items()}


@pytest.fixture
async def demanded(people):
    await reply_rules.set_rule("EWA", RuleView("all"), by=people["huda"])


@pytest.fixture
async def path(people, amal):
    return f"/desk/cases/{await amal.assigned()}"


async def row(path):
    return await Case.select().where(Case.reference == path.rpartition("/")[2]).first()


async def kept(path):
    draft = await reply_drafts.load((await row(path))["id"])
    return draft.fields["reply"] if draft else None


def field(text, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found is not None
    return html.unescape(found[1])


async def submitted(browser, path):
    """Basim puts a reply before a colleague; Dana's browser with the case open, and the number of what waits."""
    basim = await browser("basim")
    await basim.opens(path)
    assert (await basim.sends(f"{path}/submit", **WORDS)).status_code == 303
    dana = await browser("dana")
    shown = await dana.opens(path)
    return basim, dana, field(shown.text, "approval")


async def test_the_direct_send_is_refused_even_if_it_is_forged(browser, path, demanded):
    basim = await browser("basim")
    shown = await basim.opens(path)
    assert f'action="{path}/reply"' in shown.text
    assert "Submit for approval" in shown.text
    assert "Send reply" not in shown.text
    answer = await basim.sends(f"{path}/reply", **WORDS)
    assert answer.status_code == 422
    assert "A colleague reads this reply first" in answer.text
    assert WORDS["reply"] in answer.text
    assert await Reply.count() == 0


async def test_a_colleague_finds_it_in_the_list_and_sends_it(browser, path, demanded):
    basim, dana, number = await submitted(browser, path)
    assert WORDS["reply"] in (await dana.opens("/desk/approvals")).text
    assert "No reply waits for you" in (await basim.opens("/desk/approvals")).text
    await dana.opens(path)
    assert (await dana.sends(f"{path}/approve", approval=number, remark="")).status_code == 303
    assert (await row(path))["status"] == "answered"
    assert "No reply waits for you" in (await dana.opens("/desk/approvals")).text


async def test_a_forged_approval_of_ones_own_or_from_outside_is_refused(browser, path, demanded):
    basim, _, number = await submitted(browser, path)
    assert "Take it back" in (await basim.opens(path)).text
    assert (await basim.sends(f"{path}/approve", approval=number)).status_code == 403
    badr = await browser("badr")
    assert "Approve and send" not in (await badr.opens(path)).text
    assert (await badr.sends(f"{path}/approve", approval=number)).status_code == 403
    tariq = await browser("tariq")
    await tariq.opens("/desk")
    for act in ("approve", "send-back", "take-back", "submit", "preview", "template"):
        assert (await tariq.sends(f"{path}/{act}", approval=number, template="1", **WORDS)).status_code == 404
    assert (await (await browser()).opens("/desk/approvals")).status_code == 303
    assert await Reply.count() == 0


async def test_what_is_sent_back_says_why_and_the_words_are_still_there(browser, path, demanded):
    basim, dana, number = await submitted(browser, path)
    refused = await dana.sends(f"{path}/send-back", approval=number, remark=" ")
    assert refused.status_code == 422
    assert "Write what is missing" in refused.text
    await dana.opens(path)
    assert (await dana.sends(f"{path}/send-back", approval=number, remark="When at noon?")).status_code == 303
    shown = (await basim.opens(path)).text
    assert "When at noon?" in shown
    assert re.search(rf"<textarea[^>]*>\s*{re.escape(WORDS['reply'])}", shown)
    assert "A colleague sent the reply back with remarks" in shown


async def test_an_approval_of_a_page_that_is_out_of_date_sends_nothing(browser, path, demanded):
    _, dana, number = await submitted(browser, path)
    answer = await dana.sends(f"{path}/approve", approval=number, rev="1")
    assert answer.status_code == 409
    for forged in ("", "0", "999999999", "x", "٣", "9" * 40):
        answer = await dana.sends(f"{path}/approve", approval=forged)
        assert answer.status_code == 404
    assert await Reply.count() == 0


async def test_the_writer_takes_it_back(browser, path, demanded):
    basim, _, number = await submitted(browser, path)
    await basim.opens(path)
    assert (await basim.sends(f"{path}/take-back", approval=number)).status_code == 303
    assert "Reply that waits for approval" not in (await basim.opens(path)).text


async def test_the_preview_shows_reply_and_letter_and_sends_nothing(browser, people, amal):
    reference = await amal.assigned(email="amal@example.org", mobile="+97333445566")
    path = f"/desk/cases/{reference}"
    basim = await browser("basim")
    await basim.opens(path)
    before = await row(path), await Letter.count()
    answer = await basim.sends(f"{path}/preview", **WORDS)
    assert answer.status_code == 200
    assert WORDS["reply"] in answer.text
    letter = html.unescape(answer.text.partition('srcdoc="')[2].partition('"')[0])
    shown = f"{reference[:3]} {reference[3:6]} {reference[6:]}"
    assert f"<h1>Case {shown}: you have a reply</h1>" in letter
    assert "Text message" in answer.text
    assert (await row(path), await Letter.count()) == before
    assert await Reply.count() == 0
    assert await kept(path) == WORDS["reply"]
    basim.page = answer.text
    typed = {name: field(answer.text, name) for name in ("outcome", "reply", "due_on", "legal_ground", "duplicate_of")}
    assert (await basim.sends(f"{path}/reply", **typed)).status_code == 303
    assert (await Reply.select().first())["text"] == WORDS["reply"]


async def test_the_preview_holds_no_link_that_acts_for_the_citizen(browser, people, amal):
    path = f"/desk/cases/{await amal.assigned(email='amal@example.org')}"
    basim = await browser("basim")
    await basim.opens(path)
    answer = await basim.sends(f"{path}/preview", **WORDS)
    keys = re.findall(r"/(?:rate|stop)/\d{9}/(?:email/)?([^\s\"<&]+)", html.unescape(answer.text))
    assert keys
    assert set(keys) <= {"•" * 8, "%E2%80%A2" * 8}


async def test_the_preview_is_in_the_language_of_the_case(browser, path):
    basim = await browser("basim")
    basim.client.cookies.set("lang", "ar")
    await basim.opens(path)
    text = (await basim.sends(f"{path}/preview", **WORDS)).text
    assert '<html lang="ar"' in text
    assert 'lang="en" dir="ltr"' in text.partition("as-read")[2]
    assert "The reply</h2>" in text


async def test_a_faulty_reply_is_told_so_before_it_is_previewed(browser, path):
    basim = await browser("basim")
    await basim.opens(path)
    answer = await basim.sends(f"{path}/preview", outcome="declined", reply="No, {citizen_name}", legal_ground="")
    assert answer.status_code == 422
    assert "Write the legal ground for declining" in answer.text
    assert "These places are not filled in: {citizen_name}" in answer.text


async def test_a_reply_that_waits_can_be_read_as_the_citizen_will(browser, path, demanded):
    _, dana, _ = await submitted(browser, path)
    assert WORDS["reply"] in (await dana.opens(f"{path}/approval")).text
    noise = await browser("tariq")
    assert (await noise.opens(f"{path}/approval")).status_code == 404


async def test_a_template_is_put_below_what_is_written(browser, path, people):
    number = await template_keeping.make(TEMPLATE, by=people["dana"])
    basim = await browser("basim")
    shown = await basim.opens(path)
    assert f'<option value="{number}">Mended</option>' in shown.text
    answer = await basim.sends(f"{path}/template", template=str(number), reply="Good morning.", outcome="done")
    assert answer.status_code == 303
    text = await kept(path)
    assert text.startswith("Good morning.\n\nDear Sir or Madam, case ")
    assert text in html.unescape((await basim.opens(path)).text)


async def test_with_script_the_text_alone_is_swapped(browser, path, people):
    number = await template_keeping.make(TEMPLATE, by=people["dana"])
    basim = await browser("basim")
    await basim.opens(path)
    answer = await basim.sends(f"{path}/template", fragment=True, template=str(number), reply="", outcome="")
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "is mended." in answer.text
    assert 'id="draft"' in answer.text


@pytest.mark.parametrize(("chosen", "status"), [("", 422), ("x", 422), ("999", 404), ("9" * 30, 422)])
async def test_no_template_keeps_what_was_typed(browser, path, chosen, status):
    basim = await browser("basim")
    await basim.opens(path)
    answer = await basim.sends(f"{path}/template", template=chosen, **WORDS)
    assert answer.status_code == status
    assert WORDS["reply"] in answer.text or status == 404


async def test_a_colleagues_draft_is_not_overwritten_unseen(browser, path, people):
    basim, badr = await browser("basim"), await browser("badr")
    await basim.opens(path)
    await badr.opens(path)
    await badr.sends(f"{path}/draft", fragment=True, reply="Badr’s words", draft_seen="")
    refused = await basim.sends(f"{path}/draft", fragment=True, reply="Basim’s words", draft_seen="")
    assert "A colleague changed the draft meanwhile" in refused.text
    assert 'name="draft_mine"' in refused.text
    assert await kept(path) == "Badr’s words"
    plain = await basim.sends(f"{path}/draft", reply="Basim’s words", draft_seen="")
    assert plain.status_code == 422
    assert "Basim’s words" in plain.text
    assert (
        await basim.sends(f"{path}/draft", reply="Basim’s words", draft_seen="", draft_mine="yes")
    ).status_code == 303
    assert await kept(path) == "Basim’s words"


async def test_one_who_saw_the_draft_goes_on_with_it(browser, path, people):
    badr, basim = await browser("badr"), await browser("basim")
    await badr.opens(path)
    await badr.sends(f"{path}/draft", fragment=True, reply="Half", draft_seen="")
    seen = field((await basim.opens(path)).text, "draft_seen")
    await basim.sends(f"{path}/draft", fragment=True, reply="Half and more", draft_seen=seen)
    assert await kept(path) == "Half and more"


async def test_characters_that_no_database_keeps_do_no_harm(browser, path):
    basim = await browser("basim")
    await basim.opens(path)
    for act in ("draft", "preview", "submit", "template"):
        answer = await basim.sends(f"{path}/{act}", outcome="done", reply="a\0b", remark="\0", template="\0")
        assert answer.status_code < 500


async def test_where_some_outcomes_are_read_both_ways_stand_open(browser, path, people):
    await reply_rules.set_rule("EWA", RuleView("some", ("declined",)), by=people["huda"])
    basim = await browser("basim")
    shown = (await basim.opens(path)).text
    assert "Send reply" in shown
    assert "Submit for approval" in shown
    declined = {"outcome": "declined", "reply": "The meter is private.", "legal_ground": "Law 1"}
    assert (await basim.sends(f"{path}/reply", **declined)).status_code == 422
    seen = await basim.sends(f"{path}/preview", **declined)
    assert f'action="{path}/submit"' in seen.text
    assert (await basim.sends(f"{path}/reply", **WORDS)).status_code == 303


async def test_an_officer_with_the_right_is_led_to_what_waits(browser, path, people):
    rule = replace(RuleView("all"), approvers=(people["badr"].id,))
    await reply_rules.set_rule("EWA", rule, by=people["huda"])
    _, _, number = await submitted(browser, path)
    badr = await browser("badr")
    assert "/desk/approvals" in (await badr.opens("/desk")).text
    await badr.opens(path)
    assert (await badr.sends(f"{path}/approve", approval=number)).status_code == 303
