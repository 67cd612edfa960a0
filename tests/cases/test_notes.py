"""Notes move nothing."""

import pytest

from cases import notes, reply
from cases.reply import ReplyDraft
from cases.tables import Note
from tawasul.core.errors import Forbidden, Invalid, NotFound


async def test_a_note_changes_neither_case_nor_clock(flow):
    case_id = await flow.assigned()
    before = await flow.case(case_id), await flow.promise(case_id), await flow.stretches(case_id)
    await notes.add(case_id, "  Called the depot.\r\n", by=flow.basim)
    assert (await flow.case(case_id), await flow.promise(case_id), await flow.stretches(case_id)) == before
    row = await Note.select().first()
    assert (row["case"], row["by"], row["text"]) == (case_id, flow.basim.id, "Called the depot.")


async def test_history_says_that_there_is_one_and_not_what_it_says(flow):
    case_id = await flow.assigned()
    await notes.add(case_id, "Called the depot.", by=flow.basim)
    last = (await flow.history(case_id))[-1]
    assert (last.act, last.data, last.actor) == ("noted", {}, f"staff:{flow.basim.id}")


async def test_a_note_does_not_stand_in_the_way_of_a_reply(flow):
    case_id = await flow.assigned()
    rev = await flow.rev(case_id)
    await notes.add(case_id, "Called the depot.", by=flow.badr)
    await reply.send_reply(case_id, ReplyDraft("done", "Done."), by=flow.basim, rev=rev)
    assert (await flow.case(case_id))["status"] == "answered"


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty_field"), (" \n\u200f", "empty_field"), ("x" * 5_001, "too_long"), ("a\u2066b", "bidi")],
)
async def test_what_cannot_be_written(flow, text, code):
    case_id = await flow.assigned()
    with pytest.raises(Invalid) as refused:
        await notes.add(case_id, text, by=flow.basim)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("note", code)]
    assert await Note.count() == 0


async def test_who_may_not(flow):
    case_id = await flow.assigned()
    with pytest.raises(NotFound):
        await notes.add(case_id, "Mine now.", by=flow.tariq)
    with pytest.raises(Forbidden):
        await notes.add(await flow.waiting(), "Hm.", by=flow.lulwa)
    with pytest.raises(NotFound):
        await notes.add(10_000, "Hm.", by=flow.basim)
