"""Closing without a reply: before the deadline the case leaves the count, after it the promise stays missed."""

from datetime import timedelta

import pytest

from cases import closure, reply
from cases.reply import ReplyDraft
from cases.tables import Note
from tawasul.core import clock
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound


async def closed(flow, case_id, reason="void_spam", note="", *, by=None):
    await closure.close_as(case_id, reason, note, by=by or flow.nadia, rev=await flow.rev(case_id))


@pytest.mark.parametrize("reason", closure.REASONS)
async def test_a_case_is_closed_for_a_reason(flow, reason):
    case_id = await flow.waiting()
    await closed(flow, case_id, reason, "Advertising.")
    case = await flow.case(case_id)
    assert (case["status"], case["closed_as"]) == ("closed", reason)
    assert (await flow.promise(case_id)).state == "void"
    last = (await flow.history(case_id))[-1]
    assert (last.act, last.data) == ("closed", {"reason": reason})
    assert (await Note.select().first())["text"] == "Advertising."


async def test_closing_too_late_leaves_the_promise_missed(flow):
    case_id = await flow.waiting()
    with clock.moved((await flow.promise(case_id)).due_at + timedelta(days=1)):
        await closed(flow, case_id)
    promise = await flow.promise(case_id)
    assert (promise.state, promise.on_time, promise.met_at) == ("missed", False, None)


async def test_the_agencys_stretch_ends_with_the_case(flow):
    case_id = await flow.assigned()
    await closed(flow, case_id)
    assert await flow.stretches(case_id) == [("EWA", "void")]


async def test_a_closed_case_is_over(flow, sure):
    case_id = await flow.files()
    await closed(flow, case_id)
    await flow.sorts(case_id, sure)
    with pytest.raises(Conflict, match="not_open"):
        await closed(flow, case_id)
    assert (await flow.case(case_id))["status"] == "closed"


async def test_an_answered_case_is_not_undone(flow):
    case_id = await flow.assigned()
    await reply.send_reply(case_id, ReplyDraft("done", "Done."), by=flow.basim, rev=await flow.rev(case_id))
    with pytest.raises(Conflict, match="answered_already"):
        await closed(flow, case_id)
    assert (await flow.promise(case_id)).on_time is True


@pytest.mark.parametrize(
    ("reason", "note", "faults"),
    [
        ("boring", "", [("reason", "unknown")]),
        ("withdrawn", "", [("reason", "unknown")]),
        ("void_spam", "x" * 5_001, [("note", "too_long")]),
    ],
)
async def test_what_is_no_reason(flow, reason, note, faults):
    case_id = await flow.waiting()
    with pytest.raises(Invalid) as refused:
        await closed(flow, case_id, reason, note)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == faults


async def test_who_may_not(flow):
    case_id, waiting = await flow.assigned(), await flow.waiting()
    with pytest.raises(Forbidden):
        await closed(flow, case_id, by=flow.basim)
    for who in (flow.tariq, flow.lulwa):  # the call centre closes only what waits to be sorted
        with pytest.raises(NotFound):
            await closed(flow, case_id, by=who)
    with pytest.raises(NotFound):
        await closed(flow, waiting, by=flow.tariq)
    await closed(flow, waiting, by=flow.lulwa)
