"""What is open, and what forecasts are made from, has sums of its own, also in a database that had none."""

from datetime import timedelta
from types import ModuleType

from cases import figures, figures_fold, figures_recount, forecasts, transfer, withdrawal
from cases.attribution import DIMENSIONS
from cases.figure_tables import Counted, DueCount
from cases.piccolo_migrations import cases_0011_owed, cases_0048_line_sums
from tawasul.core import clock

OWED = [each.name for each in DIMENSIONS if each.keeps == "open"]
OF_FORECASTS = ["line", "since", "sent"]


async def migrate(migration: ModuleType) -> None:
    for statement in (await migration.forwards()).raw:
        await statement()


async def test_an_earlier_database_gets_them_from_the_sums_of_the_agencies(flow):
    kept, _open = await flow.assigned(), await flow.assigned()
    await flow.waiting()
    await flow.replies(kept)
    await DueCount.delete().where(DueCount.dimension.is_in(OWED))
    await migrate(cases_0011_owed)
    assert await figures_recount.differences() == []
    with clock.moved(clock.now() + timedelta(days=24)):
        assert (await figures.overdue_by_age(flow.nadia)).total == 2
        assert (await figures.overdue_by_age(flow.dana)).total == 1
        await figures_fold.run()
        assert (await figures.overdue_by_age(flow.nadia)).total == 2
    assert await figures_recount.differences() == []


async def test_an_earlier_database_gets_what_a_forecast_is_made_from(flow):
    kept, _open, passed = await flow.assigned(), await flow.assigned(), await flow.assigned()
    await flow.waiting()
    await flow.replies(kept)
    await withdrawal.withdraw(await flow.assigned(), "")
    await transfer.transfer(passed, "MOH", "It is theirs.", by=flow.nadia, rev=await flow.rev(passed))
    expected = await forecasts.outlook(flow.nadia)
    await Counted.update({Counted.at_agency: "", Counted.began_on: None, Counted.answered_on: None}, force=True)
    await DueCount.delete().where(DueCount.dimension.is_in(OF_FORECASTS))
    assert await figures_recount.differences() != []
    await migrate(cases_0048_line_sums)
    assert await figures_recount.differences() == []
    assert await forecasts.outlook(flow.nadia) == expected
    assert {(each.agency, each.open) for each in expected.agencies} == {("EWA", 1), ("MOH", 1), (None, 1)}
