"""What is open has sums of its own, also in a database from before there were such."""

from datetime import timedelta

from cases import figures, figures_fold, figures_recount
from cases.attribution import OWED
from cases.figure_tables import DueCount
from cases.piccolo_migrations import cases_0011_owed as migration
from tawasul.core import clock


async def test_an_earlier_database_gets_them_from_the_sums_of_the_agencies(flow):
    kept, _open = await flow.assigned(), await flow.assigned()
    await flow.waiting()
    await flow.replies(kept)
    await DueCount.delete().where(DueCount.dimension.is_in(list(OWED)))
    manager = await migration.forwards()
    for statement in manager.raw:
        await statement()
    assert await figures_recount.differences() == []
    with clock.moved(clock.now() + timedelta(days=24)):
        assert (await figures.overdue_by_age(flow.nadia)).total == 2
        assert (await figures.overdue_by_age(flow.dana)).total == 1
        await figures_fold.run()
        assert (await figures.overdue_by_age(flow.nadia)).total == 2
    assert await figures_recount.differences() == []
