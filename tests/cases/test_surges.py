"""Finding surges: an outage in one block is told once, the usual load never."""

import asyncio
from datetime import timedelta

import pytest

from cases import sorting, surges
from cases.surge_tables import Surge
from cases.tables import Case
from tawasul.core import clock
from tawasul.core.db import count_statements
from tests.cases.conftest import SUNDAY, Flow

PLACE = {"governorate": "capital", "block": "338"}


async def outage(flow: Flow, count: int, *, start=SUNDAY, apart=timedelta(minutes=10), **said) -> list[int]:
    """So many cases alike, some minutes apart."""
    made = []
    for number in range(count):
        with clock.moved(start + number * apart):
            made.append(await flow.assigned(**{"text": f"No power since {number} o'clock", **PLACE, **said}))
    return made


async def test_an_outage_in_one_block_is_one_surge_that_grows(flow):
    await outage(flow, 12)
    rows = await Surge.select()
    assert [(row["level"], row["place"], row["cases"]) for row in rows] == [("block", "338", 12)]
    assert rows[0]["last_at"] == SUNDAY + timedelta(minutes=110)


async def test_the_supervisor_gets_one_letter(flow):
    await outage(flow, 12)
    assert await flow.letters("surge") == [flow.dana.id]


async def test_four_are_none(flow):
    await outage(flow, 4)
    assert await Surge.count() == 0


async def test_the_usual_load_is_silent(flow):
    for week in range(1, 4):
        await outage(flow, 20, start=SUNDAY - timedelta(weeks=week), apart=timedelta(hours=7))
    await Surge.delete(force=True)
    await outage(flow, 6, apart=timedelta(minutes=50))
    assert await Surge.count() == 0


async def test_cases_over_many_days_are_none(flow):
    await outage(flow, 8, apart=timedelta(hours=7))
    assert await Surge.count() == 0


async def test_cases_in_other_words_are_none(flow):
    for text in ("bill wrong", "meter broken", "cable hangs", "lamp flickers", "pole leans", "office closed"):
        await flow.assigned(text=text, **PLACE)
    assert await Surge.count() == 0


async def test_four_in_english_and_two_in_arabic_are_one_surge(flow):
    await outage(flow, 4)
    await outage(flow, 2, start=SUNDAY + timedelta(hours=1), text="الكهرباء مقطوعة عن المجمع", language="ar")
    assert [(row["place"], row["cases"]) for row in await Surge.select()] == [("338", 6)]


async def test_cases_without_a_place_are_none(flow):
    await outage(flow, 8, governorate=None, block="")
    assert await Surge.count() == 0


async def test_many_blocks_of_one_governorate_are_a_surge_of_it(flow):
    for number in range(6):
        await outage(flow, 1, block=str(300 + number))
    assert [(row["level"], row["place"]) for row in await Surge.select()] == [("governorate", "capital")]


async def test_a_case_without_a_block_does_not_make_it_a_second_surge(flow):
    await outage(flow, 8)
    await outage(flow, 1, start=SUNDAY + timedelta(hours=2), block="")
    assert await Surge.count() == 1


async def test_the_next_outage_another_day_is_a_new_surge(flow):
    await outage(flow, 6)
    await outage(flow, 12, start=SUNDAY + timedelta(days=2))
    assert [row["ended_at"] is None for row in await Surge.select().order_by(Surge.id)] == [False, True]


async def test_looking_twice_at_once_tells_once(flow, monkeypatch):
    monkeypatch.setattr(sorting.surges, "look", _nothing)
    made = await outage(flow, 6)
    monkeypatch.undo()
    with clock.moved(SUNDAY + timedelta(hours=1)):
        found = await asyncio.gather(*[surges.look(made[-1]) for _ in range(4)])
    assert len([each for each in found if each]) == 1
    assert await flow.letters("surge") == [flow.dana.id]


async def _nothing(case_id: int) -> None:
    return None


async def test_a_look_asks_little(flow):
    made = await outage(flow, 3)
    with count_statements() as counted:
        await surges.look(made[-1])
    assert len(counted.statements) <= 2


@pytest.mark.parametrize("change", [{"agency": "MOH"}, {"category": "ewa-bill"}])
async def test_cases_of_another_agency_or_category_do_not_count(flow, change, monkeypatch):
    monkeypatch.setattr(sorting.surges, "look", _nothing)
    made = await outage(flow, 6)
    monkeypatch.undo()
    await Case.update(change).where(Case.id.is_in(made[:3]))
    assert await surges.look(made[-1]) is None
