"""Time passes over a case: people are reminded, then told who is above them, each once; and lateness stays."""

from datetime import UTC, datetime, timedelta

from cases import figures, queues
from sla.tables import ClockStep
from tawasul.core import clock
from tawasul.notify.tables import Letter
from tests.flow.conftest import Flow


def morning(day: int, month: int = 12) -> datetime:
    """Just after the offices open."""
    return datetime(2026, month, day, 4, 1, tzinfo=UTC)


DUE = datetime(2026, 12, 10, 11, tzinfo=UTC)  # Thursday, when the offices close
# When the ticker looks, which letter goes out, and to whom.
LADDER = (
    (morning(7), "reminder", ["basim"]),  # Monday, three working days before
    (morning(9), "at_risk", ["dana"]),  # the day before
    (morning(10), "due_today", ["basim", "dana"]),
    (DUE + timedelta(seconds=1), "breach", []),  # the offices are closed: the letters wait for Sunday
    (morning(13), "breach", ["huda", "nadia"]),
    (morning(13), "escalation", ["huda"]),  # the first working day after
    (morning(15), "escalation", ["huda", "omar"]),  # the third
    (morning(21), "escalation", ["huda", "omar", "omar"]),  # the fifth is after National Day and the weekend
    (morning(28), "escalation", ["huda", "omar", "omar", "huda"]),  # and every week
)


async def taken(flow: Flow) -> int:
    case_id = await flow.files()
    desk = await flow.desk("basim")
    path = await flow.path(case_id)
    await desk.open(path)
    await desk.send(f"{path}/take", rev=await flow.rev(case_id))
    return case_id


async def replies(flow: Flow, case_id: int) -> None:
    desk = await flow.desk("basim")
    path = await flow.path(case_id)
    await desk.open(path)
    await desk.send(f"{path}/reply", rev=await flow.rev(case_id), outcome="done", reply="Repaired.")
    await flow.work()


async def counts(flow: Flow) -> dict[str, int]:
    """The figures of the supervisor's board; each is the length of the list behind it."""
    board = await figures.board(flow.dana, "month")
    for figure, number in board.total.counts.items():
        found = await queues.listed(flow.dana, figure, "month")
        assert len(found.rows) == found.total == number, figure
    return dict(board.total.counts)


async def test_each_rung_is_told_once_however_often_the_ticker_looks(flow: Flow) -> None:
    case_id = await taken(flow)
    assert (await flow.promise(case_id)).due_at == DUE
    for instant, template, people in LADDER:
        await flow.ticks(instant - timedelta(minutes=2))
        await flow.ticks(instant, times=2)
        assert await flow.letters(template) == people, instant
    keys = [row["key"] for row in await Letter.select(Letter.key)]
    assert len(keys) == len(set(keys))
    promise = await flow.promise(case_id)
    steps = await ClockStep.select().where(ClockStep.clock == promise.id)
    assert [step["step"] for step in steps if step["suppressed"]] == []
    assert (await flow.case(case_id))["status"] == "in_progress"


async def test_a_late_case_is_late_on_the_board_before_any_ticker_looked(flow: Flow) -> None:
    case_id = await flow.files()
    with clock.moved(DUE):
        assert (await counts(flow))["overdue"] == 0
    with clock.moved(DUE + timedelta(seconds=1)):
        found = await counts(flow)
        assert (found["overdue"], found["late"], found["due"], found["on_time"]) == (1, 1, 1, 0)
        desk = await flow.desk("dana")
        reference = (await flow.case(case_id))["reference"]
        shown = f"{reference[:3]} {reference[3:6]} {reference[6:]}"
        assert shown in await desk.open("/board/cases?figure=overdue")
    assert await ClockStep.count() == 0


async def test_a_reply_at_the_very_deadline_is_on_time(flow: Flow) -> None:
    case_id = await flow.files()
    with clock.moved(DUE):
        await replies(flow, case_id)
    with clock.moved(DUE + timedelta(days=1)):
        assert (await counts(flow))["on_time"] == 1


async def test_a_late_reply_stays_late(flow: Flow) -> None:
    case_id = await flow.files()
    await flow.ticks(DUE + timedelta(seconds=1))
    with clock.moved(morning(13)):
        await replies(flow, case_id)
        found = await counts(flow)
        assert (found["late"], found["overdue"], found["open"]) == (1, 0, 0)
    assert (await flow.promise(case_id)).on_time is False
    letters = await Letter.count()
    await flow.ticks(morning(28))
    assert await Letter.count() == letters
    with clock.moved(morning(28)):
        assert (await counts(flow))["late"] == 1


async def test_a_case_that_nobody_answers_counts_as_late(flow: Flow) -> None:
    await flow.files()
    with clock.moved(morning(28)):
        board = await figures.board(flow.dana, "month")
        assert (board.total.rate.due, board.total.rate.on_time, board.total.rate.hundredths) == (1, 0, 0)
        assert board.total.rate.late == 1
        assert (await counts(flow))["overdue"] == 1
