"""The board: every number is the length of the list behind it and what the clocks say, and silence cannot help."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest

from cases import assignment, closure, correction, figures, queues, reopening, reply_drafts, transfer
from cases.figures import Dimension
from cases.filters import AGE_FIGURES, FIGURES, NOW_FIGURES, PERIOD_FIGURES, Figure, Narrowing
from cases.moments import PERIODS, days_of, moments
from sla.compliance import Period
from tawasul.accounts.views import StaffView
from tawasul.core import clock, db
from tests.cases import naive
from tests.cases.conftest import Flow

# What is filed on Sunday, 22 November is due on Thursday, 10 December, when the offices close.
NOW = datetime(2026, 12, 13, 6, tzinfo=UTC)
DECEMBER = date(2026, 12, 1)


async def told(flow: Flow) -> None:
    """Three weeks of an agency and its neighbours, through the acts that people do."""
    kept, late, silent, passed_on, passed_on_late = [await flow.assigned() for _ in range(5)]
    again, asked = await flow.assigned(governorate="northern"), await flow.assigned(governorate="capital")
    await flow.waiting()
    spam = await flow.waiting()
    await closure.close_as(spam, "void_spam", "", by=flow.nadia, rev=await flow.rev(spam))
    await assignment.take(silent, by=flow.basim, rev=await flow.rev(silent))
    await transfer.transfer(passed_on, "MOH", "A clinic", by=flow.nadia, rev=await flow.rev(passed_on))
    await flow.asks(asked)
    with clock.moved(clock.now() + timedelta(days=2)):
        await flow.replies(kept)
        await flow.replies(again)
        await reopening.reopen(again, "It is dark again")
    with clock.moved(NOW - timedelta(minutes=5)):
        await flow.replies(late)
        moved = await flow.rev(passed_on_late)
        await transfer.transfer(passed_on_late, "MOH", "A clinic", by=flow.nadia, rev=moved)
        await assignment.take(silent, by=flow.badr, rev=await flow.rev(silent))
        await flow.assigned()


@pytest.fixture
async def lived(flow: Flow) -> AsyncIterator[Flow]:
    await told(flow)
    with clock.moved(NOW):
        yield flow


async def listed(staff: StaffView, figure: Figure, period: object, by: Narrowing) -> int:
    """The cases of a list, counted one by one over all its pages."""
    page = await queues.listed(staff, figure, period, by)
    found = len(page.rows)
    assert page.total >= found
    while page.following:
        page = await queues.listed(staff, figure, period, by, queues.Turn(page.following))
        found += len(page.rows)
    assert found == page.total
    return found


async def test_the_rate_counts_what_nobody_answered(lived: Flow) -> None:
    counts = (await figures.board(lived.dana)).total.counts
    expected = {"due": 5, "on_time": 2, "late": 3, "answered": 3, "reopened": 1, "void": 0, "overdue": 2, "open": 5}
    assert {name: counts[name] for name in expected} == expected


async def test_every_number_is_what_the_clocks_say(lived: Flow) -> None:
    at = await moments(NOW)
    promises = await naive.promises()
    board = await figures.board(lived.nadia)
    for row in (board.total, *board.by_agency):
        of_agency = [one for one in promises if row is board.total or one.agency == (row.agency or "")]
        expected = naive.counts(of_agency, Period(at.first, at.after), NOW)
        assert {name: row.counts[name] for name in expected if name in row.counts} == {
            name: number for name, number in expected.items() if name in row.counts
        }, row.agency


@pytest.mark.parametrize("figure", [*PERIOD_FIGURES, *NOW_FIGURES])
async def test_every_number_is_the_length_of_its_list(lived: Flow, figure: Figure) -> None:
    for staff in (lived.dana, lived.nadia):
        board = await figures.board(staff, "quarter")
        assert await listed(staff, figure, "quarter", Narrowing()) == board.total.counts[figure]
        for row in board.by_agency:
            by = Narrowing(agency=row.agency or "none")
            assert await listed(staff, figure, "quarter", by) == row.counts[figure]


async def test_a_breach_stays_with_whoever_had_the_case_when_it_fell_due(lived: Flow) -> None:
    rows = {row.agency: row.counts for row in (await figures.board(lived.nadia)).by_agency}
    # Silent and passed on too late; passed on in time; never sorted.
    assert {agency: row["overdue"] for agency, row in rows.items()} == {"EWA": 2, "MOH": 1, None: 1}


async def test_a_case_that_is_anothers_now_is_counted_without_its_text(lived: Flow) -> None:
    rows = (await queues.listed(lived.dana, "overdue", "month")).rows
    assert sorted((row.agency, bool(row.excerpt)) for row in rows) == [("EWA", True), ("MOH", False)]


async def test_a_supervisor_sees_her_own_agency_and_the_national_unit_all(lived: Flow) -> None:
    assert [row.agency for row in (await figures.board(lived.dana)).by_agency] == ["EWA"]
    assert [row.agency for row in (await figures.board(lived.nadia)).by_agency] == [None, "EWA", "MOH"]
    assert (await figures.board(lived.dana, agency="MOH")).total.counts["due"] == 0
    assert (await figures.board(lived.nadia, agency="MOH")).total.counts["due"] == 1


@pytest.mark.parametrize("dimension", ["kind", "category", "governorate", "holder"])
async def test_a_breakdown_adds_up_and_each_of_its_numbers_has_its_list(lived: Flow, dimension: Dimension) -> None:
    rows = await figures.breakdown(lived.dana, "month", dimension)
    whole = (await figures.board(lived.dana)).total.counts
    assert {figure: sum(row.counts[figure] for row in rows) for figure in whole} == whole
    for row in rows:
        by = Narrowing(**{dimension: row.value})
        assert await listed(lived.dana, "due", "month", by) == row.counts["due"]
        assert await listed(lived.dana, "overdue", "month", by) == row.counts["overdue"]


async def test_a_breach_belongs_to_the_officer_who_had_it_when_it_fell_due(lived: Flow) -> None:
    late = {row.value: row.counts["late"] for row in await figures.breakdown(lived.dana, "month", "holder")}
    assert late == {"": 2, str(lived.basim.id): 1}
    assert await figures.breakdown(lived.nadia, "month", "holder") == []


async def test_the_trend_holds_each_month_and_its_list(lived: Flow) -> None:
    months = await figures.trend(lived.dana, 3)
    assert [month.first for month in months] == [date(2026, 10, 1), date(2026, 11, 1), DECEMBER]
    assert [month.figures.counts["due"] for month in months] == [0, 0, 5]
    assert months[0].figures.rate.hundredths is None
    assert await listed(lived.dana, "due", DECEMBER, Narrowing()) == 5


async def test_what_is_overdue_is_told_by_its_age(lived: Flow) -> None:
    # Due on Thursday at the close; today is Sunday morning, with no close since.
    bands = {0: ("overdue_new", 2), 1: ("overdue_1_to_5", 2), 14: ("overdue_6_to_14", 3), 28: ("overdue_over_14", 3)}
    for days, (band, number) in bands.items():
        with clock.moved(NOW + timedelta(days=days)):
            found = await figures.overdue_by_age(lived.dana)
            assert found.by_age[band] == number
            for figure in AGE_FIGURES:
                assert await listed(lived.dana, figure, "month", Narrowing()) == found.by_age[figure]
    assert found.oldest_due_at == datetime(2026, 12, 10, 11, tzinfo=UTC)


async def test_what_is_due_soon_without_a_draft_is_told(flow: Flow) -> None:
    drafted, _, answered = [await flow.assigned() for _ in range(3)]
    await reply_drafts.save(drafted, {"reply": "A crew"}, by=flow.basim)
    await flow.replies(answered)
    for instant, today, soon in ((datetime(2026, 12, 10, 6, tzinfo=UTC), 1, 0), (NOW - timedelta(days=5), 0, 1)):
        with clock.moved(instant):
            found = await figures.due_without_draft(flow.dana)
            assert (found.today, found.soon) == (today, soon)
            assert await listed(flow.dana, "undrafted_today", "month", Narrowing()) == today
            assert await listed(flow.dana, "undrafted_soon", "month", Narrowing()) == soon


async def test_an_emptied_draft_is_none(flow: Flow) -> None:
    case_id = await flow.assigned()
    await reply_drafts.save(case_id, {"reply": "A crew"}, by=flow.basim)
    await reply_drafts.save(case_id, {"reply": " "}, by=flow.basim)
    with clock.moved(datetime(2026, 12, 10, 6, tzinfo=UTC)):
        assert (await figures.due_without_draft(flow.dana)).today == 1


async def test_the_budget_knows_what_is_scheduled(lived: Flow) -> None:
    found = await figures.budget(lived.dana)
    for figure in ("due", "scheduled", "late"):
        assert await listed(lived.dana, figure, "quarter", Narrowing()) == getattr(found, figure)
    assert (found.due, found.scheduled, found.late) == (5, 2, 3)
    assert (found.budget.due, found.budget.spent) == (7, 3)


async def test_a_pause_counts_in_net_and_not_in_gross(flow: Flow) -> None:
    case_id = await flow.assigned()
    await flow.asks(case_id)
    with clock.moved(NOW + timedelta(minutes=1)):
        await flow.replies(case_id)
        due_at = (await flow.promise(case_id)).due_at
    with clock.moved(due_at + timedelta(seconds=1)):
        total = (await figures.board(flow.dana)).total
    assert (total.counts["on_time"], total.counts["gross_on_time"], total.counts["had_pause"]) == (1, 0, 1)
    assert (total.pause_share.hundredths, total.gross_rate.hundredths) == (10_000, 0)


async def test_a_corrected_category_moves_the_case_to_it(flow: Flow) -> None:
    case_id = await flow.assigned()
    await correction.correct(case_id, "ewa-bill", by=flow.basim, rev=await flow.rev(case_id))
    rows = await figures.breakdown(flow.dana, "month", "category")
    assert {row.value: row.counts["open"] for row in rows} == {"ewa-bill": 1}


async def test_nothing_due_is_no_data(flow: Flow) -> None:
    await flow.assigned()
    total = (await figures.board(flow.dana)).total
    assert total.rate.hundredths is None
    assert total.void_share.hundredths is None


async def test_a_reply_before_its_month_does_not_help_this_one(flow: Flow) -> None:
    case_id = await flow.assigned()
    await flow.replies(case_id)
    assert (await figures.board(flow.dana)).total.counts["due"] == 0


async def test_a_board_is_two_statements_however_many_cases(flow: Flow) -> None:
    await flow.assigned()
    with db.count_statements() as few:
        await figures.board(flow.nadia)
    await told(flow)
    with db.count_statements() as many:
        await figures.board(flow.nadia)
    assert len(many) == len(few)
    assert sum('"due_count"' in statement for statement in many.statements) == 2


async def test_a_longer_list_of_the_board_takes_no_more_statements(flow: Flow) -> None:
    await flow.assigned()
    with db.count_statements() as few:
        await queues.listed(flow.dana, "open", "month")
    await told(flow)
    with db.count_statements() as many:
        await queues.listed(flow.dana, "open", "month")
    assert len(many) == len(few)


async def test_lists_of_the_board_are_paged_without_gap_or_repeat(lived: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "PAGE", 2)
    assert await listed(lived.nadia, "open", "month", Narrowing()) == 7
    second = await queues.listed(
        lived.nadia, "open", "month", turn=queues.Turn((await queues.listed(lived.nadia, "open", "month")).following)
    )
    back = await queues.listed(lived.nadia, "open", "month", turn=queues.Turn(second.preceding, backwards=True))
    assert back.rows == (await queues.listed(lived.nadia, "open", "month")).rows


def test_every_figure_is_told_once() -> None:
    assert len(set(FIGURES)) == len(FIGURES)


@pytest.mark.parametrize(
    ("period", "first", "after"),
    [
        ("month", "2026-11-01", "2026-12-01"),
        ("last_month", "2026-10-01", "2026-11-01"),
        ("quarter", "2026-10-01", "2027-01-01"),
        ("year", "2026-01-01", "2027-01-01"),
        (date(2025, 12, 1), "2025-12-01", "2026-01-01"),
    ],
)
def test_periods_follow_the_calendar(period: object, first: str, after: str) -> None:
    assert period in PERIODS or isinstance(period, date)
    assert [day.isoformat() for day in days_of(period, date(2026, 11, 22))] == [first, after]


async def test_the_months_of_agencies_add_up_to_those_of_all(flow: Flow) -> None:
    kept, _open, _waiting = await flow.assigned(), await flow.assigned(), await flow.waiting()
    await flow.replies(kept)
    with clock.moved(clock.now() + timedelta(days=24)):
        found = await figures.trends(flow.nadia)
        assert set(found) == {"EWA", ""}
        assert {len(months) for months in found.values()} == {12}
        whole = await figures.trend(flow.nadia, 12)
        for position, month in enumerate(whole):
            for counted in ("due", "on_time", "late"):
                parts = sum(months[position].figures.counts[counted] for months in found.values())
                assert month.figures.counts[counted] == parts
        assert found["EWA"] == await figures.trend(flow.dana, 12, "EWA")
        assert set(await figures.trends(flow.samir)) == set()
