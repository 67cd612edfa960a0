"""The databases that tests get: seeded, fresh each time, and counted."""

from routing.tables import Category
from tawasul.core import db
from tawasul.core.tables import Heartbeat


async def test_a_test_finds_the_reference_data_and_what_it_writes_is_its_own(database: str):
    assert await Category.count() > 10
    assert await Heartbeat.count() == 0
    assert await db.pending() == []
    await db.fetch("DELETE FROM category WHERE code = 'none'")


async def test_another_test_gets_another_copy(database: str):
    assert await Heartbeat.count() == 0
    assert await db.pending() == []
