"""The clock stands only while the citizen was asked or the law forbids, and what remained then remains."""

from datetime import UTC, datetime, timedelta

import pytest

from sla import clocks, pauses, sweep, verdicts
from sla.policy import Subject
from sla.rebuild import differences
from sla.store import events_of
from sla.tables import Clock, ClockStep, PolicyVersion
from sla.views import clocks_of, final_replies
from tawasul.core import clock
from tawasul.core.actor import CITIZEN, Actor
from tawasul.core.db import transaction
from tawasul.core.errors import Conflict, DomainError

BASIM = Actor("staff", 7, "officer", "EWA")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+03:00").astimezone(UTC)


RECEIVED, DUE = at("2026-10-04T09:00"), at("2026-10-22T14:00")  # Sunday; the 14th working day is a Thursday


async def do(when: datetime, act, *args, **options):
    with clock.moved(when):
        async with transaction():
            return await act(*args, **options)


async def start(case_id: int = 1):
    return await do(RECEIVED, clocks.start, case_id, "final_reply", case_kind="complaint", at=RECEIVED, actor=CITIZEN)


async def assign(when: datetime = RECEIVED, agency: str = "EWA"):
    return await do(when, clocks.open_segment, 1, Subject("complaint", agency), at=when, actor=BASIM)


async def ask(when: datetime, *, second_allowed: bool = False):
    return await do(when, pauses.pause, 1, reason="waiting_for_citizen", actor=BASIM, second_allowed=second_allowed)


async def answer(when: datetime):
    return await do(when, pauses.resume, 1, actor=CITIZEN)


async def told(steps) -> None:
    """Nothing follows from these steps."""


async def tick(when: datetime) -> None:
    with clock.moved(when):
        await sweep.run(told)


async def promise(case_id: int = 1):
    return (await final_replies([case_id]))[case_id]


@pytest.fixture(autouse=True)
async def every_clock_is_what_its_events_make(database):
    yield
    for row in await Clock.select():
        assert differences(row, await events_of(row["id"])) == {}


async def test_a_paused_clock_has_a_due_date_all_the_same_and_an_end(database):
    await start()
    paused = await ask(at("2026-10-06T10:00"))
    assert paused.state == "paused"
    assert paused.pause_ends_at == at("2026-10-20T14:15")  # close of the tenth working day after
    assert paused.due_at == at("2026-11-05T14:00")  # ten whole days on
    assert paused.gross_due_at == DUE


@pytest.mark.parametrize(
    ("asked", "answered", "due"),
    [
        ("2026-10-06T13:45", "2026-10-07T07:15", "2026-10-22T14:00"),  # overnight: half an hour of work is no day
        ("2026-10-07T16:00", "2026-10-08T06:00", "2026-10-22T14:00"),  # while the offices are closed: nothing
        ("2026-10-08T14:00", "2026-10-11T07:00", "2026-10-22T14:00"),  # over the weekend: nothing
        ("2026-10-06T10:00", "2026-10-07T10:00", "2026-10-25T14:15"),  # a working day: the next one, a Sunday
        ("2026-10-06T10:00", "2026-10-08T10:00", "2026-10-26T14:15"),  # two
    ],
)
async def test_an_answer_leaves_what_remained(database, asked, answered, due):
    await start()
    await ask(at(asked))
    running = await answer(at(answered))
    assert (running.state, running.due_at, running.paused_since) == ("running", at(due), None)


async def test_two_half_days_are_one(database):
    await start()
    await ask(at("2026-10-06T07:00"))
    await answer(at("2026-10-06T10:40"))
    await ask(at("2026-10-07T07:00"), second_allowed=True)
    assert (await answer(at("2026-10-07T10:40"))).due_at == at("2026-10-25T14:15")


async def test_nobody_answers_and_the_clock_runs_again_at_the_true_end_of_the_pause(database):
    await start()
    asked = await ask(at("2026-10-06T10:00"))
    await tick(at("2026-10-25T09:00"))  # the ticker was away for five days
    running = await promise()
    assert (running.state, running.due_at) == ("running", asked.due_at)
    step = await ClockStep.select().where(ClockStep.step == "pause_ended:1").first()
    assert step["scheduled_at"] == at("2026-10-20T14:15")
    assert not step["suppressed"]
    await tick(at("2026-10-25T09:01"))
    assert await ClockStep.count().where(ClockStep.step == "pause_ended:1") == 1


async def test_a_reply_while_it_stands_ends_the_pause_first(database):
    await start()
    await ask(at("2026-10-06T10:00"))
    met = await do(at("2026-10-06T12:00"), clocks.stop, 1, actor=BASIM)
    assert (met.state, met.on_time, met.due_at) == ("met", True, DUE)


async def test_a_pause_that_ended_unnoticed_moves_the_date_no_further(database):
    await start()
    asked = await ask(at("2026-10-06T10:00"))
    late = await do(asked.due_at + timedelta(seconds=1), clocks.stop, 1, actor=BASIM)
    assert (late.due_at, late.on_time) == (asked.due_at, False)


