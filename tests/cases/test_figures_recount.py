"""The sums of the boards are what a full count gives, whatever people do, and folding them changes none."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from cases import (
    assignment,
    closure,
    correction,
    figures,
    figures_fold,
    figures_recount,
    rejection,
    reopening,
    reply_drafts,
    transfer,
    triage,
    watch,
)
from cases.figure_tables import Counted, DueCount
from cases.moments import moments
from cases.tables import Case
from sla import clocks, pauses, sweep, verdicts
from sla.compliance import Period
from sla.views import final_replies
from tawasul.core import clock, db
from tawasul.core.actor import system
from tawasul.core.errors import DomainError
from tests.cases import naive
from tests.cases.conftest import SUNDAY, Flow

STEPS = 45
_BY = system("tests")
Act = Callable[[Flow, int], Awaitable[Any]]


async def _take(flow: Flow, case_id: int) -> None:
    case = await flow.case(case_id)
    who = {"EWA": flow.basim, "MOH": flow.tariq, "MOW": flow.mona}.get(case["agency"] or "", flow.nadia)
    await assignment.take(case_id, by=who, rev=case["rev"])


async def _transfer(flow: Flow, case_id: int) -> None:
    case = await flow.case(case_id)
    to = "MOH" if case["agency"] != "MOH" else "EWA"
    await transfer.transfer(case_id, to, "Theirs", by=flow.adel, rev=case["rev"])


async def _correct(flow: Flow, case_id: int) -> None:
    case = await flow.case(case_id)
    category = "ewa-bill" if case["category"] != "ewa-bill" else "ewa-power-outage"
    await correction.correct(case_id, category, by=flow.nadia, rev=case["rev"])


async def _place(flow: Flow, case_id: int) -> None:
    await triage.place(case_id, "ewa-bill", by=flow.nadia, rev=await flow.rev(case_id), governorate="northern")


async def _close(flow: Flow, case_id: int) -> None:
    await closure.close_as(case_id, "void_spam", "", by=flow.nadia, rev=await flow.rev(case_id))


async def _draft(flow: Flow, case_id: int) -> None:
    await reply_drafts.save(case_id, {"reply": "Soon"}, by=flow.basim)


async def _reject(flow: Flow, case_id: int) -> None:
    await rejection.reject(case_id, "No answer", by=flow.dana, rev=await flow.rev(case_id))


async def _judge_anew(flow: Flow, case_id: int) -> None:
    promise = (await final_replies([case_id]))[case_id]
    async with db.transaction():
        await verdicts.correct(promise.id, not promise.on_time, actor=_BY, reason="holiday")


async def _stand(flow: Flow, case_id: int) -> None:
    async with db.transaction():
        await pauses.pause(
            case_id, reason="legal_stay", actor=_BY, ends_at=clock.now() + timedelta(days=4), second_allowed=True
        )


async def _pass_time(flow: Flow, case_id: int) -> None:
    clock.move_to(clock.now() + timedelta(hours=random.Random(case_id).randint(1, 90)))
    await sweep.run(watch.apply)


ACTS: list[Act] = [
    lambda flow, _: flow.assigned(governorate="capital"),
    lambda flow, _: flow.waiting(),
    lambda flow, case_id: flow.asks(case_id),
    lambda flow, case_id: flow.replies(case_id),
    lambda _, case_id: reopening.reopen(case_id, "Dark again"),
    _take,
    _transfer,
    _correct,
    _place,
    _close,
    _draft,
    _reject,
    _judge_anew,
    _stand,
    _pass_time,
    _pass_time,
]


async def live(flow: Flow, seed: int) -> set[str]:
    """Let people do what comes to their minds; what the rules refuse is not done. Gives what was done."""
    dice, done = random.Random(seed), set()
    for _ in range(6):
        await flow.assigned()
    for _ in range(STEPS):
        act = dice.choice(ACTS)
        rows = await Case.select(Case.id).order_by(Case.id)
        try:
            await act(flow, dice.choice(rows)["id"])
            done.add(getattr(act, "__name__", ""))
        except DomainError:
            continue
    return done


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_people_do_the_sums_are_those_of_a_full_count(flow: Flow, seed: int) -> None:
    assert len(await live(flow, seed)) > 5
    assert await figures_recount.differences() == []
    for _ in range(2):  # as appended, and folded
        await _agrees_with_the_clocks(flow)
        await figures_fold.run()


async def _agrees_with_the_clocks(flow: Flow) -> None:
    at, promises = await moments(clock.now(), "year"), await naive.promises()
    board = await figures.board(flow.nadia, "year")
    expected = naive.counts(promises, Period(at.first, at.after), clock.now())
    del expected["undrafted"]
    assert {name: board.total.counts[name] for name in expected} == expected
    for row in board.by_agency:
        of_agency = [one for one in promises if one.agency == (row.agency or "")]
        assert row.counts["open"] == sum(one.view.is_open for one in of_agency)
        assert row.counts["overdue"] == naive.counts(of_agency, Period(at.first, at.after), clock.now())["overdue"]


async def test_folding_leaves_one_row_for_each_key_and_keeps_old_months_as_one(flow: Flow) -> None:
    kept, still_open = await flow.assigned(), await flow.assigned()
    await flow.replies(kept)
    assert await figures_fold.run() > 0
    once = await DueCount.count()
    assert await figures_fold.run() == 0
    with clock.moved(SUNDAY + timedelta(days=120)):
        await flow.replies(still_open)
        before = (await figures.trend(flow.dana, 6))[1:3]
        await figures_fold.run()
        assert (await figures.trend(flow.dana, 6))[1:3] == before
        assert before[1].figures.counts["due"] == 2
    days = {row["due_at"].day for row in await DueCount.select(DueCount.due_at)}
    assert days == {30}  # in UTC: the first of December begins on the evening before in Bahrain
    assert await DueCount.count() <= once
    assert await figures_recount.differences() == []


async def test_what_is_open_keeps_its_own_due_date_however_old(flow: Flow) -> None:
    await flow.assigned()
    with clock.moved(SUNDAY + timedelta(days=120)):
        await figures_fold.run()
        assert (await figures.overdue_by_age(flow.dana)).oldest_due_at == SUNDAY + timedelta(days=18, hours=5)


async def test_what_falls_due_today_and_later_keeps_its_day_in_every_sum(flow: Flow) -> None:
    await flow.assigned()
    with clock.moved(SUNDAY + timedelta(days=18)):
        await figures_fold.run()
        for row in await figures.breakdown(flow.dana, "month", "category"):
            assert row.counts["due_today"] == 1
    with clock.moved(SUNDAY + timedelta(days=19)):
        assert await figures_fold.run() > 0
        for row in await figures.breakdown(flow.dana, "month", "category"):
            assert (row.counts["due_today"], row.counts["overdue"], row.counts["late"]) == (0, 1, 1)
    assert await figures_recount.differences() == []


async def test_several_who_fold_and_count_at_once_lose_nothing(flow: Flow) -> None:
    for _ in range(4):
        await flow.assigned()
    await asyncio.gather(figures_fold.run(), flow.assigned(), figures_fold.run(), flow.assigned(), figures_fold.run())
    assert (await figures.board(flow.dana)).total.counts["open"] == 6
    assert await figures_recount.differences() == []


async def test_acts_on_one_case_at_once_are_counted_once(flow: Flow) -> None:
    case_id = await flow.assigned()
    await asyncio.gather(
        reply_drafts.save(case_id, {"reply": "A crew"}, by=flow.badr),
        assignment.take(case_id, by=flow.basim, rev=await flow.rev(case_id)),
        _stand_alone(case_id),
        figures_fold.run(),
    )
    counts = {row.value: row.counts["open"] for row in await figures.breakdown(flow.dana, "month", "holder")}
    assert counts == {str(flow.basim.id): 1}
    assert await figures_recount.differences() == []


async def _stand_alone(case_id: int) -> None:
    """Hold the clock and not the case, as the ticker does where a pause ends."""
    async with db.transaction():
        await pauses.pause(case_id, reason="legal_stay", actor=_BY, ends_at=clock.now() + timedelta(days=4))


async def test_a_clock_that_is_counted_wrongly_is_found_and_put_right(flow: Flow) -> None:
    case_id = await flow.assigned()
    await Counted.update({Counted.agency: "MOH"}).where(Counted.case == case_id)
    assert await figures_recount.differences() != []
    assert await figures_recount.rebuild() > 0
    assert await figures_recount.differences() == []
    assert [row.agency for row in (await figures.board(flow.nadia)).by_agency] == ["EWA"]


async def test_sums_that_are_wrong_are_found_and_put_right(flow: Flow) -> None:
    await flow.assigned()
    await DueCount.delete(force=True)
    (first, *_) = await figures_recount.differences()
    assert "EWA" in first.what
    await figures_recount.rebuild()
    assert await figures_recount.differences() == []
    assert (await figures.board(flow.dana)).total.counts["open"] == 1


async def test_cases_from_before_there_were_sums_are_counted_once(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures_recount, "PORTION", 2)
    assert await figures_recount.count_earlier() == 0
    for _ in range(5):
        await flow.assigned()
    expected = await figures.board(flow.dana)
    assert await figures_recount.count_earlier() == 0
    await Counted.delete(force=True)
    await DueCount.delete(force=True)
    assert await figures_recount.count_earlier() == 5
    assert await figures_recount.count_earlier() == 0
    assert await figures.board(flow.dana) == expected
    assert await figures_recount.differences() == []


async def test_a_failed_act_counts_nothing(flow: Flow) -> None:
    case_id = await flow.assigned()

    async def fails_at_the_end() -> None:
        async with db.transaction():
            await clocks.stop(case_id, actor=_BY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails_at_the_end()
    assert (await figures.board(flow.dana)).total.counts["open"] == 1
    assert await figures_recount.differences() == []


async def test_a_reminder_counts_nothing_anew(flow: Flow) -> None:
    await flow.assigned()
    rows = await DueCount.count()
    with clock.moved(SUNDAY + timedelta(days=16)):
        assert await sweep.run(watch.apply) == 2
    assert await DueCount.count() == rows
