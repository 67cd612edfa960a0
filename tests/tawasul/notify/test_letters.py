"""Letters: written once, rendered in their language, sent under one Message-ID, never lost and never told twice."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from tawasul.core import clock
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict
from tawasul.notify import Recipient, deliver, write
from tawasul.notify.channels import Sealed, compose
from tawasul.notify.letters import About
from tawasul.notify.render import render
from tawasul.notify.tables import Letter
from tawasul.outbox import dead

NOON = datetime(2026, 11, 24, 9, tzinfo=UTC)
PARAMS = {
    "reference": "264819037",
    "due_at": "2026-12-10T11:15:00+00:00",
    "agency": {"ar": "هيئة الكهرباء والماء", "en": "Electricity and Water Authority"},
    "part": 3,
    "count": 2,
    "cases": [{"reference": "264819037"}, {"reference": "381904265"}],
}
TEMPLATES = (
    "receipt",
    "assigned",
    "transferred",
    "answered",
    "reminder",
    "due_soon",
    "at_risk",
    "due_today",
    "breach",
    "escalation",
    "question",
    "stayed",
    "better_reply",
    "reopened",
    "question_answered",
    "question_expired",
    "stay_ended",
    "reply_rejected",
    "case_reopened",
    "commitment_overdue",
    "first_due",
    "first_late",
    "mentioned",
    "given",
    "cases_given",
    "cases_proposed",
    "cases_undecided",
    "part_added",
    "part_answered",
    "part_due",
    "part_late",
    "transfer_proposed",
    "transfer_undecided",
    "transfer_accepted",
    "transfer_refused",
)


async def written(key: str = "one", channel: str = "email", *, demo: bool = False) -> None:
    async with transaction():
        to = Recipient(channel, "amal@example.org", "ar")
        await write("receipt", to=to, key=key, params=PARAMS, about=About(7, demo=demo))


async def states() -> list[str]:
    return [row["state"] for row in await Letter.select(Letter.state).order_by(Letter.id)]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_letter_is_whole_in_both_languages(template: str, language: str) -> None:
    letter = render(template, language, PARAMS)
    assert letter.subject
    assert "264" in letter.subject + letter.text
    assert f'lang="{language}"' in letter.html
    arabic = sum("\u0600" <= letter_ <= "\u06ff" for letter_ in letter.subject)
    assert (arabic > 5) == (language == "ar")


def test_an_arabic_letter_runs_from_the_right_and_names_the_day() -> None:
    letter = render("receipt", "ar", PARAMS)
    assert 'dir="rtl"' in letter.html
    assert "الخميس 10 ديسمبر 2026" in letter.text


def test_a_letter_that_lacks_a_value_is_not_sent_with_a_hole() -> None:
    with pytest.raises(Exception, match="due_at"):
        render("receipt", "en", {"reference": "264819037"})


def test_the_message_has_both_forms_under_the_id_of_its_row() -> None:
    sealed = Sealed(1, "<one@tawasul>", "amal@example.org", "ar", render("receipt", "ar", PARAMS))
    message: EmailMessage = compose(sealed, "tawasul@example.org")
    assert message["Message-ID"] == "<one@tawasul>"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


async def test_the_same_key_is_one_letter(database: str) -> None:
    await written()
    await written()
    assert await states() == ["queued"]
    assert (await dead.backlog()).ready == 1


async def test_the_address_is_not_readable_in_the_table(database: str) -> None:
    await written()
    assert "amal" not in str(await Letter.select())


async def test_a_letter_is_delivered_once(database: str) -> None:
    await written()
    await deliver.deliver(1)
    await deliver.deliver(1)
    row = (await Letter.select())[0]
    assert (row["state"], row["attempts"]) == ("sent", 1)


async def test_a_letter_found_half_sent_waits_then_goes_under_the_same_id(database: str) -> None:
    await written()
    before = (await Letter.select(Letter.message_id))[0]["message_id"]
    await Letter.update({Letter.state: "sending", Letter.sending_at: NOON}).where(Letter.id == 1)
    with clock.moved(NOON + timedelta(seconds=5)), pytest.raises(Conflict):
        await deliver.deliver(1)
    with clock.moved(NOON + timedelta(minutes=5)):
        await deliver.deliver(1)
    row = (await Letter.select())[0]
    assert (row["state"], row["message_id"]) == ("sent", before)


async def test_a_text_message_without_a_provider_is_kept_for_staff(database: str) -> None:
    await written(channel="sms")
    await deliver.deliver(1)
    assert await states() == ["held"]


async def test_a_demonstrations_letter_leaves_no_machine(database: str) -> None:
    await written(demo=True)
    assert await states() == ["shown"]
    assert (await dead.backlog()).ready == 0


async def test_a_letter_belongs_to_its_act(database: str) -> None:
    with pytest.raises(RuntimeError):
        await write("receipt", to=Recipient("email", "a@b.bh", "ar"), key="x", params=PARAMS)