async def test_it_does_not_stand_twice_nor_after_the_deadline_nor_a_second_time_without_leave(database):
    await start()
    with pytest.raises(Conflict, match="past_due"):
        await ask(DUE + timedelta(seconds=1))
    await ask(at("2026-10-06T10:00"))
    with pytest.raises(Conflict, match="already_paused"):
        await ask(at("2026-10-06T11:00"), second_allowed=True)
    await answer(at("2026-10-06T12:00"))
    with pytest.raises(Conflict, match="second_pause"):
        await ask(at("2026-10-07T10:00"))
    assert (await ask(at("2026-10-07T10:00"), second_allowed=True)).state == "paused"
    await answer(at("2026-10-07T11:00"))
    with pytest.raises(Conflict, match="not_paused"):
        await answer(at("2026-10-07T12:00"))


async def test_being_transferred_or_on_leave_is_no_reason(database):
    await start()
    for reason in ("transferred", "on_leave", ""):
        with pytest.raises(DomainError, match="unknown_reason"):
            await do(at("2026-10-06T10:00"), pauses.pause, 1, reason=reason, actor=BASIM)


async def test_a_legal_stay_needs_an_end_that_lies_ahead(database):
    await start()
    now = at("2026-10-06T10:00")
    for ends_at, code in ((None, "needs_end"), (now, "end_before_start")):
        with pytest.raises(DomainError, match=code):
            await do(now, pauses.pause, 1, reason="legal_stay", actor=BASIM, ends_at=ends_at)
    stays = await do(
        now, pauses.pause, 1, reason="legal_stay", actor=BASIM, ends_at=at("2026-10-12T10:00"), second_allowed=True
    )
    assert (stays.state, stays.due_at) == ("paused", at("2026-10-28T14:15"))


async def test_the_agency_stands_with_the_citizen_also_one_that_gets_the_case_meanwhile(database):
    await start()
    own = await assign()
    await ask(at("2026-10-06T10:00"))
    await do(at("2026-10-06T11:00"), clocks.close_segment, 1, at=at("2026-10-06T11:00"), actor=BASIM, met=False)
    await assign(at("2026-10-06T11:00"), "MOW")
    assert [(c.agency, c.state) for c in await clocks_of([1], "agency")] == [("EWA", "void"), ("MOW", "paused")]
    await answer(at("2026-10-08T11:00"))
    first, second = await clocks_of([1], "agency")
    assert (first.due_at, second.state) == (own.due_at, "running")
    assert second.due_at <= (await promise()).due_at


async def test_the_policy_says_how_long_a_question_may_let_it_stand(database):
    await PolicyVersion.update({PolicyVersion.pause_rules: '{"most_days": 3}'}, force=True)
    await start()
    assert (await ask(at("2026-10-06T10:00"))).pause_ends_at == at("2026-10-11T14:15")


async def test_a_promise_in_hours_remains_to_the_second(database):
    await PolicyVersion.update(
        {
            PolicyVersion.unit: "business_seconds",
            PolicyVersion.target: 36_000,
            PolicyVersion.ladder: '["p50", "breach"]',
        }
    ).where(PolicyVersion.clock == "final_reply")
    begun = await start()
    await ask(at("2026-10-04T10:00"))
    running = await answer(at("2026-10-05T08:30"))
    # An hour was used up; nine remain: 5:45 on Monday from 8:30, 3:15 on Tuesday from 7:00.
    assert (begun.due_at, running.due_at) == (at("2026-10-05T11:45"), at("2026-10-06T10:15"))


async def test_a_rejected_reply_was_none(database):
    await start()
    await assign()
    await do(at("2026-10-20T10:00"), clocks.stop, 1, actor=BASIM)
    await do(at("2026-10-20T10:00"), clocks.close_segment, 1, at=at("2026-10-20T10:00"), actor=BASIM, met=True)
    going = await do(at("2026-10-26T10:00"), verdicts.revoke, 1, actor=BASIM, reason="no_answer")
    assert (going.state, going.met_at, going.on_time, going.due_at) == ("running", None, None, DUE)
    assert [c.state for c in await clocks_of([1], "agency")] == ["running"]
    late = await do(at("2026-10-27T10:00"), clocks.stop, 1, actor=BASIM)
    assert late.on_time is False
    await start(2)
    with pytest.raises(Conflict, match="not_answered"):
        await do(at("2026-10-27T10:00"), verdicts.revoke, 2, actor=BASIM, reason="no_answer")


async def test_two_persons_correct_a_verdict_and_the_first_one_stays_in_the_events(database):
    begun = await start()
    await do(DUE + timedelta(hours=20), clocks.stop, 1, actor=BASIM)
    now = DUE + timedelta(days=10)
    corrected = await do(now, verdicts.correct, begun.id, True, actor=BASIM, reason="holiday after the fact")
    assert (corrected.state, corrected.on_time, corrected.corrected, corrected.due_at) == ("met", True, True, DUE)
    assert [e.data for e in await events_of(begun.id) if e.type == "corrected"] == [{"was": False, "becomes": True}]
    with pytest.raises(Conflict, match="same_verdict"):
        await do(now, verdicts.correct, begun.id, True, actor=BASIM, reason="again")
    open_one = await start(2)
    with pytest.raises(Conflict, match="not_answered"):
        await do(now, verdicts.correct, open_one.id, True, actor=BASIM, reason="none")
