"""Letters with words go where somebody proved to read them; all others say only that there is news."""

import json

import pytest

from cases import contact_codes, contacts
from cases.contacts import LONGEST_MESSAGE
from cases.reply import ReplyDraft
from tawasul.notify import mailbag
from tawasul.notify.letters import opened
from tawasul.notify.render import render
from tawasul.notify.tables import Letter
from tests.cases.conftest import DONE

AMAL, NUMBER = "amal@example.org", "33112233"


async def proves(address=AMAL, channel="email"):
    """Amal enters the code that was sent to her."""
    await contact_codes.send(channel, address, client="203.0.113.7", language="en")
    row = await Letter.select().where(Letter.template == "code").order_by(Letter.id, ascending=False).first()
    code = opened(json.loads(row["params"]))["code"]
    await contact_codes.confirm(channel, address, code, client="203.0.113.7")


async def letters_of(template):
    """Channel and words of each letter of a kind, as its recipient reads them."""
    rows = await Letter.select().where(Letter.template == template).order_by(Letter.id)
    return {row["channel"]: render(template, row["language"], opened(json.loads(row["params"]))).text for row in rows}


async def test_a_reply_goes_with_its_words_to_the_address_that_was_proved_and_to_no_other(flow):
    case_id = await flow.assigned(mobile=NUMBER)
    await proves()
    await flow.replies(case_id)
    letters = await letters_of("answered")
    assert DONE.text in letters["email"]
    assert DONE.text not in letters["sms"]
    assert "access code" in letters["sms"]


async def test_the_words_are_stored_sealed_and_staff_do_not_read_them_in_the_letter(flow):
    case_id = await flow.assigned()
    await proves()
    await flow.replies(case_id)
    row = await Letter.select().where(Letter.template == "answered").first()
    assert "fuse" not in row["params"]
    shown = next(letter for letter in await mailbag.letters() if letter.template == "answered")
    assert "fuse" not in shown.rendered.text


async def test_a_question_comes_with_its_words(flow):
    case_id = await flow.assigned()
    await proves()
    await flow.asks(case_id, text="Which house is it?")
    assert "Which house is it?" in (await letters_of("question"))["email"]


async def test_without_proof_a_question_is_only_announced(flow):
    await flow.asks(await flow.assigned(), text="Which house is it?")
    assert "Which house" not in (await letters_of("question"))["email"]


@pytest.mark.parametrize(("length", "comes"), [(LONGEST_MESSAGE, True), (LONGEST_MESSAGE + 1, False)])
async def test_long_words_do_not_go_by_text_message(flow, length, comes):
    case_id = await flow.assigned(email="", mobile=NUMBER)
    await proves(NUMBER, "sms")
    await flow.replies(case_id, ReplyDraft("done", "x" * length))
    assert ("xxx" in (await letters_of("answered"))["sms"]) is comes


async def test_a_case_that_somebody_else_files_with_the_address_is_not_proved_by_it(flow):
    await flow.files()
    await proves()
    later = await flow.assigned()
    await flow.replies(later)
    assert DONE.text not in (await letters_of("answered"))["email"]


async def test_a_case_tells_whether_an_address_lacks_proof(flow):
    case = await flow.case(await flow.files(mobile=NUMBER))
    anonymous = await flow.case(await flow.files(email=""))
    assert not await contacts.unproved(anonymous["reference"])
    assert await contacts.unproved(case["reference"])
    await proves()
    assert await contacts.unproved(case["reference"])
    await proves(NUMBER, "sms")
    assert not await contacts.unproved(case["reference"])
