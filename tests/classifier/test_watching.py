"""The arithmetic of watching: it rings when it must, and hardly ever on noise."""

import random

import pytest

from classifier.promised import promised
from classifier.watching import FALSE_ALARM, MOVED, falls_short, mix

SEED = 20261125
HISTORIES = 4_000


def drawn(chance: random.Random, count: int, share: float) -> int:
    return sum(chance.random() < share for _ in range(count))


def test_of_nothing_there_is_no_alarm():
    assert not falls_short(0, 0, 0.97)
    assert mix({}, {"a": 5}) is None


@pytest.mark.parametrize("count", [5, 40, 230, 2_000])
@pytest.mark.parametrize("promise", [0.08, 0.97])
def test_a_kept_promise_rings_no_oftener_than_stated(count, promise):
    chance = random.Random(SEED + count)
    histories = HISTORIES if count < 1_000 else 300
    rung = sum(falls_short(drawn(chance, count, promise), count, promise) for _ in range(histories))
    assert rung <= max(2, 3 * FALSE_ALARM * histories)


@pytest.mark.parametrize(("count", "share"), [(230, 0.85), (900, 0.92), (5_000, 0.955)])
def test_a_broken_promise_rings(count, share):
    chance = random.Random(SEED)
    rung = sum(falls_short(drawn(chance, count, share), count, 0.97) for _ in range(200))
    assert rung >= 190


def test_a_better_share_than_promised_never_rings():
    assert not falls_short(1_000, 1_000, 0.97)


def counted(chance: random.Random, weights: dict[str, float], count: int) -> dict[str, int]:
    found = chance.choices(list(weights), list(weights.values()), k=count)
    return {name: found.count(name) for name in weights}


WEIGHTS = {f"category-{number}": 1 / number for number in range(1, 60)}


@pytest.mark.parametrize(("before", "now"), [(12_000, 3_000), (1_200, 300), (200, 50)])
def test_a_mix_that_did_not_change_stays_silent(before, now):
    chance = random.Random(SEED)
    rung = 0
    for _ in range(150):
        found = mix(counted(chance, WEIGHTS, before), counted(chance, WEIGHTS, now))
        rung += found is not None and found.is_another
    assert rung == 0


def test_the_limit_by_chance_alone_holds_where_counts_are_small():
    """Without the floor of custom: the index of noise passes the limit of chance about once in a thousand."""
    chance, weights, passed = random.Random(SEED), {"a": 5.0, "b": 3.0, "c": 2.0}, 0
    for _ in range(2_000):
        found = mix(counted(chance, weights, 120), counted(chance, weights, 40))
        assert found is not None
        passed += found.is_another
    assert found.limit > MOVED
    assert passed <= 8


def test_a_storm_of_one_category_is_another_mix_and_is_named():
    chance = random.Random(SEED)
    storm = {**WEIGHTS, "category-30": 4.0}
    found = mix(counted(chance, WEIGHTS, 12_000), counted(chance, storm, 3_000))
    assert found is not None
    assert found.is_another
    assert found.most == "category-30"


def test_a_small_shift_that_is_certain_is_not_worth_an_alarm():
    found = mix({"routed": 400_000, "unsure": 600_000}, {"routed": 110_000, "unsure": 140_000})
    assert found is not None
    assert 0 < found.moved < found.limit == MOVED


def test_the_promise_of_the_bundled_model_is_read_from_its_report():
    found = promised()
    assert found.model.startswith("bundled-")
    assert set(found.coverage) >= {"", "ar", "en"}
    assert all(0 < share < 1 for share in found.coverage.values())


def test_a_model_without_a_report_promises_what_its_threshold_is_chosen_for(tmp_path):
    assert (promised(tmp_path).precision, promised(tmp_path).coverage) == (0.97, {})
