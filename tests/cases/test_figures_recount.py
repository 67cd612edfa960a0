"""What a full count of the boards' sums finds and puts right, and that folding them changes none."""

import asyncio
from datetime import timedelta

import pytest

from cases import assignment, figures, figures_fold, figures_recount, reply_drafts, watch
from cases.figure_tables import Counted, DueCount
from sla import clocks, pauses, sweep
from tawasul.core import clock, db
from tawasul.core.actor import system
from tests.cases.conftest import SUNDAY, Flow

_BY = system("tests")


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
    days = {(row["dimension"], str(row["due_at"].date())) for row in await DueCount.select()}
    # In UTC: the first of December begins on the evening before in Bahrain.
    assert {day for dimension, day in days if dimension != "sent"} == {"2026-10-31", "2026-11-30"}
    assert {("since", "2026-10-31"), ("line", "2026-11-30")} < days
    # An answer of long ago is kept by its month, one of today by its day.
    assert {day for dimension, day in days if dimension == "sent"} == {"2026-10-31", "2027-03-21"}
    assert await DueCount.count() <= once + 1  # the one that the later answer brought
    with clock.moved(SUNDAY + timedelta(days=120)):
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


async def test_old_months_cost_a_board_one_row_each_however_many_days_of_them_are_owed(flow: Flow) -> None:
    for day in range(8):
        with clock.moved(SUNDAY + timedelta(days=day)):
            await flow.assigned()
    with clock.moved(SUNDAY + timedelta(days=120)):
        await figures_fold.run()
        rows = await DueCount.select(DueCount.due_at).where(DueCount.dimension == "all", DueCount.agency == "EWA")
        assert len(rows) == len({row["due_at"] for row in rows}) == 1
        for staff in (flow.dana, flow.nadia):
            overdue = await figures.overdue_by_age(staff)
            assert (overdue.total, overdue.by_age["overdue_over_14"]) == (8, 8)
        assert await DueCount.count().where(DueCount.dimension == "owed_by_all", DueCount.open > 0) == 6


async def test_what_is_owed_is_counted_anew_like_everything_else(flow: Flow) -> None:
    await flow.assigned()
    await DueCount.delete().where(DueCount.dimension == "owed_by_all")
    (only,) = await figures_recount.differences()
    assert only.what.endswith("- owed_by_all - open")
    await figures_recount.rebuild()
    with clock.moved(SUNDAY + timedelta(days=20)):
        assert (await figures.overdue_by_age(flow.nadia)).total == 1
