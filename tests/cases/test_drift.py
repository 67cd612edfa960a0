"""Alarms about the sorter on simulated histories: they ring when they must, once, and are silent on noise."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from cases import daily, drift, sorted_fold
from cases.forecast_tables import Alert
from cases.sorted_tables import SortedCategory, SortedCount
from classifier.promised import promised
from tawasul.core import clock
from tawasul.core.db import insert_many
from tawasul.notify.render import render
from tawasul.notify.tables import Letter

SUNDAY = date(2026, 11, 22)
WEEK = timedelta(days=7)
SEED = 7
CATEGORIES = [f"category-{number}" for number in range(30)]
CHANCES = [1 / (number + 1) for number in range(30)]


class History:
    """Eight weeks of sorting before that Sunday, as somebody may have lived through them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.counts: Counter[tuple[date, str, str]] = Counter()
        self.taken_for: Counter[tuple[date, str]] = Counter()

    def day(self, day: date, *, language: str = "ar", count: int = 150, sure: float, right: float, **more) -> None:
        """One day: how many, how often sure, how often right; `storm` is a category that many are about."""
        storm = more.get("storm", 0.0)
        for _ in range(count):
            is_sure = self.chance.random() < sure
            stayed = is_sure and self.chance.random() < right
            (category,) = self.chance.choices(CATEGORIES, CHANCES)
            about = CATEGORIES[-1] if self.chance.random() < storm else category
            self.taken_for[day, about] += 1
            key = (day, language)
            for counter in ("n", "routed" if is_sure else "unsure"):
                self.counts[*key, counter] += 1
            for flag in ("sure", "judged", *(["stayed"] if stayed else [])):
                self.counts[*key, flag] += is_sure

    def days(self, first: date, weeks: int, **how) -> None:
        for number in range(7 * weeks):
            self.day(first + timedelta(days=number), **how)

    async def happened(self) -> None:
        rows = [
            SortedCount(day=day, language=language, agency="EWA", **{flag: n})
            for (day, language, flag), n in self.counts.items()
        ]
        await insert_many(SortedCount, rows)
        taken_for = [SortedCategory(day=day, category=about, n=n) for (day, about), n in self.taken_for.items()]
        await insert_many(SortedCategory, taken_for)
        await sorted_fold.run()


def as_promised(language: str = "ar") -> dict:
    return {"language": language, "sure": promised().coverage[language] + 0.05, "right": 0.98}


async def rung(day: date = SUNDAY) -> list[tuple[str, str]]:
    return [(each.kind, each.language) for each in await drift.raise_for(day)]


@pytest.mark.parametrize("seed", range(4))
async def test_noise_rings_nothing(flow, seed):
    history = History(seed)
    history.days(SUNDAY - 8 * WEEK, 8, **as_promised())
    history.days(SUNDAY - 8 * WEEK, 8, **{**as_promised("en"), "count": 40})
    await history.happened()
    assert await rung() == []
    assert await Letter.count().where(Letter.template == "sorting_alarms") == 0


async def test_nothing_sorted_rings_nothing(flow):
    assert await rung() == []


async def test_agencies_that_send_much_back_ring_for_their_language_only(flow):
    history = History(SEED)
    history.days(SUNDAY - 8 * WEEK, 8, **{**as_promised(), "right": 0.88})
    history.days(SUNDAY - 8 * WEEK, 8, **as_promised("en"))
    await history.happened()
    assert await rung() == [("sort_precision", "ar")]


async def test_what_was_sorted_in_the_last_fortnight_is_too_fresh_to_be_judged(flow):
    history = History(SEED)
    history.days(SUNDAY - 8 * WEEK, 6, **as_promised())
    history.days(SUNDAY - 2 * WEEK, 2, **{**as_promised(), "right": 0.5})
    await history.happened()
    assert await rung() == []
    assert ("sort_precision", "ar") in await rung(SUNDAY + 2 * WEEK)


async def test_a_program_that_is_hardly_ever_sure_rings(flow):
    history = History(SEED)
    history.days(SUNDAY - 8 * WEEK, 8, **{**as_promised(), "sure": 0.02})
    await history.happened()
    assert await rung() == [("sort_coverage", "ar")]


async def test_a_jump_of_doubt_is_another_mix(flow):
    history = History(SEED)
    history.days(SUNDAY - 8 * WEEK, 7, **{**as_promised(), "sure": 0.7})
    history.days(SUNDAY - WEEK, 1, **{**as_promised(), "sure": 0.3})
    await history.happened()
    assert await rung() == [("sort_fates", "all")]


async def test_a_storm_rings_and_is_named(flow):
    history = History(SEED)
    history.days(SUNDAY - 8 * WEEK, 7, **as_promised())
    history.days(SUNDAY - WEEK, 1, storm=0.4, **as_promised())
    await history.happened()
    (found,) = await drift.raise_for(SUNDAY)
    assert (found.kind, found.most) == ("sort_categories", CATEGORIES[-1])
    assert found.moved > found.limit


@pytest.fixture
async def sick(flow):
    history = History(SEED)
    history.days(SUNDAY - 8 * WEEK, 8, **{**as_promised(), "right": 0.85})
    await history.happened()
    return flow


async def test_a_week_rings_once_however_often_it_is_looked_at(sick):
    await daily.keep("opening", SUNDAY)
    await daily.keep("opening", SUNDAY)
    assert await rung(SUNDAY + timedelta(days=4)) == []
    assert await sick.letters("sorting_alarms") == [sick.nadia.id]
    assert await Alert.count().where(Alert.kind == "sort_precision") == 1


async def test_another_week_rings_again(sick):
    await rung()
    assert await rung(SUNDAY + WEEK) == [("sort_precision", "ar")]


async def test_the_numbers_stay_with_the_alarm_for_a_week_and_only_the_national_unit_sees_it(sick, sunday):
    (raised,) = await drift.raise_for(SUNDAY)
    assert await drift.current(sick.nadia) == [raised]
    assert raised.part / raised.whole < 0.9
    assert (raised.promised, raised.model) == (9_700, promised().model)
    assert await drift.current(sick.dana) == []
    with clock.moved(sunday + WEEK):
        assert await drift.current(sick.nadia) == []


@pytest.mark.parametrize("language", ["ar", "en"])
async def test_the_letter_tells_the_numbers_in_its_language(sick, language):
    found = await drift.raise_for(SUNDAY)
    alarms = [drift.told(each) for each in found]
    mixes = [{**alarms[0], "kind": kind} for kind in ("sort_coverage", "sort_fates", "sort_categories")]
    letter = render("sorting_alarms", language, {"alarms": [*alarms, *mixes], "count": 4})
    assert str(found[0].part) in letter.text
    assert "97%" in letter.text
    assert "/board/sorting" in letter.text
