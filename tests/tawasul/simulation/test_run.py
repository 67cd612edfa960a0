"""A small simulation in a real database: nothing is lost or counted twice, and what is broken is found."""

import pytest

from tawasul.accounts.tables import Staff
from tawasul.accounts.views import COLUMNS, StaffView, view
from tawasul.core import clock, db
from tawasul.core.db import fetch, transaction
from tawasul.outbox import append
from tawasul.simulation import checks, report, run
from tawasul.simulation.own_database import HoldsSomething
from tawasul.simulation.scenario import Scenario

SMALL = Scenario(weeks=5, agencies=3, cases=110, outage_week=3, slack=0.8, look_hours=3)
SMALLEST = Scenario(weeks=1, agencies=2, cases=12, outage_week=None, look_hours=6)


async def test_nothing_is_lost_or_counted_twice_every_step_is_told_and_the_model_agrees(
    blank_database_url: str,
) -> None:
    result = await run.simulate(SMALL, blank_database_url)
    assert [check.faults for check in result.checks] == [[], [], [], []]
    stands = result.seen.stands
    assert stands["answered"] + stands["open"] + stands["void"] == result.lived.done["filed"] == SMALL.cases
    counts, model = result.seen.board.total.counts, result.model
    assert counts["due"] > 20
    assert counts["had_pause"] > 0
    assert result.seen.steps > 5
    assert (model.on_time, model.due, model.open) == (counts["on_time"], counts["due"], counts["open"])
    plain = report.as_json(result)
    for laid_out in ("by_agency", "by_category", "by_governorate", "by_month"):
        assert sum(row["due"] for row in plain[laid_out].values()) == counts["due"]
    assert sum(plain["overdue"].values()) == counts["overdue"]
    printed = "\n".join(report.lines(result))
    for words in ("overdue by working days: new ", "alarms raised: ", "  2026-0", "no place "):
        assert words in printed


async def test_a_database_that_holds_something_is_refused(database_url: str) -> None:
    with pytest.raises(HoldsSomething):
        await run.simulate(SMALLEST, database_url)


async def _reader() -> StaffView:
    return view((await Staff.select(*COLUMNS).where(Staff.role == "national_supervisor"))[0])


async def _break_everything() -> None:
    """A case without its reply, a number counted twice, a step out of the blue, and work that nobody does."""
    await fetch("DELETE FROM reply WHERE id = (SELECT MIN(id) FROM reply)")
    await fetch(
        "UPDATE due_count SET open = open + 1 WHERE id = (SELECT MIN(id) FROM due_count WHERE dimension = 'all')"
    )
    await fetch(
        "INSERT INTO clock_step (clock, step, epoch, scheduled_at, detected_at, suppressed) "
        "SELECT MIN(id), 'breach', 9, {}, {}, FALSE FROM clock",
        clock.now(),
        clock.now(),
    )
    async with transaction():
        await append("cases.jobs.sort_case", 1)


async def test_each_check_finds_what_is_broken(blank_database_url: str) -> None:
    result = await run.simulate(SMALLEST, blank_database_url)
    assert result.holds
    db.connect(blank_database_url)
    await db.open_pool()
    with clock.moved(result.seen.board.as_of):
        await _break_everything()
        _, found = await checks.look(await _reader(), result.lived)
    await db.close_pool()
    assert {check.name for check in found if check.holds} == set()
