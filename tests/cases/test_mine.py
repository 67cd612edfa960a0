"""One's own cases by an address: all of them, and nobody else's."""

import pytest

from cases import access, letter_links, mine
from cases.contacts import fingerprint_of
from cases.tables import Contact
from tawasul.core.errors import NotFound

AMAL = fingerprint_of("email", "amal@example.org")


@pytest.fixture
async def three(flow):
    """Two cases of Amal, by e-mail and by both, and one of somebody else."""
    return [
        await flow.files("No power"),
        await flow.assigned(text="No water", mobile="33445566"),
        await flow.files("Noise", email="tariq@example.org"),
    ]


async def reference(flow, case_id):
    return (await flow.case(case_id))["reference"]


async def test_all_of_an_address_are_found_and_no_other(flow, three):
    found = await mine.cases_of(AMAL)
    assert [case.reference for case in found] == [await reference(flow, three[1]), await reference(flow, three[0])]
    assert [case.agency for case in found] == ["EWA", None]
    assert found[0].access_code == access.code_of(three[1], 1)


async def test_a_mobile_number_finds_its_own(flow, three):
    found = await mine.cases_of(fingerprint_of("sms", "33445566"))
    assert [case.reference for case in found] == [await reference(flow, three[1])]


async def test_the_code_of_another_is_not_found(flow, three):
    with pytest.raises(NotFound):
        await mine.code_of(AMAL, await reference(flow, three[2]))
    with pytest.raises(NotFound):
        await mine.renew_code(AMAL, await reference(flow, three[2]))


async def test_a_new_code_opens_and_the_old_one_does_not(flow, three):
    old = await mine.code_of(AMAL, await reference(flow, three[0]))
    await mine.renew_code(AMAL, await reference(flow, three[0]))
    new = await mine.code_of(AMAL, await reference(flow, three[0]))
    case = await flow.case(three[0])
    assert not access.matches(case["id"], case["access_version"], old)
    assert access.matches(case["id"], case["access_version"], new)
    assert (await flow.acts(three[0]))[-1] == "code_renewed"


async def test_letters_stop_for_the_address_and_for_no_other(flow, three):
    await mine.want_letters(AMAL, yes=False)
    assert not await mine.wants_letters(AMAL)
    rows = await Contact.select().order_by(Contact.id)
    assert [(row["email_letters"], row["mobile_letters"]) for row in rows] == [
        (False, True),
        (False, True),
        (True, True),
    ]
    await flow.asks(three[1])
    assert await flow.letters("question") == [None]  # the text message
    await mine.want_letters(AMAL, yes=True)
    assert await mine.wants_letters(AMAL)


async def test_a_link_of_a_letter_opens_its_own_case_for_its_own_thing(flow, three):
    number, token = await reference(flow, three[0]), letter_links.token(three[0], letter_links.RATE)
    assert await letter_links.case_of(number, letter_links.RATE, token) == three[0]
    for what, to in [(letter_links.STOP["email"], three[0]), (letter_links.RATE, three[1])]:
        with pytest.raises(NotFound):
            await letter_links.case_of(await reference(flow, to), what, token)
    with pytest.raises(NotFound):
        await letter_links.case_of("123456789", letter_links.RATE, token)


async def test_a_channel_is_stopped_alone(flow, three):
    await letter_links.stop_letters(three[1], "email")
    row = await Contact.select().where(Contact.case == three[1]).first()
    assert (row["email_letters"], row["mobile_letters"]) == (False, True)
