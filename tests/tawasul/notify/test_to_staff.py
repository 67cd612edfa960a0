"""Letters to staff about their accounts: in their language, once, and with nothing secret in them."""

import subprocess
import sys

import pytest

from tawasul.accounts import own_password, telling
from tawasul.accounts.tables import Staff
from tawasul.notify import to_staff
from tawasul.notify.render import render
from tawasul.notify.tables import Letter
from tawasul.outbox.tables import OutboxMessage
from tests.tawasul.accounts.factors import PASSWORD, hired
from web.desk.wording import letter_words

TEMPLATES = (
    "password_changed",
    "password_given",
    "second_factor_on",
    "second_factor_off",
    "second_factor_taken",
    "recovery_code_used",
)


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_letter_is_whole_in_both_languages(template: str, language: str) -> None:
    letter = render(template, language, {"username": "sara"})
    assert "sara" in letter.text
    arabic = sum("\u0600" <= one <= "\u06ff" for one in letter.subject)
    assert (arabic > 5) == (language == "ar")
    assert letter_words(template)


async def test_a_change_of_the_password_is_told_once_by_e_mail(database: str) -> None:
    sara, new = await hired(), "green kettle on the roof"
    await Staff.update({Staff.email: "sara@example.org"}).where(Staff.id == sara.id)
    await own_password.change(sara, PASSWORD, new, new)
    [message] = await OutboxMessage.select().where(OutboxMessage.job == "tawasul.notify.jobs.tell_staff")
    number, template, entry = sara.id, "password_changed", 2
    assert message["args"] in ([number, template, entry], f'[{number}, "{template}", {entry}]')
    for _ in range(2):
        await to_staff.tell(number, template, entry)
    [letter] = await Letter.select()
    assert (letter["template"], letter["channel"], letter["language"]) == (template, "email", "ar")
    assert letter["staff_id"] == sara.id


async def test_the_cast_of_a_demonstration_gets_letters_that_leave_no_machine(database: str) -> None:
    sara = await hired()
    await Staff.update({Staff.demo: True}).where(Staff.id == sara.id)
    await to_staff.tell(sara.id, "password_changed", 1)
    await to_staff.tell(999_999, "password_changed", 1)
    [letter] = await Letter.select()
    assert letter["state"] == "shown"


def test_the_worker_knows_the_job() -> None:
    """In a process of its own: importing jobs sets the broker of this one."""
    said = subprocess.run(
        [sys.executable, "-c", "from tawasul.notify import jobs; print(jobs.tell_staff.actor_name)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == telling.JOB
