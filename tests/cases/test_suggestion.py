"""What a text seems to be about, told while it is being filed: once, for a while, and without keeping the text."""

import json
from datetime import timedelta

import pytest

from cases import sorting, suggestion
from cases.filing_tables import Suggestion
from cases.suggestion import Suggested
from tawasul.core import clock
from tawasul.core.db import fetch

TEXT = "No power since Sunday"


async def reads(said) -> None:
    """The worker reads what waits to be read."""
    for row in await fetch('SELECT "args" FROM "outbox_message" WHERE "job" = {}', suggestion.SUGGEST):
        await sorting.suggest(*json.loads(row["args"]), lambda text, governorate: said)


async def test_a_sure_answer_names_the_likeliest_first(database, sure):
    token = await suggestion.ask(TEXT)
    assert await suggestion.suggested(token) is None
    await reads(sure)
    assert await suggestion.suggested(token) == Suggested(("ewa-power-outage", "ewa-bill"), is_sure=True)


async def test_an_unsure_one_says_so(database, unsure):
    token = await suggestion.ask(TEXT)
    await reads(unsure)
    found = await suggestion.suggested(token)
    assert found is not None
    assert not found.is_sure


async def test_the_text_is_sealed_and_goes_once_it_was_read(database, sure):
    await suggestion.ask(TEXT)
    row = await Suggestion.select().first()
    assert TEXT not in json.dumps(row, default=str)
    await reads(sure)
    assert (await Suggestion.select().first())["text"] is None


async def test_the_message_holds_no_text(database):
    await suggestion.ask(TEXT)
    rows = await fetch('SELECT "args" FROM "outbox_message"')
    assert [len(json.loads(row["args"])) for row in rows] == [1]
    assert TEXT not in str(rows)


async def test_a_second_reading_changes_nothing(database, sure, unsure):
    token = await suggestion.ask(TEXT)
    await reads(sure)
    await reads(unsure)
    assert (await suggestion.suggested(token)).is_sure


@pytest.mark.parametrize("token", ["", "no such token", "x" * 500])
async def test_an_unknown_token_gets_nothing(database, token):
    await suggestion.ask(TEXT)
    assert await suggestion.suggested(token) is None


async def test_after_a_quarter_of_an_hour_it_is_gone(database, sure):
    token = await suggestion.ask(TEXT)
    await reads(sure)
    with clock.moved(clock.now() + timedelta(minutes=16)):
        assert await suggestion.suggested(token) is None
        assert await suggestion.forget_expired() == 1
    assert await Suggestion.count() == 0


async def test_what_is_read_too_late_is_not_kept(database, sure):
    await suggestion.ask(TEXT)
    with clock.moved(clock.now() + timedelta(minutes=16)):
        await reads(sure)
    assert (await Suggestion.select().first())["candidates"] is None
