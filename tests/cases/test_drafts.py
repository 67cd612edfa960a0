"""A form on its way is kept sealed for a day, and filed once."""

import asyncio
from datetime import timedelta

import pytest

from cases import drafts
from cases.tables import Case, Contact, Filing
from tawasul.core import clock
from tawasul.core.errors import Invalid, NotFound

pytestmark = pytest.mark.usefixtures("database", "sunday")
TYPED = {"text": "No power since Sunday", "email": "amal@example.org", "governorate": "capital"}


async def begun(fields=None):
    token = await drafts.start()
    await drafts.save(token, TYPED if fields is None else fields)
    return token


async def test_what_was_typed_is_there_again():
    assert await drafts.load(await begun()) == TYPED


async def test_a_new_form_is_empty_and_an_unknown_one_is_none():
    assert await drafts.load(await drafts.start()) == {}
    assert await drafts.load("made-up") is None


async def test_what_was_typed_and_the_token_are_not_readable_in_the_database():
    token = await begun()
    row = await Filing.select().first()
    assert "power" not in row["fields"]
    assert token not in f"{row}"


async def test_even_half_a_character_comes_back_to_be_mended():
    assert await drafts.load(await begun({"text": "a\ud800b"})) == {"text": "a\ud800b"}


async def test_a_form_is_filed_once_however_often_it_is_sent():
    token = await begun()
    receipts = await asyncio.gather(*(drafts.file(token) for _ in range(3)))
    assert len({receipt.reference for receipt in receipts}) == 1
    assert await Case.count() == 1
    assert (await drafts.filed(token)).reference == receipts[0].reference


async def test_a_filed_form_keeps_nothing_that_was_typed_and_changes_no_more():
    token = await begun()
    receipt = await drafts.file(token)
    await drafts.save(token, {"text": "Other"})
    assert await drafts.load(token) is None
    assert (await Filing.select().first())["fields"] is None
    assert (await Case.select().first())["text"] == TYPED["text"]
    assert (await drafts.file(token)).reference == receipt.reference


async def test_a_form_with_a_fault_is_not_filed_and_not_lost():
    token = await begun({**TYPED, "text": ""})
    with pytest.raises(Invalid):
        await drafts.file(token)
    assert await drafts.filed(token) is None
    assert await drafts.load(token) == {**TYPED, "text": ""}


async def test_after_a_day_the_form_is_gone():
    token = await begun()
    with clock.moved(clock.now() + drafts.LIFETIME + timedelta(seconds=1)):
        assert await drafts.load(token) is None
        with pytest.raises(NotFound, match="form_expired"):
            await drafts.file(token)
        assert await drafts.forget_expired() == 1
    assert await Filing.count() == 0


async def test_whoever_stays_anonymous_leaves_no_contact():
    await drafts.file(await begun({**TYPED, "anonymous": "yes"}))
    assert (await Case.count(), await Contact.count()) == (1, 0)


async def test_only_the_faults_of_the_step_are_told():
    found = await drafts.faults({"text": "", "email": "x"}, ["text"])
    assert [fault.field for fault in found] == ["text"]
