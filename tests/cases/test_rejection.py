"""A reply that is no answer: a supervisor says so, and the promise goes on as if it had not been sent."""

import asyncio
from datetime import timedelta

import pytest

from cases import rejection
from cases.promises import promise_of
from cases.reply import ReplyDraft
from cases.tables import Reply
from sla import store
from sla.rebuild import rebuilt
from tawasul.core import clock
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound

WHY = "It says that it was received, and not what was done."


async def rejected(flow, case_id, *, by=None, reason=WHY):
    await rejection.reject(case_id, reason, by=by or flow.dana, rev=await flow.rev(case_id))


async def answered(flow):
    case_id = await flow.assigned()
    await flow.replies(case_id)
    return case_id


async def test_the_clock_goes_on_as_if_it_had_never_stopped(flow):
    case_id = await flow.assigned()
    before = await flow.promise(case_id)
    await flow.replies(case_id)
    with clock.moved(clock.now() + timedelta(days=2)):
        await rejected(flow, case_id)
    promise = await flow.promise(case_id)
    assert (promise.state, promise.due_at, promise.met_at, promise.on_time) == ("running", before.due_at, None, None)
    assert await flow.stretches(case_id) == [("EWA", "running")]
    assert (await flow.case(case_id))["status"] == "in_progress"


async def test_after_the_date_it_is_late_at_once(flow):
    case_id = await answered(flow)
    with clock.moved((await flow.promise(case_id)).due_at + timedelta(days=1)):
        await rejected(flow, case_id)
        await flow.replies(case_id)
    assert (await flow.promise(case_id)).on_time is False


async def test_the_reply_stays_on_record_with_the_reason(flow):
    case_id = await answered(flow)
    await rejected(flow, case_id)
    row = await Reply.select().first()
    assert (row["rejected_at"], row["rejected_by"], row["rejected_reason"]) == (clock.now(), flow.dana.id, WHY)
    assert (await promise_of(await flow.case(case_id))).reply is None


async def test_another_reply_is_sent_in_the_same_cycle(flow):
    case_id = await answered(flow)
    await rejected(flow, case_id)
    await flow.replies(case_id, ReplyDraft("done", "The fuse was replaced."))
    assert await Reply.count() == 2
    assert (await promise_of(await flow.case(case_id))).reply.text == "The fuse was replaced."
    assert await flow.letters("answered") == [None, None]


async def test_a_duplicate_that_was_rejected_binds_nobody(flow):
    other, case_id = await flow.assigned(), await flow.assigned()
    numbers = {one: (await flow.case(one))["reference"] for one in (other, case_id)}
    await flow.replies(case_id, ReplyDraft("duplicate", "See there.", duplicate_of=numbers[other]))
    await rejected(flow, case_id)
    await flow.replies(other, ReplyDraft("duplicate", "See there.", duplicate_of=numbers[case_id]))
    assert (await flow.case(other))["status"] == "answered"


async def test_officer_and_citizen_are_told(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)  # so that Basim has the case
    await flow.replies(case_id)
    await rejected(flow, case_id)
    assert await flow.letters("reply_rejected") == [flow.basim.id]
    assert await flow.letters("better_reply") == [None]
    assert (await flow.history(case_id))[-1].data == {}


async def test_what_the_events_make_is_what_the_row_says(flow):
    case_id = await answered(flow)
    await rejected(flow, case_id)
    promise = await flow.promise(case_id)
    made = rebuilt(await store.events_of(promise.id))
    assert (made.state, made.met_at, made.due_at) == ("running", None, promise.due_at)


@pytest.mark.parametrize(
    ("who", "refusal"), [("basim", Forbidden), ("nadia", Forbidden), ("tariq", NotFound), ("samir", NotFound)]
)
async def test_who_may_not(flow, who, refusal):
    case_id = await answered(flow)
    with pytest.raises(refusal):
        await rejected(flow, case_id, by=flow.people[who])
    assert (await flow.promise(case_id)).on_time is True


@pytest.mark.parametrize(("reason", "code"), [("", "needs_reject_reason"), ("x" * 2_001, "too_long")])
async def test_it_takes_a_reason(flow, reason, code):
    case_id = await answered(flow)
    with pytest.raises(Invalid) as refused:
        await rejected(flow, case_id, reason=reason)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("reject_reason", code)]


async def test_without_a_reply_there_is_nothing_to_reject(flow):
    case_id = await flow.assigned()
    with pytest.raises(Conflict, match="not_answered"):
        await rejected(flow, case_id)


async def test_of_two_at_once_one_does(flow):
    case_id = await answered(flow)
    rev = await flow.rev(case_id)
    sent = await asyncio.gather(
        *(rejection.reject(case_id, WHY, by=who, rev=rev) for who in (flow.dana, flow.huda)), return_exceptions=True
    )
    assert [str(error) for error in sent if error] == ["moved"]
