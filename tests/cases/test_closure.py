"""Closing without a reply: before the deadline the case leaves the count, after it the promise stays missed."""

from datetime import timedelta

import pytest

from cases import barring, closure, link_lists, repeated, reply, tracking, withdrawal
from cases.reply import ReplyDraft
from cases.tables import Note
from tawasul.core import clock
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound
from tawasul.notify.tables import Letter


async def closed(flow, case_id, reason="void_spam", note="", *, by=None, of=""):
    closing = closure.Closing(reason, note, of)
    await closure.close(case_id, closing, by=by or flow.nadia, rev=await flow.rev(case_id))


async def number(flow, case_id):
    return (await flow.case(case_id))["reference"]


async def refusal(flow, case_id, of, *, by=None):
    """The code with which closing as a duplicate is refused; the case stays as it was."""
    before = await flow.case(case_id)
    with pytest.raises(Invalid) as refused:
        await closed(flow, case_id, "duplicate", by=by, of=of)
    assert await flow.case(case_id) == before
    [fault] = refused.value.faults
    assert fault.field == "duplicate_of"
    return fault.code


@pytest.mark.parametrize("reason", closure.REASONS)
async def test_a_case_is_closed_for_a_reason(flow, reason):
    other, case_id = await flow.assigned(), await flow.waiting()
    await closed(flow, case_id, reason, "Advertising.", of=await number(flow, other))
    case, original = await flow.case(case_id), other if reason == "duplicate" else None
    assert (case["status"], case["closed_as"], case["duplicate_of"]) == ("closed", reason, original)
    assert (await flow.promise(case_id)).state == "void"
    last = (await flow.history(case_id))[-1]
    assert (last.act, last.data) == ("closed", {"reason": reason, **({"other": original} if original else {})})
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
        ("duplicate", "", [("duplicate_of", "needs_reference")]),
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


async def test_a_duplicate_is_of_another_case_that_goes_on(flow):
    case_id, spam, gone = [await flow.waiting() for each in range(3)]
    await closed(flow, spam)
    await withdrawal.withdraw(gone, "")
    assert await refusal(flow, case_id, " ") == "needs_reference"
    assert await refusal(flow, case_id, "12") == "bad_reference"
    assert await refusal(flow, case_id, "264819031") == "no_such_case"
    assert await refusal(flow, case_id, await number(flow, case_id)) == "same_case"
    assert await refusal(flow, case_id, await number(flow, spam)) == "not_surviving"
    assert await refusal(flow, case_id, await number(flow, gone)) == "not_surviving"


async def test_two_cases_are_not_closed_or_answered_as_each_others_duplicates(flow):
    one, two, three = await flow.assigned(), await flow.assigned(), await flow.assigned()
    await flow.replies(two, ReplyDraft("duplicate", "See there.", duplicate_of=await number(flow, one)))
    assert await refusal(flow, one, await number(flow, two)) == "points_here"
    await closed(flow, three, "duplicate", of=await number(flow, one))
    assert await refusal(flow, one, await number(flow, three)) == "points_here"
    with pytest.raises(Invalid) as refused:
        await flow.replies(one, ReplyDraft("duplicate", "See there.", duplicate_of=await number(flow, three)))
    assert [fault.code for fault in refused.value.faults] == ["points_here"]


async def test_duplicates_make_no_ring(flow):
    """Of a line of duplicates the first answers, and is itself no duplicate of any of them."""
    first, second, third, fourth = [await flow.assigned() for _ in range(4)]
    await flow.replies(second, ReplyDraft("duplicate", "See there.", duplicate_of=await number(flow, first)))
    await closed(flow, third, "duplicate", of=await number(flow, second))
    await flow.replies(fourth, ReplyDraft("duplicate", "See there.", duplicate_of=await number(flow, third)))
    for other in (second, third, fourth):
        assert await refusal(flow, first, await number(flow, other)) == "points_here"
    await closed(flow, await flow.assigned(), "duplicate", of=await number(flow, fourth))  # one more in the line


async def test_what_one_may_not_open_is_no_original(flow):
    case_id, theirs, shut = await flow.waiting(), await flow.assigned(), await flow.assigned()
    await barring.close_off(shut, by=flow.dana, rev=await flow.rev(shut))
    assert await refusal(flow, case_id, await number(flow, theirs), by=flow.lulwa) == "no_such_case"
    assert await refusal(flow, case_id, await number(flow, shut)) == "no_such_case"


async def test_each_of_both_shows_the_other(flow):
    original, case_id = await flow.assigned(), await flow.waiting()
    await closed(flow, case_id, "duplicate", of=await number(flow, original))
    mine = await link_lists.of_case(await flow.case(case_id), flow.nadia)
    theirs = await link_lists.of_case(await flow.case(original), flow.nadia)
    assert [(each.reference, each.relation) for each in mine] == [(await number(flow, original), "closed_duplicate_of")]
    assert [(each.reference, each.relation) for each in theirs] == [(await number(flow, case_id), "duplicate")]


async def test_the_answer_of_the_case_that_goes_on_is_told_to_a_closed_duplicate(flow):
    original, case_id, spam = await flow.assigned(), await flow.waiting(), await flow.waiting()
    await closed(flow, case_id, "duplicate", of=await number(flow, original))
    await closed(flow, spam)
    assert await repeated.answer_to(case_id, 1) is None
    await flow.replies(original)
    letters = await Letter.select().where(Letter.template == "answered").order_by(Letter.id)
    assert [row["case_id"] for row in letters] == [original, case_id]
    assert ["rating_path" in row["params"] for row in letters] == [True, False]
    seen = await tracking._view(await flow.case(case_id))
    assert seen.original is not None
    assert seen.original.text == "The fuse was replaced at noon."
    assert (await tracking._view(await flow.case(spam))).original is None


async def test_no_way_of_closing_makes_a_duplicate_of_nothing(flow):
    case_id = await flow.waiting()
    with pytest.raises(Invalid) as refused:
        await closure.close_as(case_id, "duplicate", "", by=flow.nadia, rev=await flow.rev(case_id))
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("duplicate_of", "needs_reference")]
