"""The demonstration: plainly made up, alive on every screen, and lived through the real acts."""

import shutil
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cases import approval_views, demonstration, figures, queues, reply_templates
from cases.tables import Case, Commitment, Question, Reopening, Reply
from sla.views import final_replies
from tawasul import audit, demo
from tawasul.accounts.permissions import ROLES
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import COLUMNS, StaffView, view
from tawasul.core import clock, db
from tawasul.core.settings import Settings, read
from tawasul.notify.tables import Letter
from tawasul.outbox import dead

CASES = 80
SUNDAY = datetime(2026, 11, 22, 6, tzinfo=UTC)  # so few cases do not stand everywhere at any moment, but at this one


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demonstration")


@pytest.fixture(scope="module")
def settings(folder: Path) -> Settings:
    return read({"TAWASUL_DATA": str(folder), "TAWASUL_SECRET_KEY": "the-key-of-the-tests-is-no-secret-at-all"})


@pytest.fixture
async def loaded(settings: Settings, sqlite_template: Path, folder: Path) -> AsyncIterator[Settings]:
    """The demonstration, made once for all tests here: none of them writes."""
    path = folder / "tawasul.sqlite"
    is_new = not path.exists()
    if is_new:
        shutil.copy(sqlite_template, path)
    db.connect(settings.database_url)
    await db.open_pool()
    with clock.moved(SUNDAY):
        if is_new:
            await demo.load(settings, cases=CASES)
        yield settings
    await db.close_pool()


async def one(role: str) -> StaffView:
    return view((await Staff.select(*COLUMNS).where(Staff.role == role).order_by(Staff.id))[0])


async def test_every_case_and_person_is_flagged(loaded: Settings) -> None:
    assert await demonstration.count() == await Case.count() >= CASES - 2
    assert await Staff.count().where(Staff.demo.eq(False)) == 0
    assert {row["role"] for row in await Staff.select(Staff.role)} == set(ROLES)


async def test_no_letter_leaves_and_no_work_is_left(loaded: Settings) -> None:
    rows = await Letter.select(Letter.state, Letter.demo)
    assert rows
    assert {(row["state"], row["demo"]) for row in rows} == {("shown", True)}
    waiting = await dead.backlog()
    assert (waiting.ready, waiting.leased, waiting.dead) == (0, 0, 0)


async def test_cases_stand_everywhere_and_lie_in_three_months(loaded: Settings) -> None:
    rows = await Case.select(Case.status, Case.language, Case.received_at)
    stand = Counter(row["status"] for row in rows)
    assert stand["answered"] + stand["closed"] > CASES / 2, stand
    assert len({"triage", "assigned", "in_progress"} & set(stand)) >= 2, stand
    assert stand["received"] == 0
    assert {row["language"] for row in rows} == {"ar", "en"}
    assert clock.now() - min(row["received_at"] for row in rows) < timedelta(days=95)
    assert max(row["received_at"] for row in rows) < clock.now()


async def test_promises_pause_break_begin_anew_and_are_kept(loaded: Settings) -> None:
    ended = {row["ended"] for row in await Question.select(Question.ended)}
    assert {"answered", "expired"} <= ended
    assert await Reopening.exists()
    assert await Reply.exists().where(Reply.rejected_at.is_not_null())
    assert await Commitment.exists().where(Commitment.kept_at.is_not_null())
    assert await Commitment.exists().where(Commitment.kept_at.is_null())


async def test_every_case_has_its_promise_and_the_history_is_whole(loaded: Settings) -> None:
    ids = [row["id"] for row in await Case.select(Case.id)]
    assert set(await final_replies(ids)) == set(ids)
    assert await audit.verify() == []


async def test_each_figure_is_the_length_of_its_list(loaded: Settings) -> None:
    for role in ("national_supervisor", "supervisor"):
        staff = await one(role)
        board = await figures.board(staff, "quarter")
        for figure, number in board.total.counts.items():
            rows = [row async for portion in queues.listed_whole(staff, figure, "quarter") for row in portion]
            assert len(rows) == number, (role, figure)
    assert board.total.rate.due <= CASES


async def test_the_passwords_are_kept_for_the_owner_alone(loaded: Settings) -> None:
    kept = demo.accounts_file(loaded)
    assert kept.stat().st_mode & 0o077 == 0
    assert len(kept.read_text().splitlines()) == await Staff.count()
    assert len(demo.accounts(loaded).splitlines()) == len(ROLES)


async def test_nobody_has_to_choose_another_password(loaded: Settings) -> None:
    assert not await Staff.exists().where(Staff.must_change.eq(True))


async def test_time_is_given_back(loaded: Settings) -> None:
    assert clock.now() == SUNDAY


async def test_a_reply_waits_for_a_colleague_and_templates_can_be_chosen(loaded: Settings) -> None:
    supervisor = await one("supervisor")
    assert [row.outcome for row in await approval_views.to_approve(supervisor)] == ["outside_government"]
    case = await Case.select().where(Case.agency == supervisor.agency).first()
    assert case is not None
    assert {row.agency for row in await reply_templates.for_case(case)} == {None, supervisor.agency}
