"""The board: every number is counted by the condition of the list behind it, and not answering cannot help."""

from datetime import date, timedelta

import pytest

from cases import figures, queues
from cases.filters import FIGURES, Figure, Narrowing
from cases.moments import PERIODS, days_of
from sla.tables import Clock
from tawasul.core import db
from tests.cases.conftest import SUNDAY, Flow


async def promise(case_id: int, due_days: float, met_days: float | None = None) -> None:
    """Give a case's promise a due date and perhaps a reply, in days from now."""
    due_at = SUNDAY + timedelta(days=due_days)
    met_at = SUNDAY + timedelta(days=met_days) if met_days is not None else None
    state = "running" if met_at is None else ("met" if met_at <= due_at else "missed")
    columns = {Clock.due_at: due_at, Clock.met_at: met_at, Clock.state: state}
    await Clock.update(columns).where(Clock.case_id == case_id, Clock.kind == "final_reply")


@pytest.fixture
async def month(flow: Flow) -> Flow:
    """Two kept, one answered late, two overdue and silent, one due today, one void; one of another agency."""
    stories = [(-3, -4), (-2, -2), (-3, -1), (-5, None), (-1, None), (0.1, None)]
    for due_days, met_days in stories:
        await promise(await flow.assigned(), due_days, met_days)
    void = await flow.assigned()
    await promise(void, -1)
    await Clock.update({Clock.state: "void"}).where(Clock.case_id == void)
    other = await flow.assigned()
    await promise(other, -1, -2)
    await db.fetch('UPDATE "case_" SET "agency" = {} WHERE "id" = {}', "MOH", other)
    return flow


async def test_the_rate_counts_what_nobody_answered(month: Flow) -> None:
    board = await figures.board(month.dana)
    assert board.total.counts == {
        "due": 5,
        "on_time": 2,
        "late": 3,
        "overdue": 2,
        "due_today": 1,
        "due_soon": 0,
        "open": 3,
    }
    assert board.total.rate.hundredths == 4000


async def test_a_supervisor_sees_her_own_agency_and_the_national_unit_all(month: Flow) -> None:
    assert [row.agency for row in (await figures.board(month.dana)).by_agency] == ["EWA"]
    assert [row.agency for row in (await figures.board(month.nadia)).by_agency] == ["EWA", "MOH"]


@pytest.mark.parametrize("figure", FIGURES)
async def test_every_number_is_the_length_of_its_list(month: Flow, figure: Figure) -> None:
    for staff in (month.dana, month.nadia):
        board = await figures.board(staff)
        assert (await queues.listed(staff, figure, "month")).total == board.total.counts[figure]
        for row in board.by_agency:
            listed = await queues.listed(staff, figure, "month", Narrowing(agency=row.agency))
            assert listed.total == row.counts[figure]


async def test_nothing_due_is_no_data(flow: Flow) -> None:
    await flow.assigned()
    assert (await figures.board(flow.dana)).total.rate.hundredths is None


async def test_a_reply_before_its_month_does_not_help_this_one(flow: Flow) -> None:
    await promise(await flow.assigned(), due_days=25, met_days=0)
    assert (await figures.board(flow.dana)).total.counts["due"] == 0


async def test_the_board_is_one_statement_besides_its_surroundings(month: Flow) -> None:
    with db.count_statements() as counted:
        await figures.board(month.nadia)
    assert sum("COUNT(*)" in statement for statement in counted.statements) == 1
    assert len(counted) <= 4


@pytest.mark.parametrize(
    ("period", "first", "after"),
    [
        ("month", "2026-11-01", "2026-12-01"),
        ("last_month", "2026-10-01", "2026-11-01"),
        ("quarter", "2026-10-01", "2027-01-01"),
        ("year", "2026-01-01", "2027-01-01"),
    ],
)
def test_periods_follow_the_calendar(period: str, first: str, after: str) -> None:
    assert period in PERIODS
    assert [day.isoformat() for day in days_of(period, date(2026, 11, 22))] == [first, after]
