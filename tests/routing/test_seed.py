"""Reference data: twice changes nothing, and what an operator edited stays."""

import pytest

import tawasul.accounts.seed
from routing import reference, seed
from routing.tables import Category
from tawasul.accounts.tables import Agency
from tawasul.seed import seed_all

pytestmark = pytest.mark.usefixtures("database")


async def test_everything_is_there_under_its_code() -> None:
    assert len(await reference.categories()) == 173
    assert len(await reference.areas()) == 72
    assert set(await reference.governorates()) == {"capital", "muharraq", "northern", "southern"}


async def test_loading_twice_changes_nothing() -> None:
    assert await seed_all() == 0


async def test_an_operators_edit_survives_a_reload() -> None:
    await Agency.update({Agency.name_en: "Water and Light"}).where(Agency.code == "EWA")
    await Category.update({Category.urgent: True}).where(Category.code == "ewa-bill")
    assert await tawasul.accounts.seed.load() + await seed.load() == 0
    row = await Agency.select(Agency.name_en).where(Agency.code == "EWA").first()
    assert row["name_en"] == "Water and Light"


async def test_an_untouched_row_follows_the_seed() -> None:
    await Category.update({Category.name_en: "Old name"}).where(Category.code == "ewa-bill")
    row = (await Category.select().where(Category.code == "ewa-bill"))[0]
    columns = ("code", "agency_code", "urgent", "needs_place", "name_en", "name_ar")
    from_old_seed = seed.seeding.seed_hash({name: row[name] for name in columns})
    await Category.update({Category.seed_hash: from_old_seed}).where(Category.code == "ewa-bill")
    assert await seed.load() == 1
    assert (await reference.categories())["ewa-bill"].name_en == "Electricity or water bill dispute"


async def test_municipal_rules_cover_every_governorate() -> None:
    assert {rule.governorate for rule in await reference.rules()} == set(await reference.governorates())
