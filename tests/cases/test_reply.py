"""The reply: what each outcome needs, that it is sent once, and what it freezes."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases import barring, repeated, reply, transfer
from cases.reply import ReplyDraft
from cases.seed import OUTCOMES
from cases.tables import Commitment, Reply
from tawasul.core import clock
from tawasul.core.db import DatabaseError, is_unique_violation
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound
from tawasul.notify.tables import Letter

TODAY = date(2026, 11, 22)
DONE = ReplyDraft("done", "Power is back; a joint was replaced.")


def codes(draft: ReplyDraft) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in reply.faults(draft, TODAY)]


@pytest.mark.parametrize(
    ("draft", "faults"),
    [
        (DONE, []),
        (replace(DONE, outcome="not_ours"), [("outcome", "unknown")]),
        (replace(DONE, outcome=""), [("outcome", "unknown")]),
        (replace(DONE, text=""), [("reply", "empty_field")]),
        (replace(DONE, text="x" * 5_000), []),
        (replace(DONE, text="x" * 5_001), [("reply", "too_long")]),
        (replace(DONE, text="a\u202eb"), [("reply", "bidi")]),
        (replace(DONE, text="a\x00b"), [("reply", "control")]),
        (ReplyDraft("will_be_done", "Soon."), [("due_on", "needs_date")]),
        (ReplyDraft("will_be_done", "Soon.", due_on=TODAY), [("due_on", "not_in_future")]),
        (ReplyDraft("will_be_done", "Soon.", due_on=TODAY + timedelta(days=1)), []),
        (ReplyDraft("declined", "No."), [("legal_ground", "needs_ground")]),
        (ReplyDraft("declined", "No.", legal_ground="Law 4 of 2001, article 7"), []),
        (ReplyDraft("duplicate", "See there."), [("duplicate_of", "needs_reference")]),
        (ReplyDraft("duplicate", "See there.", duplicate_of="123456789"), [("duplicate_of", "bad_reference")]),
        (ReplyDraft("declined", ""), [("reply", "empty_field"), ("legal_ground", "needs_ground")]),
    ],
)
def test_what_each_outcome_needs(draft, faults):
    assert codes(draft) == faults


@pytest.mark.parametrize("outcome", sorted(set(OUTCOMES) - {"will_be_done", "declined", "duplicate"}))
def test_these_outcomes_need_words_alone(outcome):
    assert codes(ReplyDraft(outcome, "Because.")) == []


async def test_a_reply_answers_the_case_and_keeps_the_promise(flow):
    case_id = await flow.assigned()
    await reply.send_reply(case_id, DONE, by=flow.basim, rev=await flow.rev(case_id))
    assert (await flow.case(case_id))["status"] == "answered"
    promise = await flow.promise(case_id)
    assert (promise.state, promise.on_time, promise.met_at) == ("met", True, clock.now())
    assert await flow.stretches(case_id) == [("EWA", "met")]


async def test_history_knows_the_outcome_and_not_the_words(flow):
    case_id = await flow.assigned()
    await reply.send_reply(case_id, DONE, by=flow.basim, rev=await flow.rev(case_id))
    last = (await flow.history(case_id))[-1]
    assert (last.act, last.data, last.actor) == ("replied", {"outcome": "done"}, f"staff:{flow.basim.id}")


async def test_the_letter_holds_neither_words_nor_code(flow):
    case_id = await flow.assigned()
    await reply.send_reply(case_id, DONE, by=flow.basim, rev=await flow.rev(case_id))
    letter = await Letter.select().where(Letter.template == "answered").first()
    assert (letter["case_id"], letter["channel"]) == (case_id, "email")
    assert (await flow.case(case_id))["reference"] in letter["params"]
    assert "joint" not in letter["params"]


async def test_a_reply_after_the_deadline_is_late_and_stays_late(flow):
    case_id = await flow.assigned()
    due = (await flow.promise(case_id)).due_at
    with clock.moved(due + timedelta(microseconds=1)):
        await reply.send_reply(case_id, DONE, by=flow.basim, rev=await flow.rev(case_id))
    promise = await flow.promise(case_id)
    assert (promise.state, promise.on_time) == ("missed", False)


async def test_a_reply_at_exactly_the_deadline_is_on_time(flow):
    case_id = await flow.assigned()
    with clock.moved((await flow.promise(case_id)).due_at):
        await reply.send_reply(case_id, DONE, by=flow.basim, rev=await flow.rev(case_id))
    assert (await flow.promise(case_id)).on_time is True


async def test_a_second_reply_changes_neither_words_nor_verdict(flow):
    case_id = await flow.assigned()
    await reply.send_reply(case_id, DONE, by=flow.basim, rev=await flow.rev(case_id))
    before = await flow.promise(case_id)
    with clock.moved(before.due_at + timedelta(days=1)), pytest.raises(Conflict, match="answered_already"):
        await reply.send_reply(case_id, replace(DONE, text="Other"), by=flow.basim, rev=await flow.rev(case_id))
    assert await flow.promise(case_id) == before
    assert [row["text"] for row in await Reply.select()] == [DONE.text]


async def test_of_two_replies_at_once_one_is_sent_and_the_other_told(flow):
    case_id = await flow.assigned()
    rev = await flow.rev(case_id)
    sent = await asyncio.gather(
        *(
            reply.send_reply(case_id, replace(DONE, text=who.username), by=who, rev=rev)
            for who in (flow.basim, flow.badr)
        ),
        return_exceptions=True,
    )
    refused = [error for error in sent if error is not None]
    assert [(type(error), error.code) for error in refused] == [(Conflict, "moved")]
    assert await Reply.count().where(Reply.case == case_id) == 1
    assert (await flow.acts(case_id)).count("replied") == 1
    assert await Letter.count().where(Letter.template == "answered") == 1


async def test_a_promise_with_a_date_is_kept_as_a_commitment(flow):
    case_id = await flow.assigned()
    draft = ReplyDraft("will_be_done", "The cable is replaced then.", due_on=date(2026, 12, 1))
    await reply.send_reply(case_id, draft, by=flow.basim, rev=await flow.rev(case_id))
    row = await Commitment.select().first()
    assert (row["case"], row["due_on"], row["kept_at"]) == (case_id, date(2026, 12, 1), None)


async def test_today_is_the_day_in_bahrain(flow):
    # At 22:00 in UTC it is the next day already in Bahrain: that day is no future any more.
    case_id = await flow.assigned()
    draft = ReplyDraft("will_be_done", "Tomorrow.", due_on=date(2026, 11, 23))
    with clock.moved(clock.now() + timedelta(hours=16)), pytest.raises(Invalid):
        await reply.send_reply(case_id, draft, by=flow.basim, rev=await flow.rev(case_id))


async def test_what_the_outcome_does_not_ask_for_is_not_kept(flow):
    case_id = await flow.assigned()
    draft = replace(DONE, due_on=date(2026, 12, 1), legal_ground="Law", duplicate_of="garbage")
    await reply.send_reply(case_id, draft, by=flow.basim, rev=await flow.rev(case_id))
    row = await Reply.select().first()
    assert (row["legal_ground"], row["duplicate_of"], await Commitment.count()) == (None, None, 0)


async def test_a_duplicate_names_the_case_that_goes_on(flow):
    other, case_id = await flow.assigned(), await flow.assigned()
    number = (await flow.case(other))["reference"]
    draft = ReplyDraft("duplicate", "See the other case.", duplicate_of=f"{number[:3]} {number[3:6]} {number[6:]}")
    await reply.send_reply(case_id, draft, by=flow.basim, rev=await flow.rev(case_id))
    assert (await Reply.select().first())["duplicate_of"] == other


async def test_a_case_is_not_its_own_duplicate_nor_that_of_nothing(flow):
    case_id = await flow.assigned()
    case = await flow.case(case_id)
    for number, code in ((case["reference"], "same_case"), ("264819031", "no_such_case")):
        draft = ReplyDraft("duplicate", "See there.", duplicate_of=number)
        with pytest.raises(Invalid) as refused:
            await reply.send_reply(case_id, draft, by=flow.basim, rev=case["rev"])
        assert [(fault.field, fault.code) for fault in refused.value.faults] == [("duplicate_of", code)]
    assert await flow.case(case_id) == case


@pytest.mark.parametrize("kept", [False, True])
async def test_the_answer_of_a_case_goes_to_its_duplicates_too_unless_it_is_confidential(flow, kept):
    original, repeat, noise = [await flow.assigned() for number in range(3)]
    number = (await flow.case(original))["reference"]
    await flow.replies(repeat, ReplyDraft("duplicate", "See there.", duplicate_of=number))
    await flow.replies(noise)
    assert await repeated.answer_to(repeat, 1) is None
    if kept:
        await barring.close_off(original, by=flow.dana, rev=await flow.rev(original))
        await barring.name_reader(original, flow.basim.id, by=flow.dana, rev=await flow.rev(original))
    await flow.replies(original, DONE)
    letters = await Letter.select(Letter.case_id).where(Letter.template == "answered").order_by(Letter.id)
    told = [row["case_id"] for row in letters]
    assert told == ([repeat, noise, original] if kept else [repeat, noise, original, repeat])
    found = await repeated.answer_to(repeat, 1)
    assert (found and found.text) == (None if kept else DONE.text)
    assert await repeated.answer_to(noise, 1) is None


async def test_a_case_that_the_officer_may_not_open_is_no_original_and_is_not_told(flow):
    theirs, barred, shut, case_id = [await flow.assigned() for number in range(4)]
    await transfer.transfer(theirs, "MOH", "Theirs.", by=flow.nadia, rev=await flow.rev(theirs))
    await barring.bar(barred, flow.basim.id, by=flow.dana, rev=await flow.rev(barred))
    await barring.close_off(shut, by=flow.dana, rev=await flow.rev(shut))
    case = await flow.case(case_id)
    for other in (theirs, barred, shut):
        draft = ReplyDraft("duplicate", "See there.", duplicate_of=(await flow.case(other))["reference"])
        with pytest.raises(Invalid) as refused:
            await reply.send_reply(case_id, draft, by=flow.basim, rev=case["rev"])
        assert [(fault.field, fault.code) for fault in refused.value.faults] == [("duplicate_of", "no_such_case")]
    assert await flow.case(case_id) == case


async def test_two_cases_are_not_each_others_duplicates_even_at_once(flow):
    pair = [await flow.assigned(), await flow.assigned()]
    numbers = [(await flow.case(case_id))["reference"] for case_id in pair]
    drafts = [ReplyDraft("duplicate", "See there.", duplicate_of=number) for number in reversed(numbers)]
    revs = [await flow.rev(case_id) for case_id in pair]
    sent = await asyncio.gather(
        *(reply.send_reply(pair[n], drafts[n], by=flow.basim, rev=revs[n]) for n in range(2)), return_exceptions=True
    )
    [refused] = [error for error in sent if error is not None]
    assert [(fault.field, fault.code) for fault in refused.faults] == [("duplicate_of", "points_here")]
    assert await Reply.count() == 1


async def test_the_database_itself_holds_one_reply_a_cycle(flow):
    case_id = await flow.assigned()
    await reply.send_reply(case_id, DONE, by=flow.basim, rev=await flow.rev(case_id))
    row = Reply(case=case_id, cycle=1, outcome="done", text="Again", by=flow.basim.id, sent_at=clock.now())
    with pytest.raises(DatabaseError) as refused:
        await Reply.insert(row)
    assert is_unique_violation(refused.value)


async def test_another_agencys_officer_finds_no_case(flow):
    case_id = await flow.assigned()
    with pytest.raises(NotFound, match="no_such_case"):
        await reply.send_reply(case_id, DONE, by=flow.tariq, rev=await flow.rev(case_id))


async def test_whoever_decides_nationally_does_not_answer_for_an_agency(flow):
    case_id = await flow.assigned()
    with pytest.raises(Forbidden):
        await reply.send_reply(case_id, DONE, by=flow.nadia, rev=await flow.rev(case_id))
