"""One-time codes: sent only where a case was filed from, used once, and no hint to anybody else."""

import json
from datetime import timedelta

import pytest

from cases import contact_codes
from cases.citizen_tables import ContactCode
from cases.tables import Contact
from tawasul.core import clock, throttle
from tawasul.core.errors import Invalid, TooMany
from tawasul.notify import mailbag
from tawasul.notify.letters import opened
from tawasul.notify.tables import Letter

AMAL = "amal@example.org"


async def send(address=AMAL, channel="email", client="203.0.113.7"):
    await contact_codes.send(channel, address, client=client, language="en")


async def sent():
    rows = await Letter.select().where(Letter.template == "code").order_by(Letter.id)
    return [opened(json.loads(row["params"]))["code"] for row in rows]


async def confirm(code, address=AMAL, channel="email"):
    return await contact_codes.confirm(channel, address, code, client="203.0.113.7")


async def refused(code, **given):
    with pytest.raises(Invalid) as refusal:
        await confirm(code, **given)
    return refusal.value.faults[0].code


def other(code):
    return "000001" if code != "000001" else "000002"


async def test_the_code_of_the_letter_is_right_once(flow):
    await flow.files()
    await send()
    (code,) = await sent()
    assert len(code) == 6
    assert await confirm(code)
    assert await refused(code) == "wrong_code"


async def test_to_an_address_without_cases_nothing_is_sent_and_nothing_is_said(flow):
    await flow.files()
    await send("tariq@example.org")
    assert await sent() == []
    assert await ContactCode.count() == 1


@pytest.mark.parametrize("address", ["AMAL@example.org", "Amal@Example.org"])
async def test_capitals_of_an_address_do_not_matter(flow, address):
    await flow.files()
    await send(address)
    assert await confirm((await sent())[0])


async def test_a_mobile_number_gets_a_text_message(flow):
    await flow.files(mobile="33445566")
    await send("33445566", "sms")
    assert await confirm((await sent())[0], address="33445566", channel="sms")
    row = await Contact.select().first()
    assert row["mobile_verified_at"] == clock.now()
    assert row["email_verified_at"] is None


async def test_it_expires(flow):
    await flow.files()
    await send()
    with clock.moved(clock.now() + contact_codes.LIFETIME):
        assert await refused((await sent())[0]) == "wrong_code"
        assert await contact_codes.forget_expired() == 0
    with clock.moved(clock.now() + contact_codes.LIFETIME + timedelta(seconds=1)):
        assert await contact_codes.forget_expired() == 1


async def test_after_five_wrong_tries_the_right_one_is_no_use(flow):
    await flow.files()
    await send()
    (code,) = await sent()
    for _ in range(contact_codes.MOST_TRIES):
        assert await refused(other(code)) == "wrong_code"
    assert await refused(code) == "wrong_code"


async def test_only_the_latest_code_holds(flow):
    await flow.files()
    await send()
    await send()
    first, second = await sent()
    if first != second:
        assert await refused(first) == "wrong_code"
    assert await confirm(second)


async def test_an_earlier_code_does_not_come_back_when_the_latest_is_used_up(flow):
    await flow.files()
    await send()
    await send()
    first, second = await sent()
    for _ in range(contact_codes.MOST_TRIES):
        assert await refused(other(second)) == "wrong_code"
    assert first == second or await refused(first) == "wrong_code"


async def test_wrong_tries_are_counted_for_the_address_wherever_they_come_from(flow):
    await flow.files()
    for number in range(throttle.FREE_TRIES):
        with pytest.raises(Invalid):
            await contact_codes.confirm("email", AMAL, "000000", client=f"203.0.113.{number}")
    with pytest.raises(TooMany):
        await contact_codes.confirm("email", AMAL, "000000", client="198.51.100.1")


async def test_who_asks_again_and_again_has_to_wait(flow):
    await flow.files()
    for number in range(throttle.FREE_TRIES):
        await send(f"nobody{number}@example.org")
    with pytest.raises(TooMany):
        await send("nobody@example.org")


@pytest.mark.parametrize(("channel", "address"), [("email", ""), ("email", "amal@"), ("sms", "12"), ("sms", "mine")])
async def test_what_is_no_address_is_refused(flow, channel, address):
    with pytest.raises(Invalid) as refusal:
        await send(address, channel)
    assert refusal.value.faults[0].field == "address"


async def test_no_code_is_stored_as_it_is_or_shown_to_staff(flow):
    await flow.files()
    await send()
    (code,) = await sent()
    stored = await Letter.select(Letter.params).where(Letter.template == "code").first()
    assert code not in str(stored["params"])
    shown = next(row for row in await mailbag.letters() if row.template == "code")
    assert code not in shown.rendered.text + shown.rendered.subject
