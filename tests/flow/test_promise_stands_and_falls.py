"""What happens to a promise between filing and verdict, from forms to figures: asked, silent, rejected, reopened."""

from datetime import UTC, datetime, timedelta

from cases import figures
from sla.views import clocks_of
from tawasul.core import clock
from tests.flow.conftest import Flow

DUE = datetime(2026, 12, 10, 11, tzinfo=UTC)  # Thursday, when the offices close
WEDNESDAY = datetime(2026, 11, 25, 6, tzinfo=UTC)  # three working days after the filing
CAP = datetime(2026, 12, 6, 11, 15, tzinfo=UTC)  # ten working days after it
DONE = {"outcome": "done", "reply": "The fuse was replaced."}
ASKED = {"ask_reason": "place_unclear", "question": "Which house is it?"}


async def rate_of(flow: Flow, at: datetime) -> tuple[int, int]:
    """How many were due in December, and how many of them kept."""
    with clock.moved(at):
        found = (await figures.board(flow.dana, "month")).total.rate
    return found.due, found.on_time


async def test_asked_answered_replied(flow: Flow) -> None:
    case_id = await flow.files()
    await flow.acts_on("basim", case_id, "ask", **ASKED)
    assert await flow.letters("question") == ["citizen"]
    with clock.moved(WEDNESDAY):
        amal = await flow.citizen(case_id)
        assert "The officer asks you" in amal.words
        reference = (await flow.case(case_id))["reference"]
        said = await amal.send(f"/track/{reference}/answer", answer="The second one.")
        assert "It stood about 3 working days while we waited for you" in said
        await flow.work()
        assert await flow.letters("question_answered") == ["basim"]
    # Three days of waiting move the date by three working days: a reply after the first date is on time.
    with clock.moved(DUE + timedelta(days=3)):
        words = await flow.acts_on("basim", case_id, "reply", **DONE)
    assert "On time" in words
    promise = await flow.promise(case_id)
    assert (promise.on_time, promise.gross_due_at) == (True, DUE)
    assert await rate_of(flow, DUE + timedelta(days=10)) == (1, 1)


async def test_asked_silent_expired_late(flow: Flow) -> None:
    case_id = await flow.files()
    await flow.acts_on("basim", case_id, "ask", **ASKED)
    await flow.ticks(CAP + timedelta(minutes=1))
    assert (await flow.case(case_id))["status"] == "in_progress"
    assert await flow.letters("question_expired") == ["basim"]
    promise = await flow.promise(case_id)
    assert promise.state == "running"
    await flow.ticks(promise.due_at + timedelta(seconds=1))
    with clock.moved(promise.due_at + timedelta(days=1)):
        words = await flow.acts_on("basim", case_id, "reply", **DONE)
    assert "It stood about 10 working days while we waited for the citizen" in words
    assert (await flow.promise(case_id)).on_time is False
    assert await rate_of(flow, promise.due_at + timedelta(days=2)) == (1, 0)
    acts = await flow.acts(case_id)
    assert (acts.count("question_expired"), acts.count("replied")) == (1, 1)


async def test_a_rejected_reply_is_no_reply(flow: Flow) -> None:
    case_id = await flow.files()
    await flow.acts_on("basim", case_id, "reply", outcome="done", reply="Your complaint was received.")
    with clock.moved(WEDNESDAY):
        words = await flow.acts_on("dana", case_id, "reject", reject_reason="It does not say what was done.")
        assert "was no answer" in words
        amal = await flow.citizen(case_id)
        assert "this reply did not answer you" in amal.words
        assert "It does not say what was done." not in amal.words
    assert await flow.letters("better_reply") == ["citizen"]
    assert await flow.letters("reply_rejected") == ["huda"]  # nobody had taken the case on
    # The clock never stopped: without another reply the promise breaks on its first date.
    assert (await flow.promise(case_id)).due_at == DUE
    await flow.ticks(DUE + timedelta(seconds=1))
    assert await rate_of(flow, DUE + timedelta(seconds=2)) == (1, 0)
    with clock.moved(DUE + timedelta(days=3)):
        await flow.acts_on("basim", case_id, "reply", **DONE)
    assert (await flow.promise(case_id)).on_time is False


async def test_a_reopened_case_has_a_second_promise_and_keeps_the_first_verdict(flow: Flow) -> None:
    case_id = await flow.files()
    await flow.acts_on("basim", case_id, "reply", **DONE)
    reopened_at = WEDNESDAY
    with clock.moved(reopened_at):
        amal = await flow.citizen(case_id)
        reference = (await flow.case(case_id))["reference"]
        said = await amal.send(f"/track/{reference}/reopen", missing="It is dark again.")
        assert "The case is open again" in said
        assert "the first reply was on time" in said
        await flow.work()
    assert await flow.letters("case_reopened") == ["huda"]
    first, second = await clocks_of([case_id], "final_reply")
    assert (first.state, first.on_time, second.state) == ("met", True, "running")
    with clock.moved(reopened_at):
        desk = await flow.desk("basim")
        assert "It is dark again." in await desk.open(await flow.path(case_id))
    await flow.ticks(second.due_at + timedelta(seconds=1))
    with clock.moved(second.due_at + timedelta(days=1)):
        await flow.acts_on("basim", case_id, "reply", outcome="done", reply="The cable was replaced.")
    first, second = await clocks_of([case_id], "final_reply")
    assert (first.on_time, second.on_time) == (True, False)
